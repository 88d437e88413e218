"""Applies delivery events of the mail service, and keeps the mailboxes that fail (REQUIREMENTS X4; SECURITY REL13)."""

from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from chalicelib.outbox import rules
from chalicelib.outbox.model import DeliveryEvent, Mailbox, OutboxEmail
from chalicelib.outbox.storage import (
    TROUBLE,
    mailbox_id,
    mailbox_key,
    outbox_item,
    outbox_key,
    parse_email,
    parse_mailbox,
    put_mailbox,
    unchanged_email,
)
from chalicelib.services import Services
from chalicelib.unit_of_work import UnitOfWork


class AppliedEvent(NamedTuple):
    """An email that an event changed; `mailbox` is set where the event changes what is known of the address too."""

    email: OutboxEmail
    mailbox: Mailbox | None


def apply_delivery_event(work: UnitOfWork, event: DeliveryEvent) -> AppliedEvent | None:
    """Write, in the change, what the event changes; None where it changes nothing or the email is unknown.

    It may come before the sender has noted that the email was accepted, and then proves that it was.
    """
    item = work.services.table.get(outbox_key(event.email_id))
    if item is None:
        return None
    email = parse_email(item)
    after = rules.apply_event(email, event)
    if after is email:
        return None
    work.put(outbox_item(after, work.services.portal.policies.mail), unchanged_email(email))
    return AppliedEvent(after, _update_mailbox(work, email, after))


def _update_mailbox(work: UnitOfWork, before: OutboxEmail, after: OutboxEmail) -> Mailbox | None:
    mailbox = mailbox_id(work.services.keyring, after.to)
    seen = parse_mailbox(work.services.table.get(mailbox_key(mailbox)))
    known = rules.mailbox_after(seen, before, after, mailbox)
    if known:
        put_mailbox(work, known, seen, work.services.portal.policies.mail)
    return known


# --- mailboxes that staff have to know of ---


MOST = 100  # that a page shows, or counts


def list_troubles(services: Services) -> Iterator[Mailbox]:
    """Yield the oldest troubles, at most MOST. Others come as these are settled."""
    keys = list(islice(services.table.queue(TROUBLE, page=MOST), MOST))
    for item in services.table.get_many(keys):
        mailbox = parse_mailbox(item)
        if mailbox and mailbox.trouble and not mailbox.known_by:
            yield mailbox


def count_troubles(services: Services) -> int:
    """Return about how many there are, MOST at most: the index may lag."""
    return sum(1 for _ in islice(services.table.queue(TROUBLE, page=MOST), MOST))


def find_trouble(services: Services, mailbox: str) -> Mailbox | None:
    found = parse_mailbox(services.table.get(mailbox_key(mailbox)))
    return found if found and found.trouble else None


def acknowledge_trouble(work: UnitOfWork, mailbox: Mailbox) -> None:
    """Note that staff know of the trouble; the mailbox stays shut."""
    put_mailbox(work, mailbox.replace(known_by=work.by), mailbox, work.services.portal.policies.mail)


def reopen_mailbox(work: UnitOfWork, mailbox: Mailbox) -> None:
    """Let mail go there again."""
    put_mailbox(work, mailbox.replace(trouble=None, at=work.now), mailbox, work.services.portal.policies.mail)


def forget_mailbox(work: UnitOfWork, to: str) -> None:
    """Delete what is known of an address, with the account that had it."""
    work.delete(mailbox_key(mailbox_id(work.services.keyring, to)))
