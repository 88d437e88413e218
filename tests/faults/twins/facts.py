"""What a stranger must not learn of an address: each fact makes it so in a world, where no stranger sees it."""

from collections.abc import Callable, Mapping

from pydantic import SecretStr

from chalicelib.accounts.actions import find, throttling
from chalicelib.accounts.actions.activate import resend
from chalicelib.accounts.actions.recover import send_reset_link
from chalicelib.accounts.inputs import ForgottenPassword, Resend
from chalicelib.accounts.model import Account, AccountState, Member
from chalicelib.accounts.storage import add_account, claim_identifier, put_member
from chalicelib.accounts.visitor import Visitor
from chalicelib.limits.actions import reserve_attempt
from chalicelib.outbox.model import EmailState, Mailbox
from chalicelib.outbox.storage import mailbox_id, put_mailbox
from chalicelib.portal.model import IdentifierKind
from chalicelib.staff.actions import invitation
from chalicelib.staff.inputs import InviteStaff, Roles, StaffSignIn
from chalicelib.staff.storage import email_key
from chalicelib.unit_of_work import UnitOfWork
from tests.support.people import sign_up_as
from tests.support.world import GOOD, World

VICTIM, IDENTIFIER = "zoe@example.org", "70000001"
OWNER = Visitor(language="fr", address="192.0.2.1", browser="owner", agent="Mozilla/5.0 Firefox/140 Windows")
Fact = Callable[[World], None]


def opened(world: World, email: str, identifier: str, people: int = 0, **fields: object) -> Account:
    """Open an account as if long ago, known by its address and by what the portal gives or lets choose."""
    audience = world.portal.audiences[0]
    kinds: list[IdentifierKind | None] = ["email", audience.given, audience.chosen]
    known = {kind: email if kind == "email" else identifier for kind in kinds if kind}
    account = Account(
        id=world.ids.new(),
        state=AccountState.ACTIVE,
        audiences=tuple(each.key for each in world.portal.audiences),
        identifiers=known,
        email=email,
        language="fr",
        password=world.passwords.hash(GOOD),
        password_set_at=world.now,
        created_at=world.now,
        last_active_at=world.now,
        people=people,
    ).replace(**fields)
    work = UnitOfWork(world, world.now)
    add_account(work, account)
    for key in find.keys_of(world, account):
        claim_identifier(work, key, account.id, None, world.now)
    for number in range(people):
        one = Member(id=world.ids.new(), name=f"Person {number}", email=f"{number}@firm.example", added_at=world.now)
        put_member(work, account.id, one)
    work.commit()
    return account


def unknown(_world: World) -> None:
    """Nobody has the address."""


def pending(world: World) -> None:
    """Its owner has signed up, and not proven it yet."""
    sign_up_as(world, VICTIM, visitor=OWNER)


def pending_again(world: World) -> None:
    """Its owner has had the email sent again besides."""
    pending(world)
    world.clock.advance(minutes=2)
    resend(world, Resend(email=VICTIM), OWNER, world.now)


def active(world: World) -> None:
    opened(world, VICTIM, IDENTIFIER)


def locked(world: World) -> None:
    """Somebody failed to sign in as often as the policy lets, though not from where strangers come."""
    account = opened(world, VICTIM, IDENTIFIER)
    for _ in range(world.portal.policies.lockout.attempts):
        reserve_attempt(world, throttling.attempts_key(account.id), world.now)


def suspended(world: World) -> None:
    opened(world, VICTIM, IDENTIFIER, state=AccountState.SUSPENDED)


def closed(world: World) -> None:
    opened(world, VICTIM, IDENTIFIER, state=AccountState.CLOSED)


def shared(world: World) -> None:
    """Three people share it."""
    opened(world, VICTIM, IDENTIFIER, people=3)


def asked_for_a_password(world: World) -> None:
    """Its owner has asked for a link."""
    kind = world.portal.audiences[0]
    account = opened(world, VICTIM, IDENTIFIER)
    identifier = next(account.identifiers[each] for each in kind.identifiers if each in account.identifiers)
    send_reset_link(world, ForgottenPassword(identifier=identifier, email=VICTIM), OWNER, world.now)


def unreachable(world: World) -> None:
    """Its mailbox takes no mail."""
    opened(world, VICTIM, IDENTIFIER, unreachable_since=world.now)
    box = Mailbox(id=mailbox_id(world.keyring, VICTIM), to=VICTIM, trouble=EmailState.BOUNCED, at=world.now)
    work = UnitOfWork(world, world.now)
    put_mailbox(work, box, None, world.portal.policies.mail)
    work.commit()


def staff(world: World) -> None:
    """It is that of someone who was invited to the staff."""
    ticked = Roles(administrator=True)
    invitation.invite(world, InviteStaff(email=VICTIM, language="fr", roles=ticked), "operator", world.now)


def locked_staff(world: World) -> None:
    """It is of the staff, and locked."""
    staff(world)
    row = world.table.get(email_key(world.keyring, StaffSignIn(email=VICTIM, password=SecretStr("x")).email))
    assert row
    for _ in range(world.portal.policies.lockout.attempts):
        reserve_attempt(world, throttling.attempts_key(row["staff"]), world.now)


_ACCOUNTS = (active, locked, suspended, closed, asked_for_a_password, unreachable)
_ALL = (unknown, pending, pending_again, *_ACCOUNTS, staff, locked_staff)

# Facts that nothing may tell from each other, by the portal. Only financial-licensing tells that an address is in use.
ALIKE: Mapping[str, tuple[tuple[Fact, ...], ...]] = {
    "citizen-account": (_ALL,),
    "social-work": (_ALL,),
    "psychotherapy": (_ALL,),
    "freight": ((unknown, *_ACCOUNTS, shared, staff, locked_staff),),
    "financial-licensing": ((unknown, pending, pending_again, staff, locked_staff), _ACCOUNTS),
}
