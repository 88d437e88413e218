"""How an answer that is several options is checked."""

from typing import Any

import pytest

from chalicelib.forms.kinds.choices import ChoicesQuestion
from chalicelib.forms.typed import chosen_keys
from tests.support.answers import RED_OR_GREEN, is_refused, value


@pytest.mark.parametrize("raw", [["green", "red"], ["red", "green", "red"], {"green": True, "red": "yes"}])
def test_several_choices_are_in_the_order_in_which_they_were_offered(raw: Any) -> None:
    assert value(ChoicesQuestion, raw, options=RED_OR_GREEN) == ("red", "green")


@pytest.mark.parametrize("raw", [["blue"], ["red", "blue"], {"blue": True}, {"red": False}, {"red": "no"}, [], [""], 5])
def test_choices_are_at_least_one_and_all_of_those_offered(raw: Any) -> None:
    assert is_refused(ChoicesQuestion, raw, options=RED_OR_GREEN)


def test_what_is_not_ticked_is_not_chosen() -> None:
    assert chosen_keys({"red": "yes", "green": False, "other": "no", "last": True}) == {"red", "last"}
