"""Units of capacity, by DynamoDB's published rules."""

from typing import Any

import pytest

from infra.bench.capacity import index_units, item_size, read_units, write_units

DUE = {"due_kind": {"S": "email"}, "due_at": {"S": "2026-01-01"}}
LATER = {**DUE, "due_at": {"S": "2026-01-02"}}


def _of(size: int) -> dict[str, Any]:
    """Return an item of so many bytes."""
    return {"pk": {"S": "x" * (size - 2)}}


@pytest.mark.parametrize(
    ("attribute", "size"),
    [
        ({"S": "été"}, 5),
        ({"N": "-1200"}, 2),
        ({"N": "12345"}, 4),
        ({"BOOL": True}, 1),
        ({"NULL": True}, 1),
        ({"L": [{"S": "ab"}, {"S": "c"}]}, 8),
        ({"M": {"ab": {"S": "c"}}}, 7),
    ],
)
def test_an_attribute_has_the_bytes_of_its_name_and_of_its_value(attribute: dict[str, Any], size: int) -> None:
    assert item_size({"name": attribute}) == 4 + size


@pytest.mark.parametrize(("size", "units"), [(0, 1), (4096, 1), (4097, 2)])
def test_a_read_costs_a_unit_for_every_four_kilobytes_begun(size: int, units: int) -> None:
    assert read_units([size]) == units


@pytest.mark.parametrize(("size", "units"), [(3, 1), (1024, 1), (1025, 2)])
def test_a_write_costs_a_unit_for_every_kilobyte_begun(size: int, units: int) -> None:
    assert write_units(None, _of(size)) == units


def test_a_write_costs_what_the_larger_of_the_two_items_does() -> None:
    assert write_units(_of(3000), _of(10)) == write_units(_of(10), _of(3000)) == write_units(_of(3000), None) == 3


@pytest.mark.parametrize(
    ("before", "after", "units"),
    [(None, _of(9), 0), (None, DUE, 1), (DUE, None, 1), (DUE, LATER, 2), (DUE, {**DUE, "sends": {"N": "2"}}, 0)],
)
def test_an_index_costs_a_unit_to_enter_and_one_to_leave(before: Any, after: Any, units: int) -> None:
    assert index_units(before, after) == units
