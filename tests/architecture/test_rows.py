"""docs/ says of each row what the tests and the portals' files say."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from pydantic import ValidationError

from chalicelib.portal.loader import keys, load
from chalicelib.portal.policies import PasswordPolicy, Policies
from infra.docs.marks import Shown, collect
from infra.docs.pages import documents
from infra.docs.rows import SOURCE, Row, read_rows, section_of

ROWS = read_rows()


def _is_composed(password: PasswordPolicy) -> bool:
    """Tell whether it asks for kinds of characters, or takes short passwords."""
    kinds = (password.min_digits, password.min_symbols, password.min_lower, password.min_upper)
    return any(kinds) or password.min_length < 15


WEAKER: dict[str, Callable[[Policies], Any]] = {
    "composition": lambda policies: _is_composed(policies.password),
    "max_age": lambda policies: policies.password.max_age,
    "duplicate_address": lambda policies: policies.sign_up.duplicate_address == "tell",
    "shared_codes": lambda policies: policies.access_codes and policies.access_codes.use == "shared",
    "second_fact": lambda policies: policies.tracing and not policies.tracing.second_fact,
}


@pytest.fixture(scope="session")
def shown() -> Shown:
    return collect()


@pytest.mark.parametrize("name", ["requirements.md", "security.md"])
def test_a_document_says_what_rows_and_tests_say(shown: Shown, name: str) -> None:
    assert documents(ROWS, shown)[name] == SOURCE.with_name(name).read_text(), "run: make docs"


@pytest.mark.parametrize("state", ["done", "partly"])
def test_every_row_that_is_called_done_or_partly_done_has_a_test(shown: Shown, state: str) -> None:
    assert [name for name, row in ROWS.rows.items() if row.state == state and name not in shown] == []


def test_no_test_is_marked_with_a_row_that_there_is_not(shown: Shown) -> None:
    assert {row: files for row, files in shown.items() if row not in ROWS.rows} == {}


@pytest.mark.parametrize("section", sorted(ROWS.sections))
def test_the_rows_of_a_section_are_numbered_without_a_gap(section: str) -> None:
    numbers = [int(re.sub(r"\D", "", name)) for name in ROWS.of(section)]
    assert numbers == list(range(1, len(numbers) + 1))


def test_every_row_belongs_to_a_section() -> None:
    assert {section_of(name) for name in ROWS.rows} == ROWS.sections.keys()


def test_every_portal_that_a_row_names_is_there() -> None:
    assert {portal for row in ROWS.rows.values() for portal in row.portals} <= set(keys())


@pytest.mark.parametrize(("state", "note"), [("done", "nearly"), ("partly", ""), ("not needed", "")])
def test_a_state_is_explained_where_it_has_to_be(state: str, note: str) -> None:
    with pytest.raises(ValidationError):
        Row.model_validate({"text": "it works", "state": state, "note": note})


@pytest.mark.parametrize("policy", WEAKER)
def test_a_portal_is_weaker_than_the_bar_only_where_it_is_explained(policy: str) -> None:
    explained = {portal for each in ROWS.deviations if each.policy == policy for portal in each.portals}
    assert {key for key in keys() if WEAKER[policy](load(key).policies)} == explained
