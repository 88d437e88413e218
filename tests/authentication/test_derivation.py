"""Secrets, challenges and hashes are each person's, each realm's and each purpose's own."""

from collections.abc import Callable

import pytest

from chalicelib.authentication.model import Claimant
from chalicelib.authentication.rules.derivation import app_secret, hash_recovery_code, passkey_challenge
from chalicelib.cloud.keyring import NAMES, KeyId, Keyring
from tests.support.claimants import MAYA, NOAH

KEYRING = Keyring(b"a key for tests, and only for them")
Derive = Callable[[Keyring, Claimant, str, KeyId], str]
DERIVED: dict[Derive, str] = {
    app_secret: "PTVDYMS4MNTVILW3SFYDXZOLXCCJU7CL",
    passkey_challenge: "y3ySASa3qkvD4En0_uobh7o9mSVIcPuM2poj3lU_8ys",
    hash_recovery_code: "f6e1ba1acb2549b611645c9e5e55fd283e0a6a3271b7bccfa3ab78c92d7dd9e4",
}


@pytest.mark.parametrize("derive", DERIVED)
def test_the_same_follows_from_the_same(derive: Derive) -> None:
    assert derive(KEYRING, MAYA, "nonce", NAMES) == DERIVED[derive]


@pytest.mark.req("SEC21", "SEC38")
@pytest.mark.parametrize("derive", DERIVED)
@pytest.mark.parametrize("other", [NOAH, MAYA._replace(realm="staff")], ids=["another person", "another realm"])
def test_another_person_or_realm_has_another(derive: Derive, other: Claimant) -> None:
    assert derive(KEYRING, other, "nonce", NAMES) != DERIVED[derive]


@pytest.mark.parametrize("derive", DERIVED)
def test_another_nonce_gives_another(derive: Derive) -> None:
    assert derive(KEYRING, MAYA, "another", NAMES) != DERIVED[derive]
