"""A receipt's code as people read and type it, and the initials that strangers may see."""

import re

import pytest

from chalicelib.billing.actions.verification import code_for
from chalicelib.billing.rules.codes import canonical, grouped, initials
from tests.support.world import World


def test_a_code_is_read_in_groups_of_four() -> None:
    assert grouped("ABCDEFGHIJKLMNOPQRST") == "ABCD-EFGH-IJKL-MNOP-QRST"


def test_a_code_has_a_hundred_bits_in_twenty_signs() -> None:
    assert re.fullmatch("([A-Z2-7]{4}-){4}[A-Z2-7]{4}", code_for(World("social-work"), "RECEIPT#1"))


@pytest.mark.parametrize("typed", ["abcd-efgo", "ABCD EFGO", " abcd efg0 ", "ABCDEFG0"])
def test_a_code_is_found_however_it_was_typed(typed: str) -> None:
    assert canonical(typed) == "ABCDEFGO"


def test_digits_that_base32_does_not_have_are_the_letters_they_look_like() -> None:
    assert canonical("018") == "OLB"


def test_a_name_is_told_by_its_initials() -> None:
    assert initials("Zoé Lefèbvre-Côté") == "Z. L.-C."
    assert initials("zoé -côté-") == "Z. C."
