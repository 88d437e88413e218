"""Changes the profile of a person: password and language (REQUIREMENTS S6, D5)."""

from datetime import datetime

from chalicelib.accounts.actions.emails import enqueue_password_changed
from chalicelib.accounts.actions.new_password import refuse_earlier, refuse_weak, with_password
from chalicelib.accounts.actions.sessions import Person, carry_over
from chalicelib.accounts.actions.throttling import attempts_key, fail, reserve
from chalicelib.accounts.errors import NotThePassword
from chalicelib.accounts.model import Member
from chalicelib.accounts.profile_inputs import ChangePassword, Profile
from chalicelib.accounts.storage import put_account, put_member, still_reached
from chalicelib.accounts.visitor import Visitor
from chalicelib.activities.model import Activity, parse_activity, partition, write_activity
from chalicelib.canonical import same_address
from chalicelib.errors import Invalid
from chalicelib.phrase import phrase
from chalicelib.services import Services
from chalicelib.unit_of_work import UnitOfWork

SHOWN = 5  # activities on the account's page


def change_password(services: Services, person: Person, form: ChangePassword, visitor: Visitor, now: datetime) -> None:
    """Set a new password after the old one was proven again; the other sessions end, and the owner is told."""
    account, password = person.account, form.password.get_secret_value()
    row = reserve(services, attempts_key(account.id, visitor), visitor, now, account)
    if not services.passwords.matches(form.current.get_secret_value(), account.password):
        fail(services, row, account, visitor, now)
        raise NotThePassword
    refuse_weak(services.portal, password, account.identifiers.values())
    refuse_earlier(services, password, account)
    changed = with_password(services, account, password, now)
    work = UnitOfWork(services, now, person.id)
    put_account(work, changed)
    carry_over(work, person, changed)
    work.delete(attempts_key(account.id, visitor))
    enqueue_password_changed(work, account)
    write_activity(work, account.id, "password-changed")
    work.commit()


def set_profile(services: Services, person: Person, form: Profile, now: datetime) -> None:
    """Set the language of mails and, of someone who shares an account, the own name and address."""
    work = UnitOfWork(services, now, person.id)
    if person.member:
        put_member(work, person.account.id, _changed(person.member, form), still_reached(person.member))
    elif form.name or form.email:
        raise Invalid({"name" if form.name else "email": phrase("Only those who share an account have one here.")})
    else:
        put_account(work, person.account.replace(language=form.language))
    write_activity(work, person.account.id, "profile-changed")
    work.commit()


def _changed(member: Member, form: Profile) -> Member:
    """Return it with what was typed; of a new address it is not known that mail does not reach it."""
    changed = member.replace(**{name: value for name, value in form.model_dump().items() if value is not None})
    return changed if same_address(changed.email, member.email) else changed.replace(unreachable_since=None)


def recent_activities(services: Services, person: Person) -> list[Activity]:
    """Return what happened last to the account, the newest first."""
    items = services.table.query(partition(person.account.id), "ACTIVITY#", newest_first=True, limit=SHOWN)
    return [parse_activity(item) for item in items]
