"""Whether mail reaches a person, and how that is mended (REQUIREMENTS X4; SECURITY REL13)."""

from datetime import datetime

from chalicelib.accounts.actions import budgets, find
from chalicelib.accounts.actions.letters import owe
from chalicelib.accounts.actions.sessions import Person
from chalicelib.accounts.items import put_account
from chalicelib.activities.model import TIME, write_activity
from chalicelib.canonical import canonical_email
from chalicelib.cloud.table import Change
from chalicelib.limits.actions import spend
from chalicelib.outbox import told
from chalicelib.outbox.model import Letter, Mailbox, Told
from chalicelib.refusal import Absent
from chalicelib.services import Services
from chalicelib.settled import until_settled

list_troubles, count_troubles = told.list_troubles, told.count_troubles

# --- what the mail service tells ---


@until_settled
def hear(services: Services, what: Told, now: datetime) -> bool:
    """Note what was told of a letter, and what follows for the account whose address it went to."""
    change = Change(services.ids.new())
    heard = told.hear(services, change, what)
    if heard is None:
        return False
    if heard.mailbox:
        _mark(services, change, heard.mailbox, TIME, now)
    services.table.commit(change)
    return True


def _mark(services: Services, change: Change, mailbox: Mailbox, by: str, now: datetime) -> None:
    """Let the account say whether mail reaches it, if the address still is its own."""
    account = find.by_id(services, mailbox.account) if mailbox.account else None
    if account is None or canonical_email(account.email) != canonical_email(mailbox.to):
        return
    since = mailbox.at if mailbox.is_shut else None
    put_account(change, account.but(unreachable_since=since))
    write_activity(change, account.id, "mail-fails" if since else "mail-arrives", now, by)


# --- what the person does ---


def list_letters(services: Services, person: Person) -> list[Letter]:
    """Return what was written to the person, the latest first."""
    return told.list_letters(services, person.account.id)


def send_test(services: Services, person: Person, now: datetime) -> None:
    """Owe a mail that goes out although nothing else does: once it is delivered, everything is sent again."""
    spend(services, budgets.mails_again(services, person.account.id, now), now)
    change = Change(services.ids.new())
    owe(services, change, "address-test", person.account, now, probe=True)
    services.table.commit(change)


def send_again(services: Services, person: Person, letter: str, now: datetime) -> None:
    """Owe a letter once more, to the address as it is now; raise Absent for one that can't be sent again."""
    found = told.find_letter(services, person.account.id, letter)
    if found is None:
        raise Absent
    spend(services, budgets.mails_again(services, person.account.id, now), now)
    change = Change(services.ids.new())
    owe(services, change, found.template, person.account, now, data=found.data)
    services.table.commit(change)


# --- what staff do ---


@until_settled
def acknowledge(services: Services, mailbox: str, by: str, _now: datetime) -> None:
    """Note that staff know of a trouble; raise Absent where there is none. To a mailbox that is shut nothing goes."""
    change = Change(services.ids.new())
    told.settle(services, change, _trouble(services, mailbox), by)
    services.table.commit(change)


@until_settled
def reopen(services: Services, mailbox: str, by: str, now: datetime) -> None:
    """Let mail go to an address again, on the word of staff; raise Absent where there is no trouble with it."""
    change, found = Change(services.ids.new()), _trouble(services, mailbox)
    told.reopen(services, change, found, now)
    _mark(services, change, found.but(trouble=None), by, now)
    services.table.commit(change)


def _trouble(services: Services, mailbox: str) -> Mailbox:
    found = told.find_trouble(services, mailbox)
    if found is None:
        raise Absent
    return found
