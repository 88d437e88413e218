"""A stranger signs up with somebody's address: over HTTP to the packed app, by program and by form."""

import re
from html import unescape

import pytest
from urllib3 import BaseHTTPResponse

from infra.local.client import Client
from tests.deployed.conftest import Api, Mails
from tests.deployed.people import BETTER, GOOD, code_in, link_in, sign_in

STRANGERS = "pewter-Sleigh-44-orchard"


def tries(stranger: Client, email: str) -> int:
    """Return the status of a sign-in with the stranger's password."""
    return stranger.post("/en/sign-in", {"identifier": email, "password": STRANGERS}).status


def submit(browser: Client, path: str, **fields: str) -> BaseHTTPResponse:
    """Open a page, send its form and return what that answers."""
    page = browser.get(path, accept="text/html").data.decode()
    found = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert found, page
    return browser.submit(path, {"csrf_token": unescape(found[1]), **fields})


@pytest.mark.req("SEC19", "SEC24", "A3")
@pytest.mark.parametrize("owner_is_first", [True, False])
def test_a_strangers_password_never_opens_what_the_owner_proves_in_a_browser(
    api: Api, mails: Mails, *, owner_is_first: bool
) -> None:
    portal, email = "social-work", f"owner-{owner_is_first}@example.org".lower()
    owner, stranger = api(portal, keeps_cookies=True), api(portal)
    if owner_is_first:
        assert submit(owner, "/en/sign-up", email=email, password=GOOD, accept_terms="yes").status == 303
    assert stranger.post("/en/sign-up", {"email": email, "password": STRANGERS, "accept_terms": True}).status == 202
    assert tries(stranger, email) == 401
    mail = mails(portal, email)[0]
    opened = submit(owner, "/en/activate", email=email, code=code_in(mail))
    assert tries(stranger, email) == 401
    if owner_is_first:
        assert opened.headers["location"] == "/en/sign-in"
        password = GOOD
    else:
        assert opened.headers["location"] == "/en/password/reset"
        assert submit(owner, "/en/password/reset", password=BETTER).headers["location"] == "/en/sign-in"
        password = BETTER
    assert tries(stranger, email) == 401
    assert sign_in(api(portal), email, password)


@pytest.mark.req("SEC19", "X3")
def test_a_program_with_the_code_alone_chooses_the_password(api: Api, mails: Mails) -> None:
    portal, email = "social-work", "program-owner@example.org"
    stranger, owner = api(portal), api(portal)
    stranger.post("/en/sign-up", {"email": email, "password": STRANGERS, "accept_terms": True})
    answer = owner.post("/en/activate", {"email": email, "code": code_in(mails(portal, email)[0])})
    assert (answer.status, tries(stranger, email)) == (200, 401)
    chosen = {"token": answer.json()["password_token"], "password": GOOD}
    assert owner.post("/en/password/reset", chosen).status == 200
    assert tries(stranger, email) == 401
    assert sign_in(owner, email, GOOD)


@pytest.mark.req("SEC24", "SEC07")
def test_neither_a_strangers_request_nor_sign_in_voids_the_link_that_the_owner_has(api: Api, mails: Mails) -> None:
    portal, email = "social-work", "asked-first@example.org"
    owner, stranger = api(portal), api(portal)
    owner.post("/en/sign-up", {"email": email, "password": GOOD, "accept_terms": True})
    owner.post("/en/activate", {"email": email, "code": code_in(mails(portal, email)[0])})
    owner.post("/en/password/forgotten", {"identifier": email})
    link = link_in(mails(portal, email, count=2)[0])
    stranger.post("/en/password/forgotten", {"identifier": email})
    assert link_in(mails(portal, email, count=3)[0]) == link
    assert tries(stranger, email) == 401
    chosen = {"token": link.partition("token=")[2], "password": BETTER}
    assert owner.post("/en/password/reset", chosen).status == 200
    assert sign_in(owner, email, BETTER)
