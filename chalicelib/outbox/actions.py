"""Owing letters, in the change of what causes them, and what becomes of them later."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from chalicelib.cloud.table import Change
from chalicelib.outbox.model import Letter, LetterState
from chalicelib.outbox.storage import as_it_was, letter_item, letter_key, letter_of
from chalicelib.portal.text import Language
from chalicelib.services import Services


def owe_letter(
    services: Services, change: Change, template: str, to: str, language: Language | None, now: datetime, **more: Any
) -> str:
    """Add a letter to the change and return its id; `more` may hold other fields, such as `account`, `data`."""
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
    found = services.table.get_many([letter_key(each) for each in ids])
    return {each: letter_of(item) if item else None for each, item in zip(ids, found, strict=True)}


def let_go(change: Change, letters: Iterable[str]) -> None:
    """Delete letters that nothing depends on any more; one that still waits is not sent then."""
    for each in letters:
        change.delete(letter_key(each))


def release(services: Services, change: Change, letter: Letter) -> None:
    """Keep a letter like any other that nothing depends on any more; one that still waits is not sent then."""
    if letter.state is LetterState.WAITING:
        change.delete(letter_key(letter.id), as_it_was(letter))
    else:
        change.put(letter_item(letter.replace(awaited=False), services.portal.policies.mail), as_it_was(letter))
