"""Opening an account (REQUIREMENTS A1-A6)."""

from datetime import datetime

from chalicelib.accounts.actions import budgets, find
from chalicelib.accounts.actions.activation_mail import send_again
from chalicelib.accounts.actions.emails import (
    enqueue_activation,
    enqueue_already_registered,
    enqueue_dummy_write,
)
from chalicelib.accounts.actions.new_password import refuse_weak
from chalicelib.accounts.errors import AddressInUse, UserNameTaken
from chalicelib.accounts.inputs import SignUp
from chalicelib.accounts.model import Account, AccountState
from chalicelib.accounts.rules import activation
from chalicelib.accounts.storage import add_account, claim_identifier
from chalicelib.accounts.visitor import Visitor
from chalicelib.activities.model import write_activity
from chalicelib.cloud.table import Change
from chalicelib.conflicts import retry_on_conflict
from chalicelib.limits.actions import spend, try_spend
from chalicelib.portal.model import IdentifierKind
from chalicelib.services import Services


@retry_on_conflict
def sign_up(services: Services, form: SignUp, visitor: Visitor, now: datetime) -> None:
    """Open an account and enqueue its activation email; the owner of an address in use is told as the policy says."""
    spend(services, budgets.requests(services, visitor.address, now), now)
    password = form.password.get_secret_value()
    refuse_weak(services.portal, password, [form.email, form.user_name or ""])
    may_mail = try_spend(services, budgets.mails(services, form.email, now))
    hashed = services.passwords.hash(password)
    account = find.by_identifier(services, "email", form.email, now)
    change = Change(services.ids.new())
    if account is None:
        _open(services, change, _new(services, form, hashed, visitor, now), visitor, now)
    elif activation.waiting(account, now):
        send_again(services, change, account.replace(password=hashed, language=visitor.language), visitor, now)
    else:
        _tell_owner(services, change, account, may_mail=may_mail, now=now)
    services.table.commit(change)


def _new(services: Services, form: SignUp, hashed: str, visitor: Visitor, now: datetime) -> Account:
    return Account(
        id=services.ids.new(),
        state=AccountState.PENDING,
        audiences=(services.portal.audiences[0].key,),
        identifiers=_identifiers(services, form, now),
        email=form.email,
        language=visitor.language,
        password=hashed,
        password_set_at=now,
        created_at=now,
        last_active_at=now,
    )


def _identifiers(services: Services, form: SignUp, now: datetime) -> dict[IdentifierKind, str]:
    """Return what the account is known by: its address, and what the portal gives or the person chose."""
    audience = services.portal.audiences[0]
    identifiers: dict[IdentifierKind, str] = {"email": form.email}
    if audience.given:
        identifiers[audience.given] = find.draw_identifier(services)
    if audience.chosen and form.user_name:
        if find.by_identifier(services, audience.chosen, form.user_name, now):
            raise UserNameTaken
        identifiers[audience.chosen] = form.user_name
    return identifiers


def _open(services: Services, change: Change, account: Account, visitor: Visitor, now: datetime) -> None:
    policy = services.portal.policies.activation
    waiting = activation.first(services.ids.secret(), visitor.browser, policy, now)
    add_account(change, account.replace(activation=waiting))
    for key in find.keys_of(services, account):
        claim_identifier(change, key, account.id, waiting.window_ends_at, now)
    enqueue_activation(services, change, account, waiting, now)
    write_activity(change, account.id, "signed-up", now)


def _tell_owner(services: Services, change: Change, account: Account, *, may_mail: bool, now: datetime) -> None:
    if services.portal.policies.sign_up.duplicate_address == "tell":
        raise AddressInUse
    if may_mail:
        enqueue_already_registered(services, change, account, now)
    else:
        enqueue_dummy_write(services, change, now)
