"""How an answer that is one line of text is checked."""

import pytest

from chalicelib.forms.kinds.long_text import LongTextQuestion
from chalicelib.forms.kinds.text import TextQuestion
from chalicelib.forms.question import Question
from tests.support.answers import is_refused, value

NBSP = "\u00a0"
THIN = "\u202f"
RIGHT_TO_LEFT = "\u202e"


@pytest.mark.req("F1")
@pytest.mark.parametrize(
    "text",
    [
        "Zoé",
        f"Est-ce possible{NBSP}?",
        f"« Oui{THIN}»",
        "d’Arc-en-Ciel",
        "李小龍",
        "👩\u200d💻",
        "<b>O'Neil</b> & fils",
    ],
)
def test_a_line_may_hold_whatever_people_write(text: str) -> None:
    assert value(TextQuestion, f"  {text} ") == text


@pytest.mark.req("F1", "SEC63")
@pytest.mark.parametrize("text", ["a\nb", "a\x00b", "a\x1bb", "a\x7fb", "a\x85b", "a\u2028b", f"exe{RIGHT_TO_LEFT}fdp"])
def test_a_line_holds_no_control_characters(text: str) -> None:
    assert is_refused(TextQuestion, text)


@pytest.mark.parametrize("kind", [TextQuestion, LongTextQuestion])
def test_a_text_is_as_long_as_it_may_be_without_the_spaces_around_it(kind: type[Question]) -> None:
    assert value(kind, " " + "é" * 13 + " ", max_length=13) == "é" * 13
    assert is_refused(kind, "é" * 14, max_length=13)


@pytest.mark.parametrize("raw", ["12345678", " 12345678 "])
def test_a_pattern_takes_what_is_like_it(raw: str) -> None:
    assert value(TextQuestion, raw, pattern=r"\d{8}") == "12345678"


@pytest.mark.parametrize("raw", ["123456789", "a12345678", "1234567", "12345678\n1"])
def test_a_pattern_is_one_of_the_whole_answer(raw: str) -> None:
    assert is_refused(TextQuestion, raw, pattern=r"\d{8}")
