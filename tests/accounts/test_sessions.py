"""How long a session lasts, and who ends it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from chalice.app import Chalice

from chalicelib.accounts.actions.sessions import list_sessions, resume
from chalicelib.activities.model import partition
from tests.support.http import Browser, Program
from tests.support.memory import MemoryTable
from tests.support.people import VISITOR, ZOE, activated, signed_in, try_to_sign_in
from tests.support.world import GOOD, World

Worlds = Callable[[str], World]
AppFactory = Callable[[World], Chalice]
PASSWORD = GOOD + "12"
IDLE = [("citizen-account", timedelta(minutes=15)), ("example", timedelta(minutes=1))]
# how long at most, and after how many seconds one is back each time: before idleness ends it, after 15 minutes
ABSOLUTE = [("citizen-account", timedelta(hours=12), 14 * 60), ("example", timedelta(minutes=9), 30)]


@pytest.mark.req("S3", "SEC27")
@pytest.mark.parametrize(("portal", "idle"), IDLE)
def test_a_session_survives_idleness_to_the_last_second(world: Worlds, portal: str, idle: timedelta) -> None:
    app_for = world(portal)
    activated(app_for, password=PASSWORD)
    token = try_to_sign_in(app_for, password=PASSWORD).token
    app_for.clock.advance(idle - timedelta(seconds=1))
    assert resume(app_for, token, app_for.now)


@pytest.mark.req("S3", "SEC27")
@pytest.mark.parametrize(("portal", "idle"), IDLE)
def test_then_it_is_over_though_its_row_is_still_there(world: Worlds, portal: str, idle: timedelta) -> None:
    app_for = world(portal)
    account = activated(app_for, password=PASSWORD)
    token = try_to_sign_in(app_for, password=PASSWORD).token
    app_for.clock.advance(idle)
    assert resume(app_for, token, app_for.now) is None
    assert len(list(app_for.table.query(partition(account.id), "SESSION#"))) == 1


@pytest.mark.req("S3")
def test_activity_prolongs_it(world: Worlds) -> None:
    citizen = world("citizen-account")
    activated(citizen)
    token = try_to_sign_in(citizen).token
    for _ in range(4):
        citizen.clock.advance(minutes=14)
        assert resume(citizen, token, citizen.now)


@pytest.mark.req("S3", "SEC28")
@pytest.mark.parametrize(("portal", "absolute", "every"), ABSOLUTE)
def test_someone_active_all_the_time_is_out_at_the_absolute_limit(
    world: Worlds, portal: str, absolute: timedelta, every: int
) -> None:
    app_for = world(portal)
    activated(app_for, password=PASSWORD)
    token, begun = try_to_sign_in(app_for, password=PASSWORD).token, app_for.now
    while app_for.now < begun + absolute - timedelta(seconds=every):
        app_for.clock.advance(seconds=every)
        assert resume(app_for, token, app_for.now)
    app_for.clock.advance(begun + absolute - timedelta(seconds=1) - app_for.now)
    assert resume(app_for, token, app_for.now)
    app_for.clock.advance(seconds=1)
    assert resume(app_for, token, app_for.now) is None


@pytest.mark.req("S3")
def test_activity_is_written_down_at_most_once_a_minute() -> None:
    table = MemoryTable()
    citizen = World("citizen-account", table)
    activated(citizen)
    token = try_to_sign_in(citizen).token
    table.calls.clear()
    for _ in range(12):
        citizen.clock.advance(seconds=10)
        resume(citizen, token, citizen.now)
    assert table.calls.count("update") == 2
    assert table.calls.count("get_many") == 12


@pytest.mark.req("S3", "SEC27")
def test_the_page_says_when_the_session_ends_and_when_to_warn(world: Worlds, app_for: AppFactory) -> None:
    citizen = world("citizen-account")
    activated(citizen)
    browser = Browser(app_for(citizen))
    browser.submit("/fr/sign-in", identifier=ZOE, password=GOOD)
    page = browser.get("/fr/account").body
    assert 'data-ends-at="2026-03-02T15:15:00+00:00"' in page
    assert 'data-warning-seconds="150"' in page
    assert "Elle prend fin après 15\u00a0minutes d’inactivité." in page


@pytest.mark.req("S3", "SEC27", "SEC32")
def test_staying_is_a_deed_of_the_person_and_makes_the_session_last(world: Worlds, app_for: AppFactory) -> None:
    citizen = world("citizen-account")
    activated(citizen)
    browser = Browser(app_for(citizen))
    browser.submit("/en/sign-in", identifier=ZOE, password=GOOD)
    citizen.clock.advance(minutes=14)
    assert browser.post("/en/account/sessions/stay").status == 204
    citizen.clock.advance(minutes=14)
    assert browser.get("/en/account").status == 200


@pytest.mark.req("S3", "X1")
@pytest.mark.parametrize(("language", "words"), [("fr", "Votre session a pris fin."), ("en", "Your session ended.")])
def test_who_comes_too_late_is_told_why_to_sign_in_again(
    world: Worlds, app_for: AppFactory, language: str, words: str
) -> None:
    citizen = world("citizen-account")
    activated(citizen)
    browser = Browser(app_for(citizen))
    browser.submit(f"/{language}/sign-in", identifier=ZOE, password=GOOD)
    citizen.clock.advance(minutes=15)
    answer = browser.get(f"/{language}/account")
    assert answer.location == f"/{language}/sign-in"
    assert words in browser.get(answer.location).body


@pytest.mark.req("S11")
def test_a_person_sees_where_the_sessions_are(world: Worlds) -> None:
    citizen = world("citizen-account")
    activated(citizen)
    phone = VISITOR._replace(agent="Mozilla/5.0 (iPhone; CPU iPhone OS 19_0) Version/19.0 Safari/604.1")
    signed_in(citizen, visitor=phone)
    citizen.clock.advance(minutes=1)
    here = signed_in(citizen)
    assert [session.device for session in list_sessions(citizen, here, citizen.now)] == [
        "Firefox, Windows",
        "Safari, iPhone",
    ]


@pytest.mark.req("S11", "SEC30")
def test_a_person_ends_one_session_and_only_that(world: Worlds, app_for: AppFactory) -> None:
    citizen = world("citizen-account")
    activated(citizen)
    app = app_for(citizen)
    mine, other, third = (Program(app, session=try_to_sign_in(citizen).token) for _ in range(3))
    doomed = other.get("/en/account/sessions").json["sessions"]
    name = next(row["session"] for row in doomed if row["is_this"])
    assert mine.post("/en/account/sessions", session=name).status == 200
    assert [client.get("/en/account").status for client in (mine, other, third)] == [200, 401, 200]


@pytest.mark.req("S11", "SEC30")
def test_a_person_ends_all_other_sessions_at_once(world: Worlds, app_for: AppFactory) -> None:
    citizen = world("citizen-account")
    activated(citizen)
    app = app_for(citizen)
    mine, other, third = (Program(app, session=try_to_sign_in(citizen).token) for _ in range(3))
    mine.post("/en/account/sessions")
    assert [client.get("/en/account").status for client in (mine, other, third)] == [200, 401, 401]


@pytest.mark.req("S11")
def test_nobody_ends_someone_elses_session(world: Worlds, app_for: AppFactory) -> None:
    citizen = world("citizen-account")
    activated(citizen)
    activated(citizen, "ann@example.org")
    app = app_for(citizen)
    zoe = Program(app, session=try_to_sign_in(citizen).token)
    ann = Program(app, session=try_to_sign_in(citizen, "ann@example.org").token)
    name = zoe.get("/en/account/sessions").json["sessions"][0]["session"]
    ann.post("/en/account/sessions", session=name)
    assert zoe.get("/en/account").status == 200


@pytest.mark.req("SEC26")
@pytest.mark.parametrize("token", ["", "x", "0" * 75, "0" * 32 + "\u00e9" * 43, "a" * 4000])
def test_a_token_that_is_none_of_ours_opens_nothing(world: Worlds, app_for: AppFactory, token: str) -> None:
    citizen = world("citizen-account")
    assert Program(app_for(citizen), session=token or "-").get("/en/account").status == 401


@pytest.mark.req("SEC16")
def test_the_table_does_not_know_what_would_open_a_session(world: Worlds) -> None:
    citizen = world("citizen-account")
    account = activated(citizen)
    token = try_to_sign_in(citizen).token
    assert token[32:] not in str(list(citizen.table.query(partition(account.id))))
