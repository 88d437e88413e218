"""Links and codes: derived, never stored; each for one account, one page and one nonce (SECURITY SEC16)."""

import pytest

from chalicelib.cloud.keyring import Keyring
from chalicelib.proof import OWNER, Proof, owner_of

LEAKED, NEW = b"a key for tests, and only for them", b"the key that comes after it, for tests"
KEYRING = Keyring(LEAKED)
ID = "0123456789abcdef" * 2
PROOF = Proof(path="/activate", owner=ID, nonce="n" * 43, digits=6)
OTHERS = [PROOF.replace(path="/password/reset"), PROOF.replace(owner="f" * OWNER), PROOF.replace(nonce="m" * 43)]


def test_a_token_says_whose_it_is() -> None:
    assert owner_of(PROOF.token(KEYRING)) == ID
    assert len(ID) == OWNER


@pytest.mark.parametrize("text", ["", "short", "é" * 200])
def test_what_is_no_token_is_nobodys(text: str) -> None:
    assert owner_of(text) == text[:OWNER]


@pytest.mark.req("SEC16", "REL12")
def test_the_same_proof_always_has_the_same_link_and_code() -> None:
    again = Proof.model_validate_json(PROOF.model_dump_json())
    assert (again.token(KEYRING), again.code(KEYRING)) == (PROOF.token(KEYRING), PROOF.code(KEYRING))


@pytest.mark.req("SEC16", "SEC17")
@pytest.mark.parametrize("other", OTHERS)
def test_another_page_person_or_nonce_has_another_link_and_code(other: Proof) -> None:
    assert other.token(KEYRING)[OWNER:] != PROOF.token(KEYRING)[OWNER:]
    assert other.code(KEYRING) != PROOF.code(KEYRING)


@pytest.mark.req("SEC16")
def test_the_link_says_nothing_of_the_code_nor_the_record_of_either() -> None:
    token, code = PROOF.token(KEYRING), PROOF.code(KEYRING)
    assert code
    assert code not in token
    assert token[OWNER:] not in PROOF.model_dump_json()


def test_a_proof_without_digits_has_no_code() -> None:
    assert PROOF.replace(digits=0).code(KEYRING) == ""


@pytest.mark.req("SEC16")
@pytest.mark.parametrize(
    ("keys", "opens"), [((LEAKED,), True), ((LEAKED, NEW), True), ((NEW, LEAKED), True), ((NEW,), False)]
)
def test_a_link_and_a_code_work_until_their_key_is_retired(keys: tuple[bytes, ...], opens: bool) -> None:  # noqa: FBT001 -- expected
    keyring = Keyring(LEAKED, keys)
    assert PROOF.opens(keyring, PROOF.token(KEYRING)) is opens
    assert PROOF.is_code(keyring, PROOF.code(KEYRING)) is opens


@pytest.mark.req("SEC16", "SEC17")
@pytest.mark.parametrize("other", OTHERS)
def test_another_proof_opens_nothing_under_any_key(other: Proof) -> None:
    keyring = Keyring(LEAKED, (LEAKED, NEW))
    assert not PROOF.opens(keyring, other.token(keyring))
    assert not PROOF.opens(keyring, other.token(KEYRING))
