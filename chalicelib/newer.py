"""Rows in a state that only newer code knows: two versions of the code run at once (docs/decisions/0129).

What is one person's own says so and waits; what shows or does many persons' things leaves such a row alone.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from chalicelib.cloud.logs import log
from chalicelib.cloud.table import Item, Key
from chalicelib.errors import WrittenByNewer

T = TypeVar("T")


def readable(parse: Callable[[Item], T], items: Iterable[Item | None]) -> Iterator[T]:
    """Yield what there is of many persons' rows, but for those that only newer code can read."""
    for item in filter(None, items):
        try:
            found = parse(item)
        except WrittenByNewer:
            log.warning("left to newer code", pk=item["pk"], sk=item["sk"])
        else:
            yield found


def leave_to_newer(act: Callable[[Key], object], key: Key) -> None:
    """Act on a row that the stream brought, unless only newer code can: it is due, and newer code finds it."""
    try:
        act(key)
    except WrittenByNewer:
        log.warning("left to newer code", pk=key.pk, sk=key.sk)
