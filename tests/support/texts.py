"""What a portal says, in both languages."""

from collections.abc import Iterator
from typing import Any

from chalicelib.portal.text import Text
from chalicelib.record import Record


def texts(place: str, value: Any) -> Iterator[tuple[str, Text]]:
    """Yield every text of a record with its place."""
    if isinstance(value, Text):
        yield place, value
    elif isinstance(value, tuple):
        for number, member in enumerate(value):
            yield from texts(f"{place}.{number}", member)
    elif isinstance(value, Record):
        for name in type(value).model_fields:
            yield from texts(f"{place}.{name}", getattr(value, name))
