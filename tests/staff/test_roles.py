"""The table of roles: every route of the staff, every role, nobody, and a person of the public.

The states of files that it names are walked in test_review_states.py.
"""

import re
from html import unescape

import pytest

from chalicelib.counter import open_counter
from chalicelib.errors import Forged
from chalicelib.staff.access import STAFF, may
from chalicelib.staff.errors import NotYourRole
from chalicelib.staff.model import StaffRole
from chalicelib.staff.roles import TABLE
from chalicelib.web.desk import everyone
from chalicelib.web.languages import say
from tests.support.http import Answer, Browser, Program
from tests.support.people import activated, try_to_sign_in
from tests.support.staff import staff_member, staff_session
from tests.support.world import World

WORLD = World("social-work")
APP = open_counter(WORLD)
ROUTES = [route for route in APP.desk_routes if route.entrance is STAFF and route.access is not everyone]
SESSIONS = {role: staff_session(WORLD, staff_member(WORLD, role, email=f"{role}@body.example")) for role in StaffRole}
SORRY = {say(each.title, "fr", WORLD.portal.zone) for each in (NotYourRole, Forged)}
FORBIDDEN = "urn:guichet:problem:not-your-role"


def _asked(method: str, path: str, session: str | None) -> Answer:
    program = Program(APP, session=session)
    parts = dict.fromkeys(_names(path), "f" * 32)
    url = path.format(lang="fr", **parts)
    return program.get(url) if method == "GET" else program.post(url, "[]")  # nothing that any action takes


def _title(answer: Answer) -> str:
    found = re.search(r"<h1[^>]*>([^<]+)</h1>", answer.body)
    assert found, answer.body
    return unescape(found[1])


def _names(path: str) -> list[str]:
    return [part.strip("{}") for part in path.split("/") if part.startswith("{") and part != "{lang}"]


def _is_refused(answer: Answer) -> bool:
    return answer.status == 403 and answer.json["type"] == FORBIDDEN


@pytest.mark.req("SEC37")
def test_the_table_has_exactly_the_routes_that_there_are() -> None:
    assert TABLE.keys() == {(route.method, route.path) for route in ROUTES}


@pytest.mark.req("SEC37")
def test_every_route_of_the_staff_is_opened_by_its_row() -> None:
    assert [route.path for route in ROUTES if route.access is not may(route.method, route.path)] == []


@pytest.mark.req("SEC37")
def test_a_route_that_nobody_has_thought_about_can_not_be_registered() -> None:
    with pytest.raises(KeyError):
        may("GET", "/{lang}/staff/new")


@pytest.mark.req("SEC37")
@pytest.mark.parametrize("role", StaffRole)
@pytest.mark.parametrize(("method", "path"), sorted(TABLE))
def test_a_role_opens_what_its_row_says_and_nothing_else(method: str, path: str, role: StaffRole) -> None:
    answer = _asked(method, path, SESSIONS[role])
    assert _is_refused(answer) is (role not in TABLE[method, path].roles)
    assert answer.status != 401


@pytest.mark.req("SEC21", "SEC37")
@pytest.mark.parametrize(("method", "path"), sorted(TABLE))
def test_nobody_opens_any(method: str, path: str) -> None:
    assert _asked(method, path, None).status == 401


@pytest.mark.req("SEC37")
@pytest.mark.parametrize(("method", "path"), sorted(TABLE))
def test_a_person_of_the_public_opens_none(public: str, method: str, path: str) -> None:
    assert _asked(method, path, public).status == 401


@pytest.mark.req("SEC37")
@pytest.mark.parametrize(
    ("path", "role"),
    [
        (path, role)
        for method, path in sorted(TABLE)
        for role in (*StaffRole, None)
        if method == "POST" and role not in TABLE[method, path].roles
    ],
)
def test_who_is_refused_is_not_shown_the_page_behind_an_action(path: str, role: StaffRole | None) -> None:
    browser = Browser(APP)
    if role:
        browser.cookies[STAFF.cookie] = SESSIONS[role]
    browser.get("/fr/staff/sign-in")
    for token in ({}, {"csrf_token": "forged"}):
        answer = browser.post(path.format(lang="fr", **dict.fromkeys(_names(path), "f" * 32)), **token)
        assert answer.status in (303, 403)
        assert answer.status == 303 or _title(answer) in SORRY


@pytest.fixture(scope="module")
def public() -> str:
    """The session of someone with an account."""
    activated(WORLD)
    return try_to_sign_in(WORLD).token
