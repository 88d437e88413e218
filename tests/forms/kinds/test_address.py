"""How an answer that is an address is checked."""

from typing import Any

import pytest

from chalicelib.forms.kinds.address import Address, AddressQuestion
from tests.support.answers import HOME, RED_OR_GREEN, is_refused, value


def test_an_address_has_its_parts_in_one_form() -> None:
    address = value(AddressQuestion, HOME)
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
    assert is_refused(AddressQuestion, {**HOME, **change})


@pytest.mark.req("F9")
def test_an_address_is_one_of_the_kinds_where_they_are_asked() -> None:
    kinds: dict[str, Any] = {"kinds": RED_OR_GREEN}
    assert value(AddressQuestion, {**HOME, "kind": "red"}, **kinds).kind == "red"
    assert is_refused(AddressQuestion, HOME, **kinds)
    assert is_refused(AddressQuestion, {**HOME, "kind": "blue"}, **kinds)
