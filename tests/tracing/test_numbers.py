"""Shipment numbers as people type and paste them (REQUIREMENTS T1)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.tracing.rules.numbers import read_numbers

pytestmark = pytest.mark.req("T1")


@pytest.mark.parametrize(
    "typed",
    [
        "104700213",
        "104-700213",
        "10470021-3",
        "104-700-213",
        "104 700 213",
        " 104700213 ",
        "104\u2011700\u2013213",
        "104\u00a0700\u00a0213",
        "104700213.",
        "PRO # 104700213",
        "(104-700-213)",
        "\uff11\uff10\uff14\uff17\uff10\uff10\uff12\uff11\uff13",
    ],
)
def test_a_number_is_read_with_or_without_dash_and_spaces(typed: str) -> None:
    assert read_numbers(typed) == (("104700213",), ())


@pytest.mark.parametrize(
    "pasted",
    [
        "104700213\n104700221",
        "104700213, 104-700-221",
        "104700213;104700221;",
        "104700213\t104700221\r\n",
        "104700213 104700221",
        "104 700 213 104 700 221",
        "Envois : 104700213 et 104700221, merci",
        "104700213/104700221/104700213",
        "- 104700213\n- 104700221",
        "« 104700213 », « 104700221 »",
    ],
)
def test_a_list_is_read_however_it_was_pasted_and_each_number_once(pasted: str) -> None:
    assert read_numbers(pasted) == (("104700213", "104700221"), ())


@pytest.mark.parametrize(
    ("typed", "malformed"),
    [
        ("10470021", "10470021"),
        ("1047002134", "1047002134"),
        ("AB104700213", "AB104700213"),
        ("104 700", "104 700"),
        ("١٠٤٧٠٠٢١٣", "١٠٤٧٠٠٢١٣"),
        ("12 104700213", "12"),
    ],
)
def test_what_has_digits_and_is_no_number_is_named(typed: str, malformed: str) -> None:
    assert read_numbers(typed).malformed == (malformed,)


@pytest.mark.parametrize("typed", ["", "   ", "bonjour", "—", ",,;"])
def test_a_text_without_digits_holds_nothing(typed: str) -> None:
    assert read_numbers(typed) == ((), ())


NUMBERS = st.lists(st.integers(0, 999_999_999).map("{:09}".format), min_size=1, max_size=25, unique=True)


@given(NUMBERS, st.sampled_from(["\n", ",", "; ", "\t", " ", " | ", "\r\n"]), st.sampled_from(["", "-", " "]))
def test_whatever_stands_between_them_the_same_numbers_are_read(numbers: list[str], between: str, within: str) -> None:
    pasted = between.join(f"{number[:3]}{within}{number[3:6]}{within}{number[6:]}" for number in numbers)
    assert read_numbers(pasted) == (tuple(numbers), ())


@given(st.text(max_size=60))
def test_any_text_can_be_read(text: str) -> None:
    assert all(len(number) == 9 and number.isascii() for number in read_numbers(text).found)
