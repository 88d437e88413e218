"""Password hashes: strong enough, the same cost for nobody, and one form of what is typed in several."""

import unicodedata

import pytest

from chalicelib.cloud.passwords import Argon2Passwords

QUICK = Argon2Passwords(memory_kib=8, passes=1)
CUT_OFF = QUICK.hash("maple-Canoe-7")[:-9]
ACCENTED = "Érablière-été-2026"


def test_a_password_matches_its_hash_and_no_other_does() -> None:
    stored = QUICK.hash("maple-Canoe-7")
    assert QUICK.matches("maple-Canoe-7", stored)
    assert not QUICK.matches("maple-canoe-7", stored)


@pytest.mark.req("SEC14")
def test_two_hashes_of_one_password_differ() -> None:
    assert QUICK.hash("maple-Canoe-7") != QUICK.hash("maple-Canoe-7")


@pytest.mark.req("SEC11")
def test_an_accent_typed_as_two_characters_is_the_same_password() -> None:
    stored = QUICK.hash(unicodedata.normalize("NFC", ACCENTED))
    assert QUICK.matches(unicodedata.normalize("NFD", ACCENTED), stored)


@pytest.mark.req("SEC11")
def test_every_character_of_a_long_password_counts() -> None:
    stored = QUICK.hash("x" * 255 + "y")
    assert not QUICK.matches("x" * 255 + "z", stored)  # bcrypt would have read 72 bytes


@pytest.mark.req("SEC03")
@pytest.mark.parametrize("password", ["maple-Canoe-7", ""])
def test_with_no_stored_hash_nothing_matches(password: str) -> None:
    assert not QUICK.matches(password, None)


@pytest.mark.parametrize(
    "stored", ["", "not a hash", "$argon2id$v=19$m=8", pytest.param(CUT_OFF, id="a hash that is cut off")]
)
@pytest.mark.parametrize("password", ["maple-Canoe-7", ""])
def test_what_is_no_hash_matches_nothing(stored: str, password: str) -> None:
    assert not QUICK.matches(password, stored)


@pytest.mark.req("SEC14")
def test_a_hash_made_with_weaker_settings_is_outdated() -> None:
    stored = QUICK.hash("maple-Canoe-7")
    assert not QUICK.outdated(stored)
    assert Argon2Passwords(memory_kib=16, passes=1).outdated(stored)
    assert Argon2Passwords(memory_kib=8, passes=2).outdated(stored)


@pytest.mark.req("SEC14")
def test_a_hash_of_weaker_settings_still_matches() -> None:
    assert Argon2Passwords(memory_kib=16, passes=2).matches("maple-Canoe-7", QUICK.hash("maple-Canoe-7"))


@pytest.mark.req("SEC14")
def test_the_product_hashes_with_argon2id_19_mebibytes_and_two_passes() -> None:
    assert Argon2Passwords().hash("maple-Canoe-7").startswith("$argon2id$v=19$m=19456,t=2,p=1$")


@pytest.mark.req("SEC03")
def test_nobodys_hash_costs_what_the_products_hashes_cost() -> None:
    product = Argon2Passwords()
    assert not product.outdated(product._nobodys)
