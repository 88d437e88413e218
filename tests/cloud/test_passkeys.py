"""A passkey proves that it was made, and that it is at hand: here, now, and for this site."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.cloud.passkeys import (
    Credential,
    Site,
    creation_options,
    credential_id,
    request_options,
    verify_assertion,
    verify_registration,
)
from tests.support.authenticator import Authenticator

SITE = Site("https://counter.example/api", "A counter")
CHALLENGE = "c" * 43
USER = ("0" * 31 + "1", "anne@body.example")


def _made(authenticator: Authenticator, challenge: str = CHALLENGE) -> Credential | None:
    return verify_registration(SITE, CHALLENGE, authenticator.create(creation_options(SITE, USER, challenge, [])))


def _used(authenticator: Authenticator, credential: Credential, challenge: str = CHALLENGE) -> Credential | None:
    response = authenticator.get(request_options(SITE, challenge, [credential.id]))
    return verify_assertion(SITE, CHALLENGE, response, credential)


def _passkey() -> tuple[Authenticator, Credential]:
    authenticator = Authenticator()
    credential = _made(authenticator)
    assert credential
    return authenticator, credential


@pytest.mark.req("S10")
def test_a_passkey_that_was_made_for_the_site_proves_itself() -> None:
    authenticator, credential = _passkey()
    after = _used(authenticator, credential)
    assert after == credential._replace(uses=1)


@pytest.mark.req("S10")
def test_one_that_was_made_for_another_challenge_is_refused() -> None:
    assert _made(Authenticator(), "d" * 43) is None


@pytest.mark.req("S10")
@pytest.mark.parametrize("origin", ["https://evil.example", "http://counter.example", "https://counter.example:8443"])
def test_one_that_was_made_on_another_site_is_refused(origin: str) -> None:
    assert _made(Authenticator(origin)) is None


@pytest.mark.req("SEC21")
def test_an_answer_to_an_earlier_challenge_proves_nothing() -> None:
    authenticator, credential = _passkey()
    assert _used(authenticator, credential, "d" * 43) is None


@pytest.mark.req("SEC21")
def test_another_passkey_with_the_same_name_proves_nothing() -> None:
    _, credential = _passkey()
    assert _used(Authenticator(), credential) is None


@pytest.mark.req("SEC21")
def test_a_count_that_went_back_is_refused() -> None:
    authenticator, credential = _passkey()
    assert _used(authenticator, credential._replace(uses=7)) is None


def test_a_passkey_that_never_counts_is_taken_again_and_again() -> None:
    authenticator = Authenticator(counts=False)
    credential = _made(authenticator)
    assert credential
    assert _used(authenticator, credential) == credential
    assert _used(authenticator, credential) == credential


def test_the_options_name_the_site_and_the_passkeys_that_there_are() -> None:
    _, credential = _passkey()
    creation = creation_options(SITE, USER, CHALLENGE, [credential.id])
    assert (creation["rp"]["id"], creation["attestation"]) == ("counter.example", "none")
    assert [each["id"] for each in creation["excludeCredentials"]] == [credential.id]
    request = request_options(SITE, CHALLENGE, [credential.id])
    assert [each["id"] for each in request["allowCredentials"]] == [credential.id]


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda each: st.lists(each) | st.dictionaries(st.text(), each),
    )
)
def test_nothing_that_anyone_may_send_is_more_than_refused(sent: object) -> None:
    text = json.dumps(sent)
    assert verify_registration(SITE, CHALLENGE, text) is None
    assert verify_assertion(SITE, CHALLENGE, text, Credential("aWQ", "a2V5", 0)) is None
    assert credential_id(text) is None or isinstance(sent, dict)


@given(st.sampled_from(["clientDataJSON", "attestationObject"]), st.binary(max_size=80))
def test_a_response_with_any_part_broken_is_refused(part: str, instead: bytes) -> None:
    response = json.loads(Authenticator().create(creation_options(SITE, USER, CHALLENGE, [])))
    response["response"][part] = instead.hex()
    assert verify_registration(SITE, CHALLENGE, json.dumps(response)) is None
