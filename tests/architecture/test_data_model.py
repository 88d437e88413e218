"""docs/data-model.md lists the rows as they are declared, and they are declared as they are written."""

from collections import defaultdict
from collections.abc import Callable
from functools import cache
from inspect import signature
from typing import Any

import pytest

from chalicelib.cloud.table import NOT_EXISTS, Change, Condition, Item, Key, key_of
from infra.docs.data_model import NAME, Declared, data_model, declared
from infra.project import ROOT
from tests.support.memory import MemoryTable
from tests.support.row_kinds import check, faults, kinds_of, writers_on_the_stack
from tests.support.row_scenarios import SCENARIOS

KINDS = [pytest.param(each, id=f"{each.kind.pk} {each.kind.sk}") for each in declared()]


class Written:
    """What was written: for each kind the declared writers that were seen, and the puts without one."""

    def __init__(self) -> None:
        self.by: dict[Declared, set[str]] = defaultdict(set)
        self.by_others: set[str] = set()

    def note(self, key: Key) -> bool:
        """Note who writes the row; tell whether it is a declared writer."""
        (found,) = kinds_of(key)
        writers = {writer.__name__ for writer in writers_on_the_stack(found.kind)}
        self.by[found] |= writers
        return bool(writers) or any(map(_only_makes_the_item, found.kind.written_by))


@cache
def written() -> Written:
    """Run all scenarios."""
    seen, put = Written(), Change.put

    def noted_put(self: Change, item: Item, when: Condition | None = NOT_EXISTS) -> None:
        if not seen.note(key_of(item)):
            seen.by_others.add(item["sk"])
        put(self, item, when)

    def noted(update: Callable[..., Any]) -> Callable[..., Any]:
        def noted_update(self: Change | MemoryTable, key: Key, *more: Any) -> Any:
            seen.note(key)
            return update(self, key, *more)

        return noted_update

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Change, "put", noted_put)
        patch.setattr(Change, "update", noted(Change.update))
        patch.setattr(MemoryTable, "update", noted(MemoryTable.update))
        for scenario in SCENARIOS:
            scenario()
    return seen


def _only_makes_the_item(writer: Callable[..., Any]) -> bool:
    """Tell whether the function returns the item, which its caller writes."""
    return bool(signature(writer).return_annotation is Item)


def test_the_document_says_what_the_modules_declare() -> None:
    assert data_model() == (ROOT / "docs" / NAME).read_text(), "run: make docs"


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
