"""Links and codes: derived, never stored; each for one account, one page and one nonce (SECURITY SEC16)."""

import pytest

from chalicelib.cloud.keyring import Keyring
from chalicelib.proof import OWNER, Proof, owner_of

KEYRING = Keyring(b"a key for tests, and only for them")
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
