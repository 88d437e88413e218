"""Recovery codes of a person who is not staff."""

import pytest

from chalicelib.authentication.actions.recovery_codes import draw_recovery_codes
from chalicelib.authentication.model import Claimant
from chalicelib.authentication.rules.derivation import hash_recovery_code
from chalicelib.cloud.keyring import KeyId
from tests.support.claimants import MAYA, NOAH
from tests.support.world import World

KEY = KeyId("bd60c144")  # the id of the tests’ key of factors
HASHES = (
    "bd60c144:ab124edcfd686e87bb9424aee359dd527940137fd162efde6ef5d4657cf650e7",
    "bd60c144:d8687ec59a251156a6fa97bd185eaa2f46a49fcff13ac09e3d2e66766876b758",
    "bd60c144:3e2e15cc6ea1cb5afdeb949eee6ffe16b723b714efc6184d3afa2e9c466f2d86",
)


@pytest.mark.req("S10")
def test_as_many_codes_are_drawn_as_the_policy_says_each_with_its_hash() -> None:
    drawn = draw_recovery_codes(World("social-work"), MAYA)
    assert drawn.codes == ("0000-0000-0000-0001", "0000-0000-0000-0002", "0000-0000-0000-0003")
    assert drawn.hashes == HASHES


@pytest.mark.req("S10")
@pytest.mark.parametrize("typed", ["0000-0000-0000-0001", "0000000000000001", " 0000 0000-0000 0001 "])
def test_a_code_has_one_hash_however_it_is_typed(typed: str) -> None:
    assert hash_recovery_code(World("social-work").factor_keyring, MAYA, typed, KEY) == HASHES[0]


def test_capitals_make_no_difference() -> None:
    keyring = World("social-work").factor_keyring
    assert hash_recovery_code(keyring, MAYA, "ABCD-EF", KEY) == hash_recovery_code(keyring, MAYA, "abcdef", KEY)


@pytest.mark.req("SEC38")
@pytest.mark.parametrize("other", [NOAH, MAYA._replace(realm="staff")])
def test_a_code_of_another_person_or_realm_has_another_hash(other: Claimant) -> None:
    assert hash_recovery_code(World("social-work").factor_keyring, other, "0000-0000-0000-0001", KEY) != HASHES[0]
