"""Administration of accounts: people are admitted, accounts unlocked, audiences opened (REQUIREMENTS A7, A8, S2)."""

from datetime import datetime
from typing import NamedTuple

from chalicelib.accounts.actions import find
from chalicelib.accounts.actions.emails import enqueue_admitted
from chalicelib.accounts.actions.find import holder, identifier_keys
from chalicelib.accounts.actions.retention import schedule_account_review
from chalicelib.accounts.actions.throttling import forget_attempts
from chalicelib.accounts.errors import NobodyKnown
from chalicelib.accounts.model import Account, AccountState, Member, Reset
from chalicelib.accounts.storage import add_account, claim_identifier, put_account, put_member
from chalicelib.activities.model import write_activity
from chalicelib.portal.text import Language
from chalicelib.services import Services
from chalicelib.unit_of_work import UnitOfWork, retry_on_conflict


@retry_on_conflict
def admit(services: Services, email: str, language: Language | None, now: datetime) -> Account:
    """Open the account and mail its identifier with a link to choose the password: no password is ever mailed.

    Return the account that there is, changed in nothing, where the address has one.
    """
    known = find.by_identifier(services, "email", email, now)
    if known:
        return known
    work = UnitOfWork(services, now)
    account = admission(work, Newcomer(email.partition("@")[0], email, language))
    work.commit()
    return account


class Newcomer(NamedTuple):
    """Who is let in."""

    name: str
    email: str
    language: Language | None


def admission(work: UnitOfWork, whom: Newcomer) -> Account:
    """Add all that opens an account to the unit of work, and return it; the address must have none.

    Where codes are shared, whoever is let in is the first of those who share this one, and brings in the others.
    """
    reset = Reset(
        nonce=work.services.ids.secret(),
        expires_at=work.now + work.services.portal.policies.reset.unawaited,
        first=True,
    )
    codes = work.services.portal.policies.access_codes
    is_shared = codes is not None and codes.use == "shared"
    account = _new(work.services, whom.email, whom.language, work.now).replace(reset=reset, people=int(is_shared))
    add_account(work, account)
    if is_shared:
        first = Member(id=work.services.ids.new(), **whom._asdict(), is_administrator=True, added_at=work.now)
        put_member(work, account.id, first)
    schedule_account_review(work, account)
    for key in find.keys_of(work.services, account):
        claim_identifier(work, key, account.id, None, work.now)
    enqueue_admitted(work, account, reset.proof(account.id))
    write_activity(work, account.id, "admitted")
    return account


def _new(services: Services, email: str, language: Language | None, now: datetime) -> Account:
    audience = services.portal.audiences[0]
    given = {audience.given: find.draw_identifier(services)} if audience.given else {}
    return Account(
        id=services.ids.new(),
        state=AccountState.ACTIVE,
        audiences=(audience.key,),
        identifiers={"email": email, **given},
        email=email,
        language=language,
        password=services.passwords.hash(services.ids.secret()),
        password_set_at=now,
        created_at=now,
        last_active_at=now,
    )


def unlock(services: Services, identifier: str, by: str, now: datetime) -> None:
    """Forget the failures of whoever signs in with this; raise NobodyKnown. The owner's activities say who did it."""
    account = holder(services, identifier_keys(services, services.portal.identifier_kinds, identifier), now)
    if account is None:
        raise NobodyKnown
    work = UnitOfWork(services, now, by)
    write_activity(work, account.id, "access-opened")
    forget_attempts(work, account.id)
    work.commit()


def open_audience(work: UnitOfWork, account: str, audience: str) -> None:
    """Let someone sign in as one of this audience too, by what they are known by already."""
    found = find.by_id(work.services, account)
    if found is None or audience in found.audiences:
        return
    put_account(work, found.replace(audiences=(*found.audiences, audience)))
