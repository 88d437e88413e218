"""Values in DynamoDB's form, and expressions in which names and values only stand as placeholders."""

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.cloud.attributes import Expressions, pack, pack_item, unpack_item
from chalicelib.cloud.table import AllOf, AnyOf, Compare, Condition, NotExists

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**37), 10**37) | st.text(),
    lambda children: st.lists(children) | st.dictionaries(st.text(), children),
    max_leaves=6,
)
CONDITIONS: st.SearchStrategy[Condition] = st.recursive(
    st.builds(NotExists, st.text(min_size=1))
    | st.builds(Compare, st.text(min_size=1), st.sampled_from(["=", "<", ">"]), VALUES),
    lambda conditions: (
        st.lists(conditions, min_size=1, max_size=3)
        .map(tuple)
        .flatmap(lambda members: st.sampled_from([AnyOf(members), AllOf(members)]))
    ),
    max_leaves=5,
)


@given(st.dictionaries(st.text(), VALUES))
def test_an_item_is_unpacked_as_it_was_packed(item: dict[str, Any]) -> None:
    assert unpack_item(pack_item(item)) == item


@pytest.mark.parametrize(("value", "kind"), [(True, "BOOL"), (1, "N"), ("1", "S"), (None, "NULL"), ((1,), "L")])
def test_a_boolean_is_no_number_and_a_number_no_text(value: Any, kind: str) -> None:
    assert list(pack(value)) == [kind]


@pytest.mark.parametrize("value", [1.5, b"bytes", {1, 2}, [0.1], {"deep": object()}])
def test_what_the_table_must_not_hold_is_refused(value: Any) -> None:
    with pytest.raises(TypeError, match="the table does not hold"):
        pack(value)


@pytest.mark.req("SEC63")
@given(CONDITIONS)
def test_a_condition_holds_nothing_but_placeholders_and_words_of_the_language(condition: Condition) -> None:
    words = Expressions()
    text = words.condition(condition)
    assert re.fullmatch(r"(#n\d+|:v\d+|attribute_not_exists|AND|OR|[ ()<>=])+", text)


@pytest.mark.req("SEC63")
@given(CONDITIONS)
def test_every_placeholder_is_told_and_every_one_that_is_told_is_used(condition: Condition) -> None:
    words = Expressions()
    used = set(re.findall(r"[#:]\w+", words.condition(condition)))
    told = {placeholder for members in words.placeholders().values() for placeholder in members}
    assert used == told


def test_a_request_without_values_names_none() -> None:
    words = Expressions()
    words.condition(NotExists("pk"))
    assert words.placeholders() == {"ExpressionAttributeNames": {"#n0": "pk"}}


@pytest.mark.parametrize(
    ("values", "add", "expression"),
    [
        ({"a": 1, "b": 2}, {"c": 3}, "SET #n0 = :v0, #n1 = :v1 ADD #n2 :v2"),
        ({"a": 1}, {}, "SET #n0 = :v0"),
        ({}, {"c": 3, "d": 4}, "ADD #n0 :v0, #n1 :v1"),
    ],
)
def test_an_update_sets_then_adds(values: dict[str, Any], add: dict[str, int], expression: str) -> None:
    assert Expressions().update(values, add) == expression
