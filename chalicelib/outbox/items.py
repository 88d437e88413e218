"""How letters lie in the table: one row each, in the due index while it waits, with a TTL once it is finished.

One on which something depends has no TTL (SECURITY REL20): whoever awaits it deletes it.
"""

from typing import Any

from chalicelib.cloud.clock import stamp
from chalicelib.cloud.table import Item, Key
from chalicelib.outbox.model import DUE, Letter, LetterState
from chalicelib.portal.policies import MailPolicy

PREFIX = "OUTBOX#"


def letter_key(letter: str) -> Key:
    return Key(PREFIX + letter, "OUTBOX")


def letter_item(letter: Letter, policy: MailPolicy) -> Item:
    item: Item = {**letter_key(letter.id)._asdict(), **letter.model_dump(mode="json", exclude_none=True)}
    if letter.state is LetterState.WAITING:
        return item | {"due_kind": DUE, "due_at": stamp(letter.next_at)}
    if letter.awaited:
        return item
    finished = letter.finished_at or letter.created_at
    return item | {"ttl": int((finished + policy.kept).timestamp())}


def letter_of(item: Item) -> Letter:
    fields: dict[str, Any] = {name: item[name] for name in Letter.model_fields if name in item}
    return Letter.model_validate(fields)


def letter_id(key: Key) -> str:
    return key.pk.removeprefix(PREFIX)
