"""How an answer that is one of several options is checked."""

from typing import Any

import pytest

from chalicelib.forms.kinds.choice import ChoiceQuestion
from tests.support.answers import RED_OR_GREEN, is_refused, value


@pytest.mark.parametrize("raw", ["blue", "", "Red", "red ", True, 1, ["red"], {"red": "yes"}])
def test_a_choice_is_one_of_the_answers_offered(raw: Any) -> None:
    assert value(ChoiceQuestion, "red", options=RED_OR_GREEN) == "red"
    assert is_refused(ChoiceQuestion, raw, options=RED_OR_GREEN)
