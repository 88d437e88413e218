"""Recovery codes of a person who is not staff."""

import pytest

from chalicelib.authentication.actions.recovery_codes import draw_recovery_codes
from chalicelib.authentication.model import Claimant
from chalicelib.authentication.rules.derivation import hash_recovery_code
from chalicelib.cloud.keyring import KeyId
from tests.support.claimants import MAYA, NOAH
from tests.support.world import World

KEY = KeyId("3a2eb459")  # as it follows from the key of the tests
HASHES = (
    "3a2eb459:e3c5c18f1004750095f35934727d27a3c0112118ad4ed856546e631cca24bfcf",
    "3a2eb459:ef431f663b415cc8f88433df2a9b790e23deb223c49c37ce3ffe61967ba5b18b",
    "3a2eb459:9f4b2d8fb143d62f767e776b1ba5e9419d827f2e6f02f9a0412b3ad4ecd2a078",
)


@pytest.mark.req("S10")
def test_as_many_codes_are_drawn_as_the_policy_says_each_with_its_hash() -> None:
    drawn = draw_recovery_codes(World("social-work"), MAYA)
    assert drawn.codes == ("0000-0000-0000-0001", "0000-0000-0000-0002", "0000-0000-0000-0003")
    assert drawn.hashes == HASHES


@pytest.mark.req("S10")
@pytest.mark.parametrize("typed", ["0000-0000-0000-0001", "0000000000000001", " 0000 0000-0000 0001 "])
def test_a_code_has_one_hash_however_it_is_typed(typed: str) -> None:
    assert hash_recovery_code(World("social-work").keyring, MAYA, typed, KEY) == HASHES[0]


def test_capitals_make_no_difference() -> None:
    keyring = World("social-work").keyring
    assert hash_recovery_code(keyring, MAYA, "ABCD-EF", KEY) == hash_recovery_code(keyring, MAYA, "abcdef", KEY)


@pytest.mark.req("SEC38")
@pytest.mark.parametrize("other", [NOAH, MAYA._replace(realm="staff")])
def test_a_code_of_another_person_or_realm_has_another_hash(other: Claimant) -> None:
    assert hash_recovery_code(World("social-work").keyring, other, "0000-0000-0000-0001", KEY) != HASHES[0]
