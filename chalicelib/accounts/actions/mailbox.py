"""Whether mail reaches a person, and how that is mended (REQUIREMENTS X4; SECURITY REL13)."""

from datetime import datetime

from chalicelib.accounts.actions import budgets, find
from chalicelib.accounts.actions.letters import owe
from chalicelib.accounts.actions.sessions import Person
from chalicelib.accounts.storage import put_account, put_member, still_reached
from chalicelib.activities.model import SYSTEM, write_activity
from chalicelib.canonical import same_address
from chalicelib.cloud.table import Change
from chalicelib.conflicts import retry_on_conflict
from chalicelib.errors import NotFound
from chalicelib.limits.actions import spend
from chalicelib.outbox import told
from chalicelib.outbox.model import Letter, Mailbox, Told
from chalicelib.services import Services

list_troubles, count_troubles = told.list_troubles, told.count_troubles

# --- what the mail service tells ---


@retry_on_conflict
def hear(services: Services, what: Told, now: datetime) -> bool:
    """Note what was told of a letter, and what follows for the account whose address it went to."""
    change = Change(services.ids.new())
    heard = told.hear(services, change, what)
    if heard is None:
        return False
    if heard.mailbox:
        _mark(services, change, heard.mailbox, SYSTEM, now)
    services.table.commit(change)
    return True


def _mark(services: Services, change: Change, mailbox: Mailbox, by: str, now: datetime) -> None:
    """Let those whose address it is say whether mail reaches them: an account, and one of those who share one."""
    since, whose = mailbox.at if mailbox.is_shut else None, set[str]()
    account = find.by_identifier(services, "email", mailbox.to, now)
    if account and same_address(account.email, mailbox.to):
        put_account(change, account.replace(unreachable_since=since))
        whose.add(account.id)
    if mailbox.account and mailbox.member:
        one = find.member(services, mailbox.account, mailbox.member)
        if one and same_address(one.email, mailbox.to):
            put_member(change, mailbox.account, one.replace(unreachable_since=since), still_reached(one))
            whose.add(mailbox.account)
    for each in whose:
        write_activity(change, each, "mail-fails" if since else "mail-arrives", now, by)


# --- what the person does ---


def list_letters(services: Services, person: Person) -> list[Letter]:
    """Return what was written to the person, the latest first."""
    return told.list_letters(services, _readers(person))


def _readers(person: Person) -> set[str]:
    """Return as whom letters reach the person: who shares an account may have the account's own address."""
    return {person.id, person.account.id} if same_address(person.email, person.account.email) else {person.id}


def send_test(services: Services, person: Person, now: datetime) -> None:
    """Owe a mail that goes out although nothing else does: once it is delivered, everything is sent again."""
    spend(services, budgets.mails_again(services, person.account.id, now), now)
    change = Change(services.ids.new())
    owe(services, change, "address-test", person.account, now, to=person.member, probe=True)
    services.table.commit(change)


def send_again(services: Services, person: Person, letter: str, now: datetime) -> None:
    """Owe a letter once more, to the address as it is now; raise NotFound for one that can't be sent again."""
    found = told.find_letter(services, _readers(person), letter)
    if found is None:
        raise NotFound
    spend(services, budgets.mails_again(services, person.account.id, now), now)
    change = Change(services.ids.new())
    owe(services, change, found.template, person.account, now, to=person.member, data=found.data)
    services.table.commit(change)


# --- what staff do ---


@retry_on_conflict
def settle(services: Services, mailbox: str, by: str, now: datetime, *, reopens: bool) -> None:
    """Note that staff know of a trouble, or let mail go there again on their word; raise NotFound without one."""
    change, found = Change(services.ids.new()), told.find_trouble(services, mailbox)
    if found is None:
        raise NotFound
    if reopens:
        told.reopen(services, change, found, now)
        _mark(services, change, found.replace(trouble=None), by, now)
    else:
        told.settle(services, change, found, by)
    services.table.commit(change)
