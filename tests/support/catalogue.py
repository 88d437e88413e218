"""The French catalogue, as the tests read it."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from babel.messages.catalog import Message
from babel.messages.pofile import read_po

from chalicelib.i18n.languages import LOCALE


@cache
def sentences() -> tuple[Message, ...]:
    """Return every sentence: English as its id, French as its string."""
    with (LOCALE / "fr.po").open("rb") as file:
        return tuple(message for message in read_po(file, locale="fr") if message.id)


def forms(text: Any) -> Sequence[str]:
    """Return a sentence's forms: one, or one for each number of things."""
    return [text] if isinstance(text, str) else list(text)
