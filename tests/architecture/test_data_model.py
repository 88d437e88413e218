"""docs/data-model.md lists the rows as they are declared, and they are declared as they are written."""

import sys
from collections import defaultdict
from collections.abc import Callable
from functools import cache
from inspect import signature
from types import FrameType
from typing import Any

import pytest

from chalicelib.cloud.table import Change, Item, Key, key_of
from infra.docs.data_model import NAME, Declared, data_model, declared
from infra.docs.portal_keys import NAME as PORTAL_KEYS
from infra.docs.portal_keys import portal_keys
from infra.project import ROOT
from tests.support.memory import MemoryTable
from tests.support.row_kinds import check, faults, kinds_of, writers_on_the_stack
from tests.support.row_scenarios import SCENARIOS

KINDS = [pytest.param(each, id=f"{each.kind.pk} {each.kind.sk}") for each in declared()]
WRITES = {Change.put.__code__, Change.update.__code__, MemoryTable.update.__code__}


class Written:
    """What was written: for each kind the declared writers that were seen, and the puts without one."""

    def __init__(self) -> None:
        self.by: dict[Declared, set[str]] = defaultdict(set)
        self.by_others: set[str] = set()

    def observe(self, frame: FrameType, event: str, _: object) -> None:
        """Note each call that writes a row; Python's profiler calls this for every call of a function."""
        if event == "call" and frame.f_code in WRITES:
            item = frame.f_locals.get("item")
            self._note(key_of(item) if item else frame.f_locals["key"], frame)

    def _note(self, key: Key, frame: FrameType) -> None:
        (found,) = kinds_of(key)
        writers = {writer.__name__ for writer in writers_on_the_stack(found.kind, frame)}
        self.by[found] |= writers
        is_put = frame.f_code is Change.put.__code__
        if is_put and not writers and not any(map(_only_makes_the_item, found.kind.written_by)):
            self.by_others.add(key.sk)


@cache
def written() -> Written:
    """Run all scenarios."""
    seen = Written()
    sys.setprofile(seen.observe)
    try:
        for scenario in SCENARIOS:
            scenario()
    finally:
        sys.setprofile(None)
    return seen


def _only_makes_the_item(writer: Callable[..., Any]) -> bool:
    """Tell whether the function returns the item, which its caller writes."""
    return bool(signature(writer).return_annotation is Item)


def test_the_document_says_what_the_modules_declare() -> None:
    assert data_model() == (ROOT / "docs" / NAME).read_text(), "run: make docs"


def test_the_reference_of_a_portals_keys_says_what_the_models_allow() -> None:
    assert portal_keys() == (ROOT / "docs" / PORTAL_KEYS).read_text(), "run: make docs"


@pytest.mark.parametrize(
    "row",
    [
        "| `policies.lockout.duration` | span | `PT45M` |  |",
        "| `policies.activation.code_digits` | number from 6 to 10 | `6` |  |",
        "| `policies.billing.on` | true or false | `true` | whether anything costs something here |",
        "| `fees[].prices[].cents` | number from 0 | required |  |",
        "| `policies.activation.code_tries` | number from 1 | `5` | for one code |",
    ],
)
def test_it_says_what_a_key_holds_and_what_holds_without_it(row: str) -> None:
    assert row in portal_keys().splitlines()


def test_no_kind_of_row_is_declared_twice() -> None:
    keys = [(each.kind.pk, each.kind.sk) for each in declared()]
    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize("each", KINDS)
def test_every_declared_writer_writes_its_kind_of_row(each: Declared) -> None:
    assert each in written().by
    demanded = {writer.__name__ for writer in each.kind.written_by if not _only_makes_the_item(writer)}
    assert demanded - written().by[each] == set()


def test_no_row_is_put_by_a_function_that_is_not_declared() -> None:
    assert written().by_others == set()


@pytest.mark.parametrize(
    ("item", "message"),
    [
        ({"pk": "ACCOUNT#1", "sk": "ACCOUNT#2"}, "is of 0 kinds"),
        ({"pk": "ACCOUNT#1", "sk": "ACCOUNT", "ttl": 1}, "is not as ROWS"),
        ({"pk": "ACCOUNT#1", "sk": "ACCOUNT", "queue": "mail"}, "is not as ROWS"),
        ({"pk": "ACCOUNT#1", "sk": "ACCOUNT", "due_kind": "billing"}, "is not as ROWS"),
    ],
)
def test_a_row_that_is_not_as_declared_is_noticed(item: Item, message: str) -> None:
    with pytest.raises(AssertionError, match=message):
        check(item)


def test_a_row_may_have_the_attributes_that_are_declared() -> None:
    (kind,) = (each.kind for each in declared() if each.kind.sk == "ACCOUNT")
    assert faults(kind, {"pk": "ACCOUNT#1", "sk": "ACCOUNT", "due_kind": "unactivated"}) == []
