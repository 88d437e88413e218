"""Staff sign in with a password, then with what they have."""

from collections.abc import Callable

import pytest
from chalice.app import Chalice

from chalicelib.app_factory import create_app
from chalicelib.cloud.passwords import Argon2Passwords
from chalicelib.staff.actions.sign_in import read_pending_sign_in
from chalicelib.staff.errors import StaffSignInRefused
from chalicelib.staff.model import StaffState
from chalicelib.urls import PATHS
from chalicelib.web.router import PAGES, Route
from tests.support.http import Browser, Program
from tests.support.memory import MemoryTable
from tests.support.routes import ROUTES, SAMPLES, Samples, address, guard_name, name_of
from tests.support.staff import (
    ANNE,
    PASSWORD,
    as_it_is,
    changed,
    code_of,
    invited,
    staff_browser,
    staff_member,
    try_password,
)
from tests.support.world import World

Worlds = Callable[[str], World]
AppFactory = Callable[[World], Chalice]
WRONG = "000000"


@pytest.mark.req("S10", "SEC21")
@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_browser_goes_through_both_steps_and_arrives(world: Worlds, app_for: AppFactory, language: str) -> None:
    here = world("social-work")
    browser = staff_browser(here, app_for(here), language=language)
    assert browser.get(f"/{language}/staff").status == 200


@pytest.mark.req("S10", "X3")
def test_a_program_goes_through_both_steps_with_json(world: Worlds, app_for: AppFactory) -> None:
    here = world("social-work")
    staff = staff_member(here)
    program = Program(app_for(here))
    begun = program.post("/en/staff/sign-in", email=ANNE, password=PASSWORD).json
    answer = program.post("/en/staff/sign-in/factor", ticket=begun["ticket"], code=code_of(here, staff))
    assert answer.status == 200
    assert program.get("/en/staff").json == {"email": ANNE, "roles": ["administrator"]}


@pytest.mark.req("SEC21")
def test_the_password_alone_opens_nothing(world: Worlds, app_for: AppFactory) -> None:
    here = world("social-work")
    staff_member(here)
    app = app_for(here)
    browser = Browser(app)
    browser.submit("/fr/staff/sign-in", email=ANNE, password=PASSWORD)
    assert browser.get("/fr/staff").location == "/fr/staff/sign-in"
    ticket = try_password(here).ticket
    assert Program(app, session=ticket).get("/fr/staff").status == 401


@pytest.mark.req("S10", "SEC02")
@pytest.mark.parametrize("state", [StaffState.DISABLED, StaffState.INVITED])
def test_who_is_not_active_is_refused_like_anyone(world: Worlds, state: StaffState) -> None:
    here = world("social-work")
    changed(here, staff_member(here), state=state)
    with pytest.raises(StaffSignInRefused):
        try_password(here)


@pytest.mark.req("SEC02")
@pytest.mark.parametrize(("email", "password"), [(ANNE, "wrong"), ("nobody@body.example", PASSWORD)])
def test_an_unknown_address_and_a_wrong_password_get_the_same_answer(
    world: Worlds, app_for: AppFactory, email: str, password: str
) -> None:
    here = world("social-work")
    staff_member(here)
    answer = Program(app_for(here)).post("/fr/staff/sign-in", email=email, password=password)
    expected = Program(app_for(here)).post("/fr/staff/sign-in", email="x@body.example", password="x")
    assert (answer.status, answer.body) == (401, expected.body)


@pytest.mark.req("SEC02")
def test_a_refusal_is_named_and_worded_for_staff(world: Worlds, app_for: AppFactory) -> None:
    problem = Program(app_for(world("example"))).post("/en/staff/sign-in", email=ANNE, password="wrong").json
    assert problem.pop("request_id")
    assert problem == {
        "type": "urn:guichet:problem:staff-sign-in-refused",
        "title": "You could not be signed in",
        "status": 401,
        "detail": "The email address or the password is not right. After 3 failures, access is blocked for "
        "4\u00a0minutes, even with the right password.",
    }


@pytest.mark.req("SEC03")
def test_a_refusal_costs_as_many_calls_whoever_it_is() -> None:
    costs = set()
    for email in (ANNE, "nobody@body.example"):
        table = MemoryTable()
        here = World("social-work", table)
        staff_member(here)
        table.calls.clear()
        with pytest.raises(StaffSignInRefused):
            try_password(here, email, "wrong")
        costs.add(tuple(table.calls))
    assert len(costs) == 1


@pytest.mark.req("S2", "SEC05")
@pytest.mark.parametrize("email", [ANNE, "nobody@body.example"])
def test_the_right_password_is_refused_after_too_many_wrong_ones(world: Worlds, email: str) -> None:
    here = world("example")
    staff_member(here)
    for _ in range(3):
        with pytest.raises(StaffSignInRefused):
            try_password(here, email, "wrong")
    with pytest.raises(StaffSignInRefused):
        try_password(here, email)


@pytest.mark.req("S2")
def test_it_opens_again_to_the_second_and_the_owner_was_told(world: Worlds) -> None:
    here = world("example")
    staff_member(here)
    for _ in range(3):
        with pytest.raises(StaffSignInRefused):
            try_password(here, password="wrong")
    here.clock.advance(minutes=4, seconds=-1)
    with pytest.raises(StaffSignInRefused):
        try_password(here)
    here.clock.advance(seconds=1)
    assert try_password(here).ticket
    assert "bloqué" in here.mail(ANNE).subject


@pytest.mark.req("SEC14")
def test_a_weaker_hash_is_made_anew_at_the_next_sign_in(world: Worlds) -> None:
    here = world("social-work")
    staff = staff_member(here)
    here.passwords = Argon2Passwords(memory_kib=16, passes=1)
    ticket = try_password(here).ticket
    assert as_it_is(here, staff).password != staff.password
    assert read_pending_sign_in(here, ticket, here.now)


@pytest.mark.req("S1")
@pytest.mark.parametrize("route", [route for route in ROUTES if "as_staff" in guard_name(route)], ids=name_of)
def test_who_is_sent_to_sign_in_comes_back_to_where_that_was_needed(route: Route) -> None:
    here = World("social-work")
    staff, app = staff_member(here), create_app(here)
    browser = Browser(app)
    browser.get("/fr/staff/sign-in")
    browser.get(address(route)) if route.method == "GET" else browser.post(address(route))
    browser.submit("/fr/staff/sign-in", email=ANNE, password=PASSWORD)
    answer = browser.post("/fr/staff/sign-in/factor", code=code_of(here, staff))
    page = PAGES.get(route.retry_page) if route.method == "POST" and route.retry_page else None
    has_button = PATHS[page.name] if page else app.page_of(route)
    assert answer.location == has_button.format_map(Samples({**SAMPLES, "lang": "fr"}))


def test_staff_are_not_sent_to_a_page_that_a_person_wanted(world: Worlds, app_for: AppFactory) -> None:
    here = world("social-work")
    staff = staff_member(here)
    browser = Browser(app_for(here))
    browser.get("/fr/account")
    browser.submit("/fr/staff/sign-in", email=ANNE, password=PASSWORD)
    assert browser.post("/fr/staff/sign-in/factor", code=code_of(here, staff)).location == "/fr/staff"


def test_the_page_of_the_second_step_is_nothing_without_the_first(world: Worlds, app_for: AppFactory) -> None:
    here = world("social-work")
    invited(here)
    assert Browser(app_for(here)).get("/fr/staff/sign-in/factor").location == "/fr/staff/sign-in"


def test_a_wrong_code_is_said_on_the_page_of_the_second_step(world: Worlds, app_for: AppFactory) -> None:
    here = world("social-work")
    staff_member(here)
    browser = Browser(app_for(here))
    browser.submit("/fr/staff/sign-in", email=ANNE, password=PASSWORD)
    answer = browser.post("/fr/staff/sign-in/factor", code=WRONG)
    assert answer.status == 422
    assert 'href="#code"' in answer.body
