"""Which role opens which route of the staff, written out; every route with every role, nobody, and a person.

The states of a file in which a route is open are walked in test_review_states.py.
"""

import re
from html import unescape

import pytest

from chalicelib.app_factory import create_app
from chalicelib.errors import Forged
from chalicelib.i18n.languages import say
from chalicelib.staff.errors import NotYourRole
from chalicelib.staff.guards import STAFF, requires
from chalicelib.staff.model import StaffRole
from chalicelib.staff.permissions import GRANTS, Permission
from chalicelib.web.router import PUBLIC
from tests.support.http import Answer, Browser, Program
from tests.support.people import activated, try_to_sign_in
from tests.support.staff import staff_member, staff_session
from tests.support.world import World

EMAILS = {"A": StaffRole.ADMINISTRATOR, "V": StaffRole.REVIEWER, "R": StaffRole.REGISTRAR, "F": StaffRole.FINANCE}
MATRIX = {  # the roles that open a route, by the emails above; a line here is decided, not computed
    "GET /{lang}/staff": "AVRF",
    "POST /{lang}/staff/sign-out": "AVRF",
    "GET /{lang}/staff/sessions": "AVRF",
    "POST /{lang}/staff/sessions": "AVRF",
    "POST /{lang}/staff/sessions/stay": "AVRF",
    "GET /{lang}/staff/factors": "AVRF",
    "GET /{lang}/staff/factors/new": "AVRF",
    "POST /{lang}/staff/factors/new": "AVRF",
    "POST /{lang}/staff/factors/remove": "AVRF",
    "GET /{lang}/staff/password": "AVRF",
    "POST /{lang}/staff/password": "AVRF",
    "GET /{lang}/staff/recovery-codes": "AVRF",
    "POST /{lang}/staff/recovery-codes": "AVRF",
    "GET /{lang}/staff/people": "A",
    "POST /{lang}/staff/people": "A",
    "GET /{lang}/staff/people/{person}": "A",
    "POST /{lang}/staff/people/{person}": "A",
    "POST /{lang}/staff/people/{person}/invitation": "A",
    "POST /{lang}/staff/people/{person}/disable": "A",
    "GET /{lang}/staff/locks": "AVR",
    "POST /{lang}/staff/locks": "AVR",
    "GET /{lang}/staff/mail": "VR",
    "POST /{lang}/staff/mail": "VR",
    "GET /{lang}/staff/queue": "VR",
    "POST /{lang}/staff/queue/find": "VR",
    "GET /{lang}/staff/requests": "VR",
    "GET /{lang}/staff/requests/{request}": "VR",
    "POST /{lang}/staff/requests/{request}": "VR",
    "GET /{lang}/staff/files/{number}": "VR",
    "POST /{lang}/staff/files/{number}/take": "VR",
    "GET /{lang}/staff/files/{number}/assignment": "VR",
    "POST /{lang}/staff/files/{number}/assignment": "VR",
    "GET /{lang}/staff/files/{number}/note": "VR",
    "POST /{lang}/staff/files/{number}/note": "VR",
    "GET /{lang}/staff/files/{number}/question": "VR",
    "POST /{lang}/staff/files/{number}/question": "VR",
    "GET /{lang}/staff/files/{number}/hold": "VR",
    "POST /{lang}/staff/files/{number}/hold": "VR",
    "POST /{lang}/staff/files/{number}/resume": "VR",
    "GET /{lang}/staff/files/{number}/documents/{document}": "VR",
    "POST /{lang}/staff/files/{number}/documents/{document}": "VR",
    "GET /{lang}/staff/files/{number}/documents/{document}/file": "VR",
    "GET /{lang}/staff/files/{number}/third-party": "VR",
    "POST /{lang}/staff/files/{number}/third-party": "VR",
    "GET /{lang}/staff/files/{number}/third-party/{document}": "VR",
    "POST /{lang}/staff/files/{number}/third-party/{document}": "VR",
    "POST /{lang}/staff/files/{number}/third-party/{document}/remove": "VR",
    "GET /{lang}/staff/files/{number}/decision": "R",
    "POST /{lang}/staff/files/{number}/decision": "R",
    "POST /{lang}/staff/files/{number}/decision/withdraw": "R",
    "GET /{lang}/staff/invoices": "F",
    "POST /{lang}/staff/invoices/find": "F",
    "POST /{lang}/staff/invoices/alerts": "F",
    "GET /{lang}/staff/invoices/new": "F",
    "POST /{lang}/staff/invoices/new": "F",
    "GET /{lang}/staff/invoices/{number}": "F",
    "GET /{lang}/staff/invoices/{number}/close": "F",
    "POST /{lang}/staff/invoices/{number}/close": "F",
    "GET /{lang}/staff/invoices/{number}/credit": "F",
    "POST /{lang}/staff/invoices/{number}/credit": "F",
    "GET /{lang}/staff/invoices/{number}/payment": "F",
    "POST /{lang}/staff/invoices/{number}/payment": "F",
    "POST /{lang}/staff/invoices/{number}/payment/{payment}": "F",
    "GET /{lang}/staff/invoices/{number}/refund": "F",
    "POST /{lang}/staff/invoices/{number}/refund": "F",
    "POST /{lang}/staff/invoices/{number}/refund/{refund}": "F",
    "GET /{lang}/staff/journal": "F",
    "GET /{lang}/staff/journal/csv": "F",
}
OPENS = {tuple(route.split(" ")): {EMAILS[email] for email in roles} for route, roles in MATRIX.items()}
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
def test_the_matrix_has_exactly_the_routes_that_there_are() -> None:
    assert OPENS.keys() == {(route.method, route.path) for route in ROUTES}


@pytest.mark.req("SEC37")
def test_every_permission_guards_a_route_and_is_granted_by_a_role() -> None:
    guards = {route.guard for route in ROUTES}
    assert [each for each in Permission if requires(each) not in guards] == []
    assert set().union(*GRANTS.values()) == set(Permission)


@pytest.mark.req("SEC37")
@pytest.mark.parametrize("role", StaffRole)
@pytest.mark.parametrize(("method", "path"), sorted(OPENS))
def test_a_role_opens_what_the_matrix_says_and_nothing_else(method: str, path: str, role: StaffRole) -> None:
    answer = _asked(method, path, SESSIONS[role])
    assert _is_refused(answer) is (role not in OPENS[method, path])
    assert answer.status != 401


@pytest.mark.req("SEC21", "SEC37")
@pytest.mark.parametrize(("method", "path"), sorted(OPENS))
def test_nobody_opens_any(method: str, path: str) -> None:
    assert _asked(method, path, None).status == 401


@pytest.mark.req("SEC37")
@pytest.mark.parametrize(("method", "path"), sorted(OPENS))
def test_a_person_of_the_public_opens_none(public: str, method: str, path: str) -> None:
    assert _asked(method, path, public).status == 401


@pytest.mark.req("SEC37")
@pytest.mark.parametrize(
    ("path", "role"),
    [
        (path, role)
        for method, path in sorted(OPENS)
        for role in (*StaffRole, None)
        if method == "POST" and role not in OPENS[method, path]
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
