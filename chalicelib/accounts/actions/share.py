"""Sharing an account: saying who one is, bringing others in, sending them away (REQUIREMENTS A7)."""

from datetime import datetime

from chalicelib.accounts.actions import find
from chalicelib.accounts.actions.emails import enqueue_colleague_added, enqueue_colleague_removed
from chalicelib.accounts.actions.sessions import Person, book_of, new_secret
from chalicelib.accounts.items import (
    claim_identifier,
    colleague_key,
    free_identifier,
    put_account,
    put_colleague,
    still_reached,
    still_there,
)
from chalicelib.accounts.model import Account, Colleague
from chalicelib.accounts.problems import AddressTaken, NotAdministrator, NotYourself, SignInNeeded, TooManyColleagues
from chalicelib.accounts.profile_inputs import AddColleague
from chalicelib.activities.model import write_activity
from chalicelib.canonical import folded, same_address
from chalicelib.cloud.table import Change
from chalicelib.phrase import phrase
from chalicelib.portal.admission import AccessCodePolicy
from chalicelib.refusal import Absent, Invalid
from chalicelib.services import Services
from chalicelib.sessions import actions as sessions
from chalicelib.settled import until_settled


def say_who(services: Services, person: Person, who: str, now: datetime) -> tuple[str, Colleague]:
    """Go on as one of those who share the account, in a session of one's own; return its token, and who it is.

    The session of before ends: its token was nobody's in particular (SECURITY SEC26).
    """
    if not person.account.is_shared:
        raise Absent
    found = find.colleague(services, person.account.id, who)
    if found is None:
        raise Invalid({"person": phrase("Choose one of the names.")})
    secret, before = new_secret(services, found), person.session
    book, change = book_of(services), Change(services.ids.new())
    session = sessions.new_session(book, person.account, secret, before.device, now, before.audience)
    sessions.add_session(book, change, person.account, session.but(colleague=found.id, ends_at=before.ends_at))
    sessions.end_session(book, change, person.account, before.hash)
    change.require(colleague_key(person.account.id, found.id), still_there(found))
    write_activity(change, person.account.id, "name-chosen", now, found.id)
    services.table.commit(change)
    return sessions.token_of(person.account, secret), found


def sharers(services: Services, person: Person) -> list[Colleague]:
    """Return all who share the person's account; raise Absent where nobody does."""
    if not person.account.is_shared:
        raise Absent
    return find.colleagues(services, person.account)


def may_change(person: Person) -> bool:
    """Tell whether this person brings in others."""
    return person.colleague is not None and person.colleague.is_administrator


@until_settled
def add(services: Services, person: Person, wish: AddColleague, now: datetime) -> None:
    """Bring someone in, and mail them the access code; the password they learn from a colleague, never by mail.

    Whoever is there already, by name and address, was brought in by the same press.
    """
    account, _, policy = _as_administrator(services, person)
    if any(_is_the_same(each, wish) for each in find.colleagues(services, account)):
        return
    if account.people >= policy.most_people:
        raise TooManyColleagues(policy.most_people)
    added = Colleague(id=services.ids.new(), added_at=now, **wish.model_dump())
    change = Change(services.ids.new())
    put_account(change, account.but(people=account.people + 1))
    put_colleague(change, account.id, added)
    enqueue_colleague_added(services, change, account, added, person.name, now)
    write_activity(change, account.id, "colleague-added", now, person.id)
    services.table.commit(change)


@until_settled
def remove(services: Services, person: Person, who: str, now: datetime) -> None:
    """Send someone away: the sessions under that name open nothing from this moment on.

    Where the account's address was theirs, whoever sends them away gives theirs: it opens the account (SEC24, SEC42).
    """
    account, mine, _ = _as_administrator(services, person)
    if who == person.id:
        raise NotYourself
    found = find.colleague(services, account.id, who)
    if found is None:
        return
    change = Change(services.ids.new())
    left = account.but(people=account.people - 1)
    is_theirs = same_address(found.email, account.email)
    put_account(change, _readdressed(services, change, left, mine, now) if is_theirs else left)
    enqueue_colleague_removed(services, change, account, found, mine.name, now)
    change.delete(colleague_key(account.id, who), still_reached(found))
    write_activity(change, account.id, "colleague-removed", now, person.id)
    services.table.commit(change)


def _readdressed(services: Services, change: Change, account: Account, to: Colleague, now: datetime) -> Account:
    """Return the account with another address, for the change; raise AddressTaken. Links that went out are void."""
    if same_address(to.email, account.email):
        return account  # it is everyone's
    other = find.by_identifier(services, "email", to.email, now)
    if other and other.id != account.id:
        raise AddressTaken
    for key in find.identifier_keys(services, ["email"], account.email):
        free_identifier(change, key, account.id)
    for key in find.identifier_keys(services, ["email"], to.email):
        claim_identifier(change, key, account.id, None, now)
    change.require(colleague_key(account.id, to.id), still_reached(to))
    identifiers = {**account.identifiers, "email": to.email}
    reach = {"language": to.language, "unreachable_since": to.unreachable_since}
    return account.but(email=to.email, identifiers=identifiers, reset=None, **reach)


def _is_the_same(colleague: Colleague, wish: AddColleague) -> bool:
    return same_address(colleague.email, wish.email) and folded(colleague.name) == folded(wish.name)


def _as_administrator(services: Services, person: Person) -> tuple[Account, Colleague, AccessCodePolicy]:
    """Return the account and the person as they are now, for others write them too; raise NotAdministrator, or Absent.

    Whoever takes an administrator away writes the account, so it can't happen between this and the change.
    """
    policy = services.portal.policies.access_codes
    if policy is None or not person.account.is_shared:
        raise Absent
    account, mine = find.by_id(services, person.account.id), find.colleague(services, person.account.id, person.id)
    if account is None or mine is None:
        raise SignInNeeded
    if not mine.is_administrator:
        raise NotAdministrator
    return account, mine, policy
