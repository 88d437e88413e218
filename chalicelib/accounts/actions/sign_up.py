"""Opening an account (REQUIREMENTS A1-A6)."""

from datetime import datetime

from chalicelib.accounts.actions import find, throttling
from chalicelib.accounts.actions.activate import send_again
from chalicelib.accounts.actions.emails import (
    enqueue_activation,
    enqueue_already_registered,
    enqueue_dummy_write,
)
from chalicelib.accounts.actions.new_password import refuse_weak
from chalicelib.accounts.errors import AddressInUse, UserNameTaken
from chalicelib.accounts.inputs import SignUp
from chalicelib.accounts.model import Account, AccountState, Choice
from chalicelib.accounts.rules import activation
from chalicelib.accounts.storage import add_account, claim_identifier, parse_holder
from chalicelib.accounts.visitor import Visitor
from chalicelib.activities.model import write_activity
from chalicelib.cloud.metrics import Metric
from chalicelib.limits.actions import spend
from chalicelib.portal.model import IdentifierKind
from chalicelib.services import Services
from chalicelib.unit_of_work import UnitOfWork, retry_on_conflict


@retry_on_conflict
def sign_up(services: Services, form: SignUp, visitor: Visitor, now: datetime) -> None:
    """Open an account and enqueue its activation email; the owner of an address in use is told as the policy says."""
    spend(services, throttling.requests(services, visitor.address, now), now)
    password = form.password.get_secret_value()
    refuse_weak(services.portal, password, [form.email, form.user_name or ""])
    may_mail = throttling.try_mail(services, "sign-up", form.email, now)
    hashed = services.passwords.hash(password)
    account = find.by_identifier(services, "email", form.email, now)
    work = UnitOfWork(services, now)
    waiting = activation.waiting(account, now)
    choice = Choice(password=hashed, user_name=_kept_name(work, form, account))
    if account is None:
        _open(work, _new(services, form, hashed, visitor, now), choice, visitor)
    elif waiting:
        noted = activation.with_choice(waiting, visitor.browser, choice, services.portal.policies.activation)
        send_again(work, account.replace(activation=noted, language=visitor.language))
    else:
        _tell_owner(work, account, may_mail=may_mail)
    throttling.renew_tries(work, form.email, visitor)
    work.count(Metric.SIGN_UPS)
    work.commit()


def _new(services: Services, form: SignUp, hashed: str, visitor: Visitor, now: datetime) -> Account:
    return Account(
        id=services.ids.new(),
        state=AccountState.PENDING,
        audiences=(services.portal.audiences[0].key,),
        identifiers=_identifiers(services, form),
        email=form.email,
        language=visitor.language,
        password=hashed,
        password_set_at=now,
        created_at=now,
        last_active_at=now,
    )


def _identifiers(services: Services, form: SignUp) -> dict[IdentifierKind, str]:
    """Return what the account is known by: its address, and what the portal gives."""
    given = services.portal.audiences[0].given
    return {"email": form.email, **({given: find.draw_identifier(services)} if given else {})}


def _kept_name(work: UnitOfWork, form: SignUp, account: Account | None) -> str | None:
    """Keep the user name for the mailbox, whatever its address is to us; raise UserNameTaken where it is another's."""
    kind, now = work.services.portal.audiences[0].chosen, work.now
    if kind is None or form.user_name is None:
        return None
    mailbox, until = find.mailbox_id(work.services, form.email), now + work.services.portal.policies.activation.window
    for key in find.identifier_keys(work.services, [kind], form.user_name):
        holder = parse_holder(work.services.table.get(key), now)
        if holder is None or holder == mailbox:
            claim_identifier(work, key, mailbox, until, now)
        elif account is None or holder != account.id:
            raise UserNameTaken
    return form.user_name


def _open(work: UnitOfWork, account: Account, choice: Choice, visitor: Visitor) -> None:
    policy = work.services.portal.policies.activation
    waiting = activation.first(work.services.ids.secret(), policy, work.now)
    waiting = activation.with_choice(waiting, visitor.browser, choice, policy)
    add_account(work, account.replace(activation=waiting))
    for key in find.keys_of(work.services, account):
        claim_identifier(work, key, account.id, waiting.window_ends_at, work.now)
    enqueue_activation(work, account, waiting)
    write_activity(work, account.id, "signed-up")


def _tell_owner(work: UnitOfWork, account: Account, *, may_mail: bool) -> None:
    if work.services.portal.policies.sign_up.duplicate_address == "tell":
        raise AddressInUse
    if may_mail:
        enqueue_already_registered(work, account)
    else:
        enqueue_dummy_write(work)
