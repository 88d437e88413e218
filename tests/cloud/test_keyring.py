"""One key, many uses that tell nothing about each other; codes that nobody can guess (SECURITY SEC16)."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.cloud.keyring import NAMES, Keyring, Purpose, same

KEYRING = Keyring(b"a key for tests, and only for them")
ONE, OTHER = Purpose("one"), Purpose("other")
DRAWN = 100_000


@pytest.fixture(scope="session")
def codes() -> list[str]:
    return [KEYRING.code(ONE, f"nonce {n}", 6) for n in range(DRAWN)]


@pytest.mark.req("SEC16")
@pytest.mark.parametrize("place", range(6))
def test_every_digit_of_a_code_is_as_likely_as_any_other(codes: list[str], place: int) -> None:
    found = Counter(code[place] for code in codes)
    expected = DRAWN / 10
    chi_squared = sum((found[digit] - expected) ** 2 / expected for digit in "0123456789")
    assert chi_squared < 27.88  # 9 degrees of freedom: chance gives more once in a thousand


@pytest.mark.req("SEC16")
def test_codes_are_spread_over_all_that_there_are(codes: list[str]) -> None:
    found = Counter(int(code) // 10_000 for code in codes)
    expected = DRAWN / 100
    assert sum((found[n] - expected) ** 2 / expected for n in range(100)) < 148.2  # 99 degrees, once in a thousand


@pytest.mark.req("SEC16")
def test_a_code_keeps_its_leading_zeros(codes: list[str]) -> None:
    assert {len(code) for code in codes} == {6}
    assert any(code.startswith("00") for code in codes)


@pytest.mark.parametrize("digits", [6, 7, 10])
def test_a_code_has_the_digits_that_it_should(digits: int) -> None:
    code = KEYRING.code(ONE, "nonce", digits)
    assert len(code) == digits
    assert code.isdecimal()


@pytest.mark.req("SEC16")
def test_a_token_has_256_bits_and_fits_in_an_address() -> None:
    token = KEYRING.token(ONE, "nonce")
    assert len(token) == 43  # base64url of 32 bytes
    assert token.replace("-", "").replace("_", "").isalnum()


@pytest.mark.req("SEC16")
@given(st.text(), st.text())
def test_no_use_of_the_key_can_stand_for_another(one: str, other: str) -> None:
    results = {KEYRING.pseudonym(purpose, text) for purpose in (ONE, OTHER) for text in (one, other)}
    assert len(results) == 2 * len({one, other})


@given(st.text(), st.text())
def test_a_purpose_and_its_text_cannot_be_shifted_into_each_other(begin: str, end: str) -> None:
    joined = KEYRING.token(Purpose(begin + end), "")
    assert (KEYRING.token(Purpose(begin), end) == joined) is (end == "")


def test_the_same_use_always_gives_the_same() -> None:
    again = Keyring(b"a key for tests, and only for them")
    assert again.token(ONE, "nonce") == KEYRING.token(ONE, "nonce")


def test_another_key_gives_something_else() -> None:
    other = Keyring(b"another key for tests, of no use to anyone")
    assert other.pseudonym(ONE, "text") != KEYRING.pseudonym(ONE, "text")


@pytest.mark.req("SEC16")
def test_a_key_of_less_than_32_bytes_is_refused() -> None:
    with pytest.raises(ValueError, match="at least 32 bytes"):
        Keyring(b"x" * 31)
    Keyring(b"x" * 32)


@given(st.text(), st.text())
def test_what_is_compared_is_the_same_only_if_it_is(one: str, other: str) -> None:
    assert same(one, other) is (one == other)
    assert same(one, one)


LEAKED, NEW = b"a key for tests, and only for them", b"the key that comes after it, for tests"


@pytest.mark.req("SEC16")
def test_the_newest_key_signs_and_what_any_has_signed_is_accepted() -> None:
    both = Keyring(LEAKED, (LEAKED, NEW))
    assert both.token(ONE, "nonce") == Keyring(NEW).token(ONE, "nonce")
    assert both.signer(KEYRING.token(ONE, "nonce"), ONE, "nonce") == "3a2eb459"
    assert both.signer(both.token(ONE, "nonce"), ONE, "nonce") == both.newest
    assert Keyring(LEAKED, (NEW,)).signer(KEYRING.token(ONE, "nonce"), ONE, "nonce") is None


def test_names_and_the_codes_on_papers_stay_when_keys_change() -> None:
    later = Keyring(LEAKED, (NEW,))
    assert later.pseudonym(ONE, "text") == KEYRING.pseudonym(ONE, "text")
    assert later.lasting_code(ONE, "text") == KEYRING.lasting_code(ONE, "text")


def test_what_follows_from_the_first_key_holds_until_that_is_retired() -> None:
    assert Keyring(LEAKED, (LEAKED, NEW)).knows(NAMES)
    assert not Keyring(LEAKED, (NEW,)).knows(NAMES)


@pytest.mark.req("SEC21")
def test_keys_that_come_after_a_ring_read_what_names_no_key_until_the_rings_first_is_retired() -> None:
    own = Keyring(b"a key of second factors in tests")
    after = own.after(KEYRING)
    assert (after.newest, after.token(ONE, "nonce")) == (own.newest, own.token(ONE, "nonce"))
    assert after.knows(NAMES)
    assert after.pseudonym(ONE, "text", NAMES) == KEYRING.pseudonym(ONE, "text")
    assert after.signer(KEYRING.token(ONE, "nonce"), ONE, "nonce") is None  # the ring's keys sign nothing here
    assert not own.after(Keyring(LEAKED, (NEW,))).knows(NAMES)
    assert own.knows(NAMES)  # joining changes neither
