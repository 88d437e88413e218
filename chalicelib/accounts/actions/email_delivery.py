"""Marks people whom mail does not reach, and sends test emails and earlier ones (REQUIREMENTS X4; SECURITY REL13)."""

from datetime import datetime

from chalicelib.accounts.actions import find, throttling
from chalicelib.accounts.actions.emails import enqueue_address_test, enqueue_again
from chalicelib.accounts.actions.sessions import Person
from chalicelib.accounts.storage import put_account, put_member, still_reached
from chalicelib.activities.model import SYSTEM, write_activity
from chalicelib.canonical import same_address
from chalicelib.cloud.metrics import Metric
from chalicelib.errors import NotFound
from chalicelib.limits.actions import spend
from chalicelib.outbox import delivery_events, history
from chalicelib.outbox.model import DeliveryEvent, EmailState, Mailbox, OutboxEmail
from chalicelib.services import Services
from chalicelib.unit_of_work import UnitOfWork, retry_on_conflict

list_troubles, count_troubles = delivery_events.list_troubles, delivery_events.count_troubles

# --- delivery events of the mail service ---


@retry_on_conflict
def apply_delivery_event(services: Services, event: DeliveryEvent, now: datetime) -> bool:
    """Apply an event to its email and to the account whose address it went to; return whether it changed anything."""
    work = UnitOfWork(services, now, SYSTEM)
    applied = delivery_events.apply_delivery_event(work, event)
    if applied is None:
        return False
    if applied.mailbox:
        _mark(work, applied.mailbox)
    if applied.email.state is EmailState.BOUNCED:
        work.count(Metric.EMAILS_BOUNCED)
    work.commit()
    return True


def _mark(work: UnitOfWork, mailbox: Mailbox) -> None:
    """Let those whose address it is say whether mail reaches them: an account, and one of those who share one."""
    since, whose = mailbox.at if mailbox.is_shut else None, set[str]()
    account = find.by_identifier(work.services, "email", mailbox.to, work.now)
    if account and same_address(account.email, mailbox.to):
        put_account(work, account.replace(unreachable_since=since))
        whose.add(account.id)
    if mailbox.account and mailbox.member:
        one = find.member(work.services, mailbox.account, mailbox.member)
        if one and same_address(one.email, mailbox.to):
            put_member(work, mailbox.account, one.replace(unreachable_since=since), still_reached(one))
            whose.add(mailbox.account)
    for each in whose:
        write_activity(work, each, "mail-fails" if since else "mail-arrives")


# --- what the person does ---


def list_emails(services: Services, person: Person) -> list[OutboxEmail]:
    """Return the emails to the person, the latest first."""
    return history.list_emails(services, _recipients(person))


def _recipients(person: Person) -> set[str]:
    """Return the recipient ids of the person: one of those who share an account may have the account's own address."""
    return {person.id, person.account.id} if same_address(person.email, person.account.email) else {person.id}


def send_test(services: Services, person: Person, now: datetime) -> None:
    """Enqueue an email that goes to a shut mailbox too: once it is delivered, everything is sent again."""
    spend(services, throttling.mails_again(services, person.account.id, now), now)
    work = UnitOfWork(services, now)
    enqueue_address_test(work, person.account, person.member)
    work.commit()


def send_again(services: Services, person: Person, email_id: str, now: datetime) -> None:
    """Enqueue an email once more, to the address as it is now; raise NotFound for one that can't be sent again."""
    found = history.find_email(services, _recipients(person), email_id)
    if found is None:
        raise NotFound
    spend(services, throttling.mails_again(services, person.account.id, now), now)
    work = UnitOfWork(services, now)
    enqueue_again(work, found, person.account, person.member)
    work.commit()


# --- what staff do ---


@retry_on_conflict
def settle(services: Services, mailbox: str, by: str, now: datetime, *, reopens: bool) -> None:
    """Note that staff know of a trouble, or let mail go there again on their word; raise NotFound without one."""
    work, found = UnitOfWork(services, now, by), delivery_events.find_trouble(services, mailbox)
    if found is None:
        raise NotFound
    if reopens:
        delivery_events.reopen_mailbox(work, found)
        _mark(work, found.replace(trouble=None))
    else:
        delivery_events.acknowledge_trouble(work, found)
    work.commit()
