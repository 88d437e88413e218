"""Enqueues emails in the change that causes them; reads and deletes them later."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from chalicelib.cloud.table import Change
from chalicelib.i18n.languages import write
from chalicelib.outbox.model import EmailState, OutboxEmail
from chalicelib.outbox.storage import outbox_item, outbox_key, parse_email, unchanged_email
from chalicelib.portal.text import LANGUAGES, Language
from chalicelib.proof import Proof
from chalicelib.services import Services
from chalicelib.unit_of_work import UnitOfWork

Data = Mapping[str, str | int]


class NewEmail(NamedTuple):
    """An email to be enqueued: the fields of OutboxEmail that an `emails.py` module decides."""

    template: str
    to: str
    language: Language | None
    data: Data
    account: str | None = None
    member: str | None = None
    proof: Proof | None = None
    one_click: str | None = None
    pinned: bool = False
    is_test: bool = False


class Ending(NamedTuple):
    """An end that a notice announces, and the proof of the link that prevents it."""

    at: datetime
    proof: Proof


def in_each_language(services: Services, **values: Any) -> dict[str, str]:
    """Return the values as people read them: each under its name and the language."""
    zone = services.portal.zone
    return {f"{name}_{each}": write(value, each, zone) for name, value in values.items() for each in LANGUAGES}


def enqueue_email(work: UnitOfWork, new: NewEmail) -> str:
    """Add an email to the change and return its id. Only the `emails.py` modules call this."""
    policy = work.services.portal.policies.mail
    due = work.now + policy.first_retry  # if the stream has not delivered it by then, the sweep does
    ends_at = new.proof.ends_at if new.proof else None
    email = OutboxEmail(id=work.services.ids.new(), created_at=work.now, next_at=due, ends_at=ends_at, **new._asdict())
    work.put(outbox_item(email, policy))
    return email.id


def read_emails(services: Services, emails: Iterable[str]) -> dict[str, OutboxEmail | None]:
    """Return these emails by id; None for one that is not there. No read where there are none.

    Only `pinned` emails are sure to be there once they are finished.
    """
    ids = list(emails)
    found = services.table.get_many([outbox_key(each) for each in ids])
    return {each: parse_email(item) if item else None for each, item in zip(ids, found, strict=True)}


def delete_emails(change: Change, emails: Iterable[str]) -> None:
    """Delete emails that nothing depends on any more; one that still waits is not sent then."""
    for each in emails:
        change.delete(outbox_key(each))


def unpin(work: UnitOfWork, email: OutboxEmail) -> None:
    """Let the TTL collect an email that nothing depends on any more; delete one that still waits to be sent."""
    if email.state is EmailState.WAITING:
        work.delete(outbox_key(email.id), unchanged_email(email))
    else:
        work.put(outbox_item(email.replace(pinned=False), work.services.portal.policies.mail), unchanged_email(email))
