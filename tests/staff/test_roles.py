"""Which role opens which route of the staff, written out; nobody and a person of the public open none.

In which states of a file, test_review_states.py writes out.
"""

import re
from html import unescape

import pytest

from chalicelib.app_factory import create_app
from chalicelib.errors import Forged
from chalicelib.i18n.languages import say
from chalicelib.staff.errors import NotYourRole
from chalicelib.staff.guards import STAFF, requires, requires_fresh
from chalicelib.staff.model import StaffRole
from chalicelib.staff.permissions import GRANTS, Permission
from chalicelib.web.router import PUBLIC
from tests.support.http import Answer, Browser, Program
from tests.support.people import activated, try_to_sign_in
from tests.support.staff import staff_member, staff_session
from tests.support.world import World

ROLES = (StaffRole.REVIEWER, StaffRole.REGISTRAR, StaffRole.FINANCE, StaffRole.ADMINISTRATOR)
# One column for each of ROLES. It is what is meant, written by hand: never take it from the code.
MATRIX = """
x x x x  GET  /staff
x x x x  POST /staff/sign-out
x x x x  GET  /staff/sessions
x x x x  POST /staff/sessions
x x x x  POST /staff/sessions/stay
x x x x  GET  /staff/factors
x x x x  GET  /staff/factors/new
x x x x  POST /staff/factors/new
x x x x  POST /staff/factors/remove
x x x x  GET  /staff/password
x x x x  POST /staff/password
x x x x  GET  /staff/recovery-codes
x x x x  POST /staff/recovery-codes
. . . x  GET  /staff/people
. . . x  POST /staff/people
. . . x  GET  /staff/people/{person}
. . . x  POST /staff/people/{person}
. . . x  POST /staff/people/{person}/invitation
. . . x  POST /staff/people/{person}/disable
x x . x  GET  /staff/locks
x x . x  POST /staff/locks
x x . .  GET  /staff/mail
x x . .  POST /staff/mail
x x . .  GET  /staff/queue
x x . .  POST /staff/queue/find
x x . .  GET  /staff/requests
x x . .  GET  /staff/requests/{request}
x x . .  POST /staff/requests/{request}
x x . .  GET  /staff/files/{number}
x x . .  POST /staff/files/{number}/take
x x . .  GET  /staff/files/{number}/assignment
x x . .  POST /staff/files/{number}/assignment
x x . .  GET  /staff/files/{number}/note
x x . .  POST /staff/files/{number}/note
x x . .  GET  /staff/files/{number}/question
x x . .  POST /staff/files/{number}/question
x x . .  GET  /staff/files/{number}/hold
x x . .  POST /staff/files/{number}/hold
x x . .  POST /staff/files/{number}/resume
x x . .  GET  /staff/files/{number}/documents/{document}
x x . .  POST /staff/files/{number}/documents/{document}
x x . .  GET  /staff/files/{number}/documents/{document}/file
x x . .  GET  /staff/files/{number}/third-party
x x . .  POST /staff/files/{number}/third-party
x x . .  GET  /staff/files/{number}/third-party/{document}
x x . .  POST /staff/files/{number}/third-party/{document}
x x . .  POST /staff/files/{number}/third-party/{document}/remove
. x . .  GET  /staff/files/{number}/decision
. x . .  POST /staff/files/{number}/decision
. x . .  POST /staff/files/{number}/decision/withdraw
. . x .  GET  /staff/invoices
. . x .  POST /staff/invoices/find
. . x .  POST /staff/invoices/alerts
. . x .  GET  /staff/invoices/new
. . x .  POST /staff/invoices/new
. . x .  GET  /staff/invoices/{number}
. . x .  GET  /staff/invoices/{number}/close
. . x .  POST /staff/invoices/{number}/close
. . x .  GET  /staff/invoices/{number}/credit
. . x .  POST /staff/invoices/{number}/credit
. . x .  POST /staff/invoices/{number}/proposal/{proposal}
. . x .  GET  /staff/invoices/{number}/payment
. . x .  POST /staff/invoices/{number}/payment
. . x .  POST /staff/invoices/{number}/payment/{payment}
. . x .  GET  /staff/invoices/{number}/refund
. . x .  POST /staff/invoices/{number}/refund
. . x .  POST /staff/invoices/{number}/refund/{refund}
. . x .  GET  /staff/journal
. . x .  GET  /staff/journal/csv
"""
OPENED_BY = {
    (method, f"/{{lang}}{path}"): {role for role, mark in zip(ROLES, marks, strict=True) if mark == "x"}
    for *marks, method, path in map(str.split, MATRIX.strip().splitlines())
}
WORLD = World("social-work")
APP = create_app(WORLD)
ROUTES = [route for route in APP.named_routes if route.realm is STAFF and route.guard is not PUBLIC]
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
def test_the_matrix_has_exactly_the_routes_and_the_roles_that_there_are() -> None:
    assert OPENED_BY.keys() == {(route.method, route.path) for route in ROUTES}
    assert set(ROLES) == set(StaffRole)


@pytest.mark.req("SEC37")
def test_every_permission_guards_a_route_and_is_granted_by_a_role() -> None:
    guards = {route.guard for route in ROUTES}
    assert [each for each in Permission if guards.isdisjoint({requires(each), requires_fresh(each)})] == []
    assert set().union(*GRANTS.values()) == set(Permission)


@pytest.mark.req("SEC37")
@pytest.mark.parametrize("role", StaffRole)
@pytest.mark.parametrize(("method", "path"), sorted(OPENED_BY))
def test_a_role_opens_what_the_matrix_says_and_nothing_else(method: str, path: str, role: StaffRole) -> None:
    answer = _asked(method, path, SESSIONS[role])
    assert _is_refused(answer) is (role not in OPENED_BY[method, path])
    assert answer.status != 401


@pytest.mark.req("SEC21", "SEC37")
@pytest.mark.parametrize(("method", "path"), sorted(OPENED_BY))
def test_nobody_opens_any(method: str, path: str) -> None:
    assert _asked(method, path, None).status == 401


@pytest.mark.req("SEC37")
@pytest.mark.parametrize(("method", "path"), sorted(OPENED_BY))
def test_a_person_of_the_public_opens_none(public: str, method: str, path: str) -> None:
    assert _asked(method, path, public).status == 401


@pytest.mark.req("SEC37")
@pytest.mark.parametrize(
    ("path", "role"),
    [
        (path, role)
        for method, path in sorted(OPENED_BY)
        for role in (*StaffRole, None)
        if method == "POST" and role not in OPENED_BY[method, path]
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


@pytest.fixture(scope="session")
def public() -> str:
    """The session of someone with an account."""
    activated(WORLD)
    return try_to_sign_in(WORLD).token
