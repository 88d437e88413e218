"""Owing letters, and sending them: from the stream as soon as they are written, by the sweep where that was missed."""

import random
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from pydantic import ValidationError

from chalicelib.cloud.logs import log
from chalicelib.cloud.mail import MailRefused
from chalicelib.cloud.table import Change, Compare, Conflict, Key
from chalicelib.outbox.compose import compose
from chalicelib.outbox.items import PREFIX, letter_id, letter_item, letter_key, letter_of
from chalicelib.outbox.model import DUE, Letter
from chalicelib.outbox.rules import failed, leased, may_try, postponed, sent
from chalicelib.portal.text import Language
from chalicelib.services import Services


def owe_letter(
    services: Services, change: Change, template: str, to: str, language: Language | None, now: datetime, **more: Any
) -> str:
    """Add a letter to the change and return its id; `more` may hold other fields of it, such as `data`."""
    policy = services.portal.policies.mail
    due = now + policy.first_retry  # if the stream has not delivered it by then, the sweep does
    letter = Letter(
        id=services.ids.new(), template=template, to=to, language=language, created_at=now, next_at=due, **more
    )
    change.put(letter_item(letter, policy))
    return letter.id


def read_letters(services: Services, letters: Iterable[str]) -> dict[str, Letter | None]:
    """Return these letters as they stand, by id; None for one of which nothing is known. No read where there are none.

    Only those that are `awaited` are sure to be there once they are finished.
    """
    ids = list(letters)
    found = services.table.get_many([letter_key(each) for each in ids]) if ids else []
    return {each: letter_of(item) if item else None for each, item in zip(ids, found, strict=True)}


def let_go(change: Change, letters: Iterable[str]) -> None:
    """Delete letters that nothing depends on any more; one that still waits is not sent then."""
    for each in letters:
        change.delete(letter_key(each))


def deliver(services: Services, letter_name: str, now: datetime) -> None:
    """Send one letter if it is its turn. Two workers at once: one sends. A lost answer: it is sent again, once."""
    item = services.table.get(letter_key(letter_name))
    if item is None or not may_try(letter_of(item), now):
        return
    found = letter_of(item)
    mine = leased(found, services.portal.policies.mail, now)
    try:
        _write(services, mine, found)
        _write(services, _tried(services, mine, now), mine)
    except Conflict:
        log.info("another worker has the letter", letter=letter_name)


def deliver_row(services: Services, key: Key, now: datetime) -> None:
    """Deliver the letter of a row that the stream brought; other rows are none of ours."""
    if key.pk.startswith(PREFIX):
        deliver(services, letter_id(key), now)


def sweep(services: Services, now: datetime) -> int:
    """Deliver what the stream missed and what is to be tried again; return how many were looked at."""
    letters = [letter_id(key) for key in services.table.due(DUE, now)]
    for letter in letters:
        try:
            deliver(services, letter, now)
        except ValidationError:  # a row that can't be read must not hold up the others (SECURITY REL27)
            log.exception("not a letter", letter=letter)
    return len(letters)


def _tried(services: Services, letter: Letter, now: datetime) -> Letter:
    policy = services.portal.policies.mail
    try:
        return sent(letter, services.mailer.send(compose(services, letter)), now)
    except MailRefused as refusal:
        log.error("mail refused", letter=letter.id, reason=str(refusal))
        return failed(letter, now)
    except Exception:  # noqa: BLE001 -- a letter that can't be written must not hold up the others (SECURITY REL27)
        log.exception("mail not now", letter=letter.id, attempts=letter.attempts)
        return postponed(letter, policy, random.random(), now)  # noqa: S311 -- jitter, not a secret


def _write(services: Services, letter: Letter, seen: Letter) -> None:
    change = Change(services.ids.new())
    change.put(letter_item(letter, services.portal.policies.mail), Compare("attempts", "=", seen.attempts))
    services.table.commit(change)
