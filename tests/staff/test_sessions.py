"""How long a session of the staff lasts, and whose it is."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from chalice.app import Chalice

from chalicelib.accounts.actions.sessions import resume as resume_person
from chalicelib.staff.actions.sessions import resume
from chalicelib.staff.guards import STAFF
from chalicelib.web import cookies
from tests.support.http import Browser, Program
from tests.support.members import browser_of_member
from tests.support.people import activated, try_to_sign_in
from tests.support.staff import staff_browser, staff_member, staff_program, staff_session
from tests.support.world import World

Worlds = Callable[[str], World]
AppFactory = Callable[[World], Chalice]
IDLE = [("social-work", timedelta(minutes=15)), ("example", timedelta(minutes=2))]
# how long at most, and after how many seconds one is back each time: before idleness ends it, after 15 minutes
ABSOLUTE = [("social-work", timedelta(hours=10), 14 * 60), ("example", timedelta(minutes=11), 30)]


@pytest.mark.req("S3", "SEC27")
@pytest.mark.parametrize(("portal", "idle"), IDLE)
def test_a_session_ends_with_idleness_to_the_second(world: Worlds, portal: str, idle: timedelta) -> None:
    here = world(portal)
    token, other = (staff_session(here, staff_member(here, email=f"{name}@body.example")) for name in "ab")
    assert other != token
    here.clock.advance(idle - timedelta(seconds=1))
    assert resume(here, other, here.now)
    here.clock.advance(seconds=31)
    assert resume(here, token, here.now) is None


@pytest.mark.req("S3", "SEC28")
@pytest.mark.parametrize(("portal", "absolute", "every"), ABSOLUTE)
def test_a_session_ends_after_its_longest_duration_whatever_is_done(
    world: Worlds, portal: str, absolute: timedelta, every: int
) -> None:
    here = world(portal)
    token = staff_session(here, staff_member(here))
    end = here.now + absolute
    while here.now + timedelta(seconds=every) < end:
        here.clock.advance(seconds=every)
        assert resume(here, token, here.now)
    here.clock.advance(seconds=every)
    assert resume(here, token, here.now) is None


@pytest.mark.req("SEC37")
def test_a_persons_session_is_nothing_to_the_staff_and_the_other_way_round(world: Worlds) -> None:
    here = world("social-work")
    activated(here)
    persons, staffs = try_to_sign_in(here).token, staff_session(here, staff_member(here))
    assert resume(here, persons, here.now) is None
    assert resume_person(here, staffs, here.now) is None


@pytest.mark.req("SEC37")
def test_a_cookie_of_one_entrance_opens_nothing_at_the_other(world: Worlds, app_for: AppFactory) -> None:
    here = world("social-work")
    app = app_for(here)
    staff = staff_browser(here, app)
    person = browser_of_member(here, app)
    staff.cookies[cookies.SESSION] = staff.cookies.pop(STAFF.cookie)
    person.cookies[STAFF.cookie] = person.cookies.pop(cookies.SESSION)
    assert staff.get("/fr/account").location == "/fr/sign-in"
    assert person.get("/fr/staff").location == "/fr/staff/sign-in"


@pytest.mark.req("SEC31")
def test_the_cookie_of_the_staff_is_as_strict_as_that_of_a_person(world: Worlds, app_for: AppFactory) -> None:
    here = world("social-work")
    browser = staff_browser(here, app_for(here))
    browser.get("/fr/staff")
    line = next(each for each in browser.post("/fr/staff/sign-out").cookies if each.startswith(STAFF.cookie))
    assert line == f"{STAFF.cookie}=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0"


@pytest.mark.req("S1", "SEC30")
def test_a_session_is_dead_after_signing_out(world: Worlds, app_for: AppFactory) -> None:
    here = world("social-work")
    program = staff_program(here, app_for(here))
    assert program.post("/fr/staff/sign-out").status == 204
    assert program.get("/fr/staff").status == 401


@pytest.mark.req("S11")
def test_sessions_are_listed_and_ended_one_by_one(world: Worlds, app_for: AppFactory) -> None:
    here = world("social-work")
    staff = staff_member(here)
    app = app_for(here)
    program, other = (Program(app, session=staff_session(here, staff)) for _ in range(2))
    rows = program.get("/fr/staff/sessions").json["sessions"]
    elsewhere = [row["session"] for row in rows if not row["is_this"] and row["created_at"] == rows[0]["created_at"]]
    for session in elsewhere:
        program.post("/fr/staff/sessions", session=session)
    assert (program.get("/fr/staff").status, other.get("/fr/staff").status) == (200, 401)


@pytest.mark.req("S11")
def test_all_other_sessions_are_ended_at_once(world: Worlds, app_for: AppFactory) -> None:
    here = world("social-work")
    staff = staff_member(here)
    app = app_for(here)
    program, other = (Program(app, session=staff_session(here, staff)) for _ in range(2))
    assert program.post("/fr/staff/sessions").status == 200
    assert (program.get("/fr/staff").status, other.get("/fr/staff").status) == (200, 401)


@pytest.mark.req("S3")
def test_staying_lengthens_the_session(world: Worlds, app_for: AppFactory) -> None:
    here = world("social-work")
    program = staff_program(here, app_for(here))
    here.clock.advance(minutes=14)
    ends_at = program.post("/fr/staff/sessions/stay").json["ends_at"]
    assert ends_at == (here.now + timedelta(minutes=15)).isoformat().replace("+00:00", "Z")


@pytest.mark.req("S3")
def test_a_browser_whose_session_ended_is_told_so(world: Worlds, app_for: AppFactory) -> None:
    here = world("social-work")
    browser: Browser = staff_browser(here, app_for(here), language="en")
    here.clock.advance(minutes=16)
    assert "Your session ended" in browser.get(browser.get("/en/staff").location).body
