"""The declared kinds of rows, and a check that what is written is one of them."""

import inspect
import re
from collections.abc import Callable, Iterator
from functools import cache
from types import CodeType, FrameType
from typing import Any

from chalicelib.cloud.table import Item, Key, RowKind, key_of
from chalicelib.due import quarantine
from infra.docs.data_model import Declared, declared


@cache
def pattern(key: str) -> re.Pattern[str]:
    """Return the expression of a declared key: `<name>` has no "#", `<name...>` may."""
    parts = re.split(r"(<[a-z]+(?:\.{3})?>)", key)
    return re.compile("".join(_expression(part) for part in parts))


def _expression(part: str) -> str:
    if not part.startswith("<"):
        return re.escape(part)
    return ".+" if part.endswith("...>") else "[^#]+"


@cache
def kinds_of(key: Key) -> tuple[Declared, ...]:
    """Return the declared kinds that the key may be of: one, if the declarations are right."""
    return tuple(each for each in declared() if _matches(each.kind.pk, key.pk) and _matches(each.kind.sk, key.sk))


def check(item: Item) -> None:
    """Raise AssertionError where a row is not as declared."""
    found = kinds_of(key_of(item))
    assert len(found) == 1, f"{key_of(item)} is of {len(found)} kinds of rows: see ROWS in the storage modules"
    assert faults(found[0].kind, item) == [], f"{key_of(item)} is not as ROWS of {found[0].module} says"


def faults(kind: RowKind, item: Item) -> list[str]:
    """Return the attributes of an index or of TTL that the declaration does not allow."""
    allowed = {
        "due_kind": any(_matches(due, item.get("due_kind", "").removesuffix(quarantine(""))) for due in kind.due),
        "queue": _matches(kind.queue, item.get("queue", "")),
        "ttl": bool(kind.ttl),
    }
    return [name for name, is_allowed in allowed.items() if name in item and not is_allowed]


def writers_on_the_stack(kind: RowKind, frame: FrameType) -> list[Callable[..., Any]]:
    """Return which of the declared writers the frame was called by."""
    running = set(_running(frame))
    return [writer for writer in kind.written_by if _code(writer) in running]


def _matches(declared_as: str, text: str) -> bool:
    return pattern(declared_as).fullmatch(text) is not None


def _running(frame: FrameType | None) -> Iterator[CodeType]:
    while frame:
        yield frame.f_code
        frame = frame.f_back


def _code(writer: Callable[..., Any]) -> CodeType:
    found: CodeType = inspect.unwrap(writer).__code__
    return found
