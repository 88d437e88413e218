"""What the mail service tells of letters, and what people and staff read of them (REQUIREMENTS X4; SECURITY REL13)."""

from collections import deque
from collections.abc import Collection, Iterator
from datetime import datetime
from typing import NamedTuple

from chalicelib.cloud.table import MOST_KEYS, Change
from chalicelib.outbox import rules
from chalicelib.outbox.model import Letter, Mailbox, Told
from chalicelib.outbox.storage import (
    TROUBLE,
    as_it_was,
    letter_item,
    letter_key,
    letter_of,
    letters_of,
    mailbox_id,
    mailbox_key,
    mailbox_of,
    put_mailbox,
)
from chalicelib.services import Services


class Heard(NamedTuple):
    """A letter of which something new was told; `mailbox` where that says something new of its address too."""

    letter: Letter
    mailbox: Mailbox | None


def hear(services: Services, change: Change, told: Told) -> Heard | None:
    """Note, in the change, what was told; None where that is nothing new, or the letter is none of ours.

    It may come before the sender knew that the letter was taken, and then proves that it was.
    """
    item = services.table.get(letter_key(told.letter))
    if item is None:
        return None
    letter = letter_of(item)
    after = rules.heard(letter, told)
    if after is letter:
        return None
    change.put(letter_item(after, services.portal.policies.mail), as_it_was(letter))
    return Heard(after, _note(services, change, letter, after))


def _note(services: Services, change: Change, before: Letter, after: Letter) -> Mailbox | None:
    mailbox = mailbox_id(services.keyring, after.to)
    seen = mailbox_of(services.table.get(mailbox_key(mailbox)))
    known = rules.mailbox_after(seen, before, after, mailbox)
    if known:
        put_mailbox(change, known, seen, services.portal.policies.mail)
    return known


# --- a person's letters ---


def list_letters(services: Services, readers: Collection[str]) -> list[Letter]:
    """Return what was written to someone, who may be known as several, the latest first; of each a read's worth."""
    queues = (services.table.queue(letters_of(each)) for each in readers)
    keys = [key for queue in queues for key in deque(queue, maxlen=MOST_KEYS)]
    found = [letter_of(item) for item in services.table.get_many(keys) if item]  # the index only finds candidates
    mine = [letter for letter in found if letter.reader in readers]
    return sorted(mine, key=lambda letter: letter.created_at, reverse=True)


def find_letter(services: Services, readers: Collection[str], letter: str) -> Letter | None:
    """Return a letter that may be sent again to whose it is; None for any other."""
    item = services.table.get(letter_key(letter))
    found = letter_of(item) if item else None
    return found if found and found.reader in readers and rules.may_repeat(found) else None


may_repeat = rules.may_repeat


# --- mailboxes that staff have to know of ---


def list_troubles(services: Services) -> Iterator[Mailbox]:
    """Yield them, the oldest trouble first."""
    for item in services.table.get_many(list(services.table.queue(TROUBLE))):
        mailbox = mailbox_of(item)
        if mailbox and mailbox.trouble and not mailbox.known_by:
            yield mailbox


def count_troubles(services: Services) -> int:
    """Return about how many there are: the index may lag."""
    return sum(1 for _ in services.table.queue(TROUBLE))


def find_trouble(services: Services, mailbox: str) -> Mailbox | None:
    found = mailbox_of(services.table.get(mailbox_key(mailbox)))
    return found if found and found.trouble else None


def settle(services: Services, change: Change, mailbox: Mailbox, by: str) -> None:
    """Note that staff know of it; nothing more is sent there all the same."""
    put_mailbox(change, mailbox.replace(known_by=by), mailbox, services.portal.policies.mail)


def reopen(services: Services, change: Change, mailbox: Mailbox, now: datetime) -> None:
    """Let mail go there again."""
    put_mailbox(change, mailbox.replace(trouble=None, at=now), mailbox, services.portal.policies.mail)


def forget(services: Services, change: Change, to: str) -> None:
    """Forget what is known of an address, with the account that had it."""
    change.delete(mailbox_key(mailbox_id(services.keyring, to)))
