"""Members of a shared account: identify oneself, add and remove members (REQUIREMENTS A7)."""

from datetime import datetime

from chalicelib.accounts.actions import find
from chalicelib.accounts.actions.emails import enqueue_colleague_added, enqueue_colleague_removed
from chalicelib.accounts.actions.sessions import Person, new_secret, session_store
from chalicelib.accounts.errors import AddressTaken, NotAdministrator, NotYourself, SignInNeeded, TooManyMembers
from chalicelib.accounts.model import Account, Member
from chalicelib.accounts.profile_inputs import AddMember
from chalicelib.accounts.storage import (
    claim_identifier,
    free_identifier,
    member_key,
    put_account,
    put_member,
    still_reached,
    still_there,
)
from chalicelib.activities.model import write_activity
from chalicelib.canonical import folded, same_address
from chalicelib.errors import Invalid, NotFound
from chalicelib.phrase import phrase
from chalicelib.portal.admission import AccessCodePolicy
from chalicelib.services import Services
from chalicelib.sessions import actions as sessions
from chalicelib.unit_of_work import UnitOfWork, retry_on_conflict


def say_who(services: Services, person: Person, who: str, now: datetime) -> tuple[str, Member]:
    """Go on as one of those who share the account, in a session of one's own; return its token, and who it is.

    The session of before ends: its token was nobody's in particular (SECURITY SEC26).
    """
    if not person.account.is_shared:
        raise NotFound
    found = find.member(services, person.account.id, who)
    if found is None:
        raise Invalid({"person": phrase("Choose one of the names.")})
    secret, before = new_secret(services, found), person.session
    store, work = session_store(services), UnitOfWork(services, now, found.id)
    session = sessions.new_session(store, person.account, secret, before.device, now, before.audience)
    sessions.add_session(store, work, person.account, session.replace(member=found.id, ends_at=before.ends_at))
    sessions.end_session(store, work, person.account, before.hash)
    work.require(member_key(person.account.id, found.id), still_there(found))
    write_activity(work, person.account.id, "name-chosen")
    work.commit()
    return sessions.token_of(person.account, secret), found


def sharers(services: Services, person: Person) -> list[Member]:
    """Return all who share the person's account; raise NotFound where nobody does."""
    if not person.account.is_shared:
        raise NotFound
    return find.members(services, person.account)


def may_change(person: Person) -> bool:
    """Tell whether this person brings in others."""
    return person.member is not None and person.member.is_administrator


@retry_on_conflict
def add(services: Services, person: Person, form: AddMember, now: datetime) -> None:
    """Bring someone in, and mail them the access code; the password they learn from another member, never by mail.

    Whoever is there already, by name and address, was brought in by the same press.
    """
    account, _, policy = _as_administrator(services, person)
    if any(_is_the_same(each, form) for each in find.members(services, account)):
        return
    if account.people >= policy.most_people:
        raise TooManyMembers(policy.most_people)
    added = Member(id=services.ids.new(), added_at=now, **form.model_dump())
    work = UnitOfWork(services, now, person.id)
    put_account(work, account.replace(people=account.people + 1))
    put_member(work, account.id, added)
    enqueue_colleague_added(work, account, added, person.name)
    write_activity(work, account.id, "colleague-added")
    work.commit()


@retry_on_conflict
def remove(services: Services, person: Person, who: str, now: datetime) -> None:
    """Send someone away: the sessions under that name open nothing from this moment on.

    Where the account's address was theirs, whoever sends them away gives theirs: it opens the account (SEC24, SEC42).
    """
    account, administrator, _ = _as_administrator(services, person)
    if who == person.id:
        raise NotYourself
    found = find.member(services, account.id, who)
    if found is None:
        return
    work = UnitOfWork(services, now, person.id)
    left = account.replace(people=account.people - 1)
    is_theirs = same_address(found.email, account.email)
    put_account(work, _readdressed(work, left, administrator) if is_theirs else left)
    enqueue_colleague_removed(work, account, found, administrator.name)
    work.delete(member_key(account.id, who), still_reached(found))
    write_activity(work, account.id, "colleague-removed")
    work.commit()


def _readdressed(work: UnitOfWork, account: Account, to: Member) -> Account:
    """Return the account with another address, for the change; raise AddressTaken. Links that went out are void."""
    if same_address(to.email, account.email):
        return account  # it is everyone's
    other = find.by_identifier(work.services, "email", to.email, work.now)
    if other and other.id != account.id:
        raise AddressTaken
    for key in find.identifier_keys(work.services, ["email"], account.email):
        free_identifier(work, key, account.id)
    for key in find.identifier_keys(work.services, ["email"], to.email):
        claim_identifier(work, key, account.id, None, work.now)
    work.require(member_key(account.id, to.id), still_reached(to))
    identifiers = {**account.identifiers, "email": to.email}
    reach = {"language": to.language, "unreachable_since": to.unreachable_since}
    return account.replace(email=to.email, identifiers=identifiers, reset=None, **reach)


def _is_the_same(member: Member, form: AddMember) -> bool:
    return same_address(member.email, form.email) and folded(member.name) == folded(form.name)


def _as_administrator(services: Services, person: Person) -> tuple[Account, Member, AccessCodePolicy]:
    """Return the account and the person as they are now, for others write them too.

    Raise NotAdministrator or NotFound. Whoever removes a member writes the account, so it can't happen between this and
    the change.
    """
    policy = services.portal.policies.access_codes
    if policy is None or not person.account.is_shared:
        raise NotFound
    account, member = find.by_id(services, person.account.id), find.member(services, person.account.id, person.id)
    if account is None or member is None:
        raise SignInNeeded
    if not member.is_administrator:
        raise NotAdministrator
    return account, member, policy
