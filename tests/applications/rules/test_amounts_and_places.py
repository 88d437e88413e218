"""What an answer must be, for each kind of question that asks how much, how to reach someone, or for a document."""

from typing import Any

import pytest

from chalicelib.applications.rules.values import Address
from chalicelib.portal.forms import fields
from tests.support.answers import HOME, RED_OR_GREEN, is_refused, value

# --- figures and amounts ---


@pytest.mark.parametrize(("raw", "number"), [("3", 3), ("77", 77), (" 7 ", 7), ("7\u00a07", 77), (3, 3)])
def test_a_number_is_read_as_people_write_it(raw: Any, number: int) -> None:
    assert value(fields.NumberQuestion, raw, least=3, most=77) == number


@pytest.mark.parametrize(
    "raw", ["2", "78", "-3", "3.0", "3,5", "1e1", "0x10", "1_0", "\u0663", "9" * 5000, True, ["3"], {}]
)
def test_a_number_is_whole_and_between_its_limits(raw: Any) -> None:
    assert is_refused(fields.NumberQuestion, raw, least=3, most=77)


def test_nought_is_a_number_too() -> None:
    assert [value(fields.NumberQuestion, raw) for raw in ("0", 0)] == [0, 0]


@pytest.mark.req("X1")
@pytest.mark.parametrize(
    ("raw", "cents"),
    [
        ("1\u00a0234,50\u00a0$", 123450),
        ("1 234,50 $", 123450),
        ("1234,5", 123450),
        ("$1,234.50", 123450),
        ("1,234,567.89", 123456789),
        ("1,234", 123400),
        ("12,34", 1234),
        ("0,07", 7),
        ("1234", 123400),
        (1234, 123400),
    ],
)
def test_an_amount_is_read_as_both_languages_write_it(raw: Any, cents: int) -> None:
    assert value(fields.MoneyQuestion, raw) == cents


@pytest.mark.parametrize(
    "raw",
    [
        "1.234,50",
        "0.001",
        "1,23,4",
        "Infinity",
        "NaN",
        "sNaN",
        "1e3",
        "1e999999",
        "-1",
        "\u0663",
        "9" * 400,
        "",
        True,
        ["1"],
    ],
)
def test_what_is_no_amount_of_money_is_refused(raw: Any) -> None:
    assert is_refused(fields.MoneyQuestion, raw)


def test_the_limits_of_an_amount_are_exact_to_the_cent() -> None:
    limits: dict[str, Any] = {"least": 7, "most": 1234567}
    assert [value(fields.MoneyQuestion, raw, **limits) for raw in ("0.07", "12 345,67")] == [7, 1234567]
    assert [is_refused(fields.MoneyQuestion, raw, **limits) for raw in ("0.06", "12345.68")] == [True, True]


# --- where people are ---


@pytest.mark.parametrize("raw", ["zoe@example.org", "Zoé@exemple.example", "a+b@example.org"])
def test_an_email_address_is_one(raw: str) -> None:
    assert value(fields.EmailQuestion, f" {raw} ") == raw


@pytest.mark.parametrize(
    "raw", ["zoe", "zoe@", "zoe@example", "a b@example.org", "<z@example.org>", "z\x00@example.org"]
)
def test_what_is_no_email_address_is_refused(raw: str) -> None:
    assert is_refused(fields.EmailQuestion, raw)


@pytest.mark.parametrize(
    ("raw", "number"),
    [
        ("(709) 555-0100", "709 555-0100"),
        ("709\u2011555\u20110100", "709 555-0100"),
        ("1.709.555.0100", "709 555-0100"),
        ("+1 709 555 0100", "709 555-0100"),
        ("+33 1 23 45 67 89", "+33123456789"),
    ],
)
def test_a_telephone_number_is_read_in_many_ways(raw: str, number: str) -> None:
    assert value(fields.PhoneQuestion, raw) == number


@pytest.mark.parametrize(
    "raw", ["555-0100", "109 555-0100", "709 155-0100", "709 555-010\u0660", "+1", "call me", "+" + "1" * 16]
)
def test_what_is_no_telephone_number_is_refused(raw: str) -> None:
    assert is_refused(fields.PhoneQuestion, raw)


@pytest.mark.parametrize("raw", ["A1C 6L9", "a1c6l9", " a1c-6l9 ", "A1C\u00a06L9"])
def test_a_postal_code_is_read_in_many_ways(raw: str) -> None:
    assert value(fields.PostalCodeQuestion, raw) == "A1C 6L9"


@pytest.mark.parametrize(
    "raw", ["D1C 6L9", "A1O 6L9", "W1C 6L9", "A1C 6L", "A1C 6L99", "90210", "A\u0661C 6L9", 123456]
)
def test_what_is_no_canadian_postal_code_is_refused(raw: Any) -> None:
    assert is_refused(fields.PostalCodeQuestion, raw)


def test_an_address_has_its_parts_in_one_form() -> None:
    address = value(fields.AddressQuestion, HOME)
    assert address == Address(street=HOME["street"], city="Port-Clair", province="NL", postal_code="A1C 6L9")


@pytest.mark.parametrize(
    "change",
    [
        {"street": ""},
        {"street": "x" * 121},
        {"street": "a\nb"},
        {"city": None},
        {"province": "nl"},
        {"province": "XX"},
        {"postal_code": "90210"},
        {"unit": "\x00"},
        {"country": "CA"},
        {"kind": "shed"},  # nobody asks what it is
    ],
)
def test_an_address_is_a_whole_one_in_canada(change: dict[str, Any]) -> None:
    assert is_refused(fields.AddressQuestion, {**HOME, **change})


@pytest.mark.req("F9")
def test_an_address_is_one_of_the_kinds_where_they_are_asked() -> None:
    kinds: dict[str, Any] = {"kinds": RED_OR_GREEN}
    assert value(fields.AddressQuestion, {**HOME, "kind": "red"}, **kinds).kind == "red"
    assert is_refused(fields.AddressQuestion, HOME, **kinds)
    assert is_refused(fields.AddressQuestion, {**HOME, "kind": "blue"}, **kinds)


@pytest.mark.parametrize("raw", ["../other", "0" * 31, "G" * 32, "0" * 32 + "\n", ["0" * 32], {"a": "b"}, 5])
def test_a_document_is_named_by_its_id(raw: Any) -> None:
    assert value(fields.DocumentQuestion, "0f" * 16, documents=("diploma",)) == "0f" * 16
    assert is_refused(fields.DocumentQuestion, raw, documents=("diploma",))
