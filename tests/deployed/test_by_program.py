"""Accounts, by programs that speak JSON to the packed app."""

import json
from collections.abc import Callable

import pytest
from urllib3 import BaseHTTPResponse

from infra.local.client import Client
from tests.deployed.conftest import Api, Mails
from tests.deployed.functions import Clock
from tests.deployed.people import BETTER, GOOD, activated, code_in, sign_in, token_in

WITH_SIGN_UP = ["citizen-account", "financial-licensing", "psychotherapy", "social-work"]


@pytest.mark.req("A1", "A3", "A5", "S1", "S4", "S6", "S11", "X1", "X3")
@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("portal", WITH_SIGN_UP)
def test_an_account_from_sign_up_to_sign_out(api: Api, mails: Mails, portal: str, language: str) -> None:
    client, email = api(portal), f"life-{language}@example.org"
    identifier = activated(client, mails, portal, email, language)
    session = sign_in(client, identifier, language=language)
    assert client.get(f"/{language}/account", **session).json()["email"] == email
    changed = client.post(f"/{language}/account/password", {"current": GOOD, "password": BETTER}, **session)
    assert changed.status == 200
    recovery = {"identifier": identifier, "email": email} if portal == "psychotherapy" else {"identifier": identifier}
    assert client.post(f"/{language}/password/forgotten", recovery).status == 202
    token = token_in(mails(portal, email, count=3)[0])
    assert client.post(f"/{language}/password/reset", {"token": token, "password": GOOD + "!"}).status == 200
    assert client.get(f"/{language}/account", **session).status == 401
    session = sign_in(client, identifier, GOOD + "!", language)
    assert len(client.get(f"/{language}/account/sessions", **session).json()["sessions"]) == 1
    assert client.post(f"/{language}/sign-out", **session).status == 204
    assert client.get(f"/{language}/account", **session).status == 401


@pytest.mark.req("A3", "X1")
@pytest.mark.parametrize(
    ("portal", "french"),
    [
        ("citizen-account", "Activer le compte Mon Littoral"),
        ("financial-licensing", "Activer le compte CSFL"),
        ("psychotherapy", "CRPC – Account Activation | OPAC – Activation du compte"),
        ("social-work", "Activer le compte du Portail en ligne de l’OPTSL"),
    ],
)
def test_the_activation_mail_has_the_portals_own_subject_a_text_and_html(
    api: Api, mails: Mails, portal: str, french: str
) -> None:
    email = "subject@example.org"
    api(portal).post("/fr/sign-up", {"email": email, "password": GOOD, "accept_terms": True})
    mail = mails(portal, email)[0]
    assert mail["subject"] == french
    assert code_in(mail) in mail["html"]


@pytest.mark.req("A3", "SEC17")
def test_the_code_is_valid_to_the_second(api: Api, mails: Mails, clock: Callable[[str], Clock]) -> None:
    client, time = api("example"), clock("example")
    codes = {}
    for email in ("in-time@example.org", "too-late@example.org"):
        client.post("/en/sign-up", {"email": email, "password": GOOD, "accept_terms": True})
        codes[email] = code_in(mails("example", email)[0])
    time.advance(seconds=100)
    assert _activate(client, "in-time@example.org", codes).status == 200
    time.advance(seconds=20)
    late = _activate(client, "too-late@example.org", codes)
    assert (late.status, late.json()["type"]) == (422, "urn:guichet:problem:code-expired")


@pytest.mark.req("S2", "SEC05")
def test_after_the_policys_failures_even_the_right_password_is_refused_until_the_lock_opens(
    api: Api, mails: Mails, clock: Callable[[str], Clock]
) -> None:
    client, time, email = api("example"), clock("example"), "locked@example.org"
    identifier = activated(client, mails, "example", email)
    wrong = [client.post("/en/sign-in", {"identifier": identifier, "password": "wrong"}) for _ in range(3)]
    right = client.post("/en/sign-in", {"identifier": identifier, "password": GOOD})
    assert [answer.status for answer in (*wrong, right)] == [401] * 4
    said = [{**json.loads(answer.data), "request_id": ""} for answer in (*wrong, right)]
    assert said == [said[0]] * 4
    assert mails("example", email, count=2)[0]["subject"] == "Access to your account is blocked: Example Counter"
    time.advance(minutes=4)
    assert sign_in(client, identifier)


@pytest.mark.req("S3", "SEC27")
def test_a_session_that_is_idle_for_too_long_is_over(api: Api, mails: Mails, clock: Callable[[str], Clock]) -> None:
    client, time = api("example"), clock("example")
    session = sign_in(client, activated(client, mails, "example", "idle@example.org"))
    time.advance(seconds=50)
    assert client.get("/en/account", **session).status == 200
    time.advance(seconds=60)
    assert client.get("/en/account", **session).status == 401


@pytest.mark.req("S6", "SEC13")
def test_an_old_password_must_be_changed_before_anything_else(
    api: Api, mails: Mails, clock: Callable[[str], Clock]
) -> None:
    client, time = api("example"), clock("example")
    identifier = activated(client, mails, "example", "aged@example.org")
    time.advance(days=40)
    session = sign_in(client, identifier)
    assert client.get("/en/account", **session).status == 403
    assert client.post("/en/account/password", {"current": GOOD, "password": BETTER}, **session).status == 200
    assert client.get("/en/account", **session).status == 200


@pytest.mark.req("A6", "SEC01")
def test_an_address_in_use_is_answered_as_one_that_is_free(api: Api, mails: Mails) -> None:
    activated(api("social-work"), mails, "social-work", "taken@example.org")
    answers = [
        api("social-work").post("/en/sign-up", {"email": email, "password": BETTER, "accept_terms": True})
        for email in ("taken@example.org", "free@example.org")
    ]
    told = [{**answer.json(), "secret": len(answer.json()["secret"])} for answer in answers]
    assert [answer.status for answer in answers] == [202] * 2
    assert told[0] == told[1]
    assert (
        mails("social-work", "taken@example.org", count=2)[0]["subject"] == "You already have an account: Online Portal"
    )


def _activate(client: Client, email: str, codes: dict[str, str]) -> BaseHTTPResponse:
    return client.post("/en/activate", {"email": email, "code": codes[email]})
