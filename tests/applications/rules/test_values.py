"""What an answer must be, for each kind of question; what is near the edge is on the right side of it."""

from datetime import date
from typing import Any

import pytest

from chalicelib.applications.rules.values import keys_in
from chalicelib.portal.forms import fields
from tests.support.answers import RED_OR_GREEN, is_refused, value

NBSP, THIN, RIGHT_TO_LEFT = "\u00a0", "\u202f", "\u202e"


# --- text ---


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
    assert value(fields.TextQuestion, f"  {text} ") == text


@pytest.mark.req("F1", "SEC63")
@pytest.mark.parametrize("text", ["a\nb", "a\x00b", "a\x1bb", "a\x7fb", "a\x85b", "a\u2028b", f"exe{RIGHT_TO_LEFT}fdp"])
def test_a_line_holds_no_control_characters(text: str) -> None:
    assert is_refused(fields.TextQuestion, text)


@pytest.mark.parametrize("kind", [fields.TextQuestion, fields.LongTextQuestion])
def test_a_text_is_as_long_as_it_may_be_without_the_spaces_around_it(kind: type[fields.Question]) -> None:
    assert value(kind, " " + "é" * 13 + " ", max_length=13) == "é" * 13
    assert is_refused(kind, "é" * 14, max_length=13)


@pytest.mark.parametrize("raw", ["12345678", " 12345678 "])
def test_a_pattern_takes_what_is_like_it(raw: str) -> None:
    assert value(fields.TextQuestion, raw, pattern=r"\d{8}") == "12345678"


@pytest.mark.parametrize("raw", ["123456789", "a12345678", "1234567", "12345678\n1"])
def test_a_pattern_is_one_of_the_whole_answer(raw: str) -> None:
    assert is_refused(fields.TextQuestion, raw, pattern=r"\d{8}")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\v", "\x85", "\u2028", "\u2029"])
def test_lines_end_in_one_way_wherever_they_were_written(end: str) -> None:
    assert value(fields.LongTextQuestion, f"un{end}\tdeux") == "un\n\tdeux"


@pytest.mark.parametrize("raw", ["a\x00b", "a\x07b", RIGHT_TO_LEFT])
def test_a_long_text_holds_no_other_control_characters(raw: str) -> None:
    assert is_refused(fields.LongTextQuestion, raw)


# --- choices ---


@pytest.mark.parametrize("raw", ["blue", "", "Red", "red ", True, 1, ["red"], {"red": "yes"}])
def test_a_choice_is_one_of_the_answers_offered(raw: Any) -> None:
    assert value(fields.ChoiceQuestion, "red", options=RED_OR_GREEN) == "red"
    assert is_refused(fields.ChoiceQuestion, raw, options=RED_OR_GREEN)


@pytest.mark.parametrize("raw", [["green", "red"], ["red", "green", "red"], {"green": True, "red": "yes"}])
def test_several_choices_are_in_the_order_in_which_they_were_offered(raw: Any) -> None:
    assert value(fields.ChoicesQuestion, raw, options=RED_OR_GREEN) == ("red", "green")


@pytest.mark.parametrize("raw", [["blue"], ["red", "blue"], {"blue": True}, {"red": False}, {"red": "no"}, [], [""], 5])
def test_choices_are_at_least_one_and_all_of_those_offered(raw: Any) -> None:
    assert is_refused(fields.ChoicesQuestion, raw, options=RED_OR_GREEN)


def test_what_is_not_ticked_is_not_chosen() -> None:
    assert keys_in({"red": "yes", "green": False, "other": "no", "last": True}) == {"red", "last"}


@pytest.mark.parametrize("raw", ["yes", True])
def test_a_declaration_is_made(raw: Any) -> None:
    assert value(fields.DeclarationQuestion, raw) == "yes"


@pytest.mark.parametrize("raw", ["no", False, 1, "", ["yes"], {"yes": True}])
def test_or_it_is_not_one(raw: Any) -> None:
    assert is_refused(fields.DeclarationQuestion, raw)


# --- days ---


@pytest.mark.req("F1")
@pytest.mark.parametrize(
    "raw",
    ["2024-02-29", {"year": "2024", "month": "2", "day": "29"}, {"year": " 2024", "month": "02", "day": "29 "}],
)
def test_a_day_is_read_whole_or_in_its_parts(raw: Any) -> None:
    assert value(fields.DateQuestion, raw) == date(2024, 2, 29)


@pytest.mark.req("F1")
@pytest.mark.parametrize(
    "raw",
    [
        "2023-02-29",
        {"year": "2023", "month": "2", "day": "29"},
        {"year": "2024", "month": "13", "day": "1"},
        {"year": "90", "month": "3", "day": "27"},  # of which century?
        {"year": "2024", "month": "3"},
        {"year": "2024", "month": "3", "day": "1", "hour": "4"},
        {"year": "2_024", "month": "+3", "day": "1"},
        {"year": "0000", "month": "1", "day": "1"},
        {"year": True, "month": "1", "day": "1"},
        "20240229",
        "2024-02-29T00:00",
        "0",
        86400,
        ["2024-02-29"],
    ],
)
def test_what_is_no_day_is_refused(raw: Any) -> None:
    assert is_refused(fields.DateQuestion, raw)


@pytest.mark.parametrize(
    ("bounds", "right", "wrong"),
    [
        ({"earliest": date(1907, 3, 1)}, "1907-03-01", "1907-02-28"),
        ({"past": True}, "2026-03-02", "2026-03-03"),
        ({"future": True}, "2026-03-02", "2026-03-01"),
        ({"age": "P18Y"}, "2008-03-02", "2008-03-03"),
        ({"age": "P18M"}, "2024-09-02", "2024-09-03"),
        ({"age": "P30D"}, "2026-01-31", "2026-02-01"),
    ],
)
def test_the_bounds_of_a_day_are_exact(bounds: dict[str, Any], right: str, wrong: str) -> None:
    assert value(fields.DateQuestion, right, **bounds) == date.fromisoformat(right)
    assert is_refused(fields.DateQuestion, wrong, **bounds)


def test_who_was_born_on_29_february_comes_of_age_on_1_march() -> None:
    assert is_refused(fields.DateQuestion, "2008-02-29", date(2026, 2, 28), age="P18Y")
    assert value(fields.DateQuestion, "2008-02-29", date(2026, 3, 1), age="P18Y") == date(2008, 2, 29)


def test_and_where_there_is_such_a_day_on_29_february() -> None:
    assert value(fields.DateQuestion, "2008-02-29", date(2028, 2, 29), age="P20Y") == date(2008, 2, 29)
    assert is_refused(fields.DateQuestion, "2008-02-29", date(2028, 2, 28), age="P20Y")


@pytest.mark.parametrize("today", [date(2028, 2, 29), date(2026, 12, 31)])
def test_an_age_can_be_asked_on_any_day(today: date) -> None:
    day = today.replace(year=2000)
    assert value(fields.DateQuestion, day.isoformat(), today, age="P18Y") == day
    assert is_refused(fields.DateQuestion, "9999-12-31", today, age="P18Y")
