"""How an answer that is several lines of text is checked."""

import pytest

from chalicelib.forms.kinds.long_text import LongTextQuestion
from tests.support.answers import is_refused, value

RIGHT_TO_LEFT = "\u202e"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\v", "\x85", "\u2028", "\u2029"])
def test_lines_end_in_one_way_wherever_they_were_written(end: str) -> None:
    assert value(LongTextQuestion, f"un{end}\tdeux") == "un\n\tdeux"


@pytest.mark.parametrize("raw", ["a\x00b", "a\x07b", RIGHT_TO_LEFT])
def test_a_long_text_holds_no_other_control_characters(raw: str) -> None:
    assert is_refused(LongTextQuestion, raw)
