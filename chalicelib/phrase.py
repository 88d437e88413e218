"""Sentences that are decided in one place and said in another, in the person's language."""

from collections.abc import Mapping
from typing import Any, NamedTuple


class Money(NamedTuple):
    """An amount, which each language writes in its own way."""

    cents: int


class Phrase(NamedTuple):
    """`text` is the English sentence, which is also the catalogue's key; `data` fills its {places}.

    Spans, instants and amounts in `data` are written out in the language and the portal's time zone; a Text says its
    own.
    """

    text: str
    data: Mapping[str, Any]
    plural: str | None = None  # the sentence for a {count} that is not one

    def of(self, data: Mapping[str, Any]) -> "Phrase":
        """Return the sentence with this in its places."""
        return Phrase(self.text, data, self.plural)


def phrase(text: str, **data: Any) -> Phrase:
    return Phrase(text, data)


def counted(one: str, many: str, count: int) -> Phrase:
    return Phrase(one, {"count": count}, many)
