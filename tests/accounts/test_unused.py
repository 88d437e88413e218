"""Accounts that nobody signs in to: announced, kept, closed or removed (REQUIREMENTS E1, E3; SECURITY REL14, REL23)."""

from collections.abc import Callable
from datetime import datetime

import pytest
from chalice.app import Chalice

from chalicelib.accounts.actions import find
from chalicelib.accounts.actions.administration import admit
from chalicelib.accounts.actions.retention import keep, review_accounts
from chalicelib.accounts.errors import SignInRefused
from chalicelib.accounts.model import AccountState
from chalicelib.retention.errors import KeepLinkVoid
from scheduled import expire
from tests.support.absence import A_SECOND, CLOSED, DAY, FIRST, OVER, SECOND, announced, rows_of, run, told
from tests.support.faults import InterruptedTable, RefusingMailbox
from tests.support.http import Browser
from tests.support.memory import MemoryTable
from tests.support.people import ZOE, account_of, activated, changed, signed_in, try_to_sign_in
from tests.support.world import World, link_in, token_in

Worlds = Callable[[str], World]
AppFactory = Callable[[World], Chalice]


# --- announced ---


@pytest.mark.req("E1")
def test_the_end_is_announced_sixty_and_thirty_days_before_to_the_second(world: Worlds) -> None:
    citizen = world("citizen-account")
    activated(citizen)
    found = []
    for moment in (FIRST, SECOND):
        for more in (-A_SECOND, 0 * DAY):
            run(citizen, moment + more)
            found.append(len(told(citizen)))
    assert found == [0, 1, 1, 2]


@pytest.mark.req("E1", "X1")
def test_a_notice_says_the_day_and_has_a_link_that_keeps_the_account(world: Worlds) -> None:
    citizen = world("citizen-account")
    announced(citizen)
    mail = citizen.mail(ZOE)
    assert mail.subject == "Votre compte sera supprimé"
    assert "2\u00a0septembre\u00a02028" in mail.text
    assert link_in(mail).startswith("/fr/keep/account?token=")


@pytest.mark.req("E1")
@pytest.mark.parametrize("portal", ["financial-licensing", "psychotherapy", "social-work"])
def test_where_no_document_says_so_accounts_are_kept_for_ever(portal: str) -> None:
    world = World(portal)
    account = activated(world)
    run(world, OVER + 3650 * DAY)
    assert (account_of(world), told(world)) == (account, [])


# --- called off ---


@pytest.mark.req("E1", "E3")
@pytest.mark.parametrize("moment", [FIRST, SECOND, OVER])
def test_signing_in_calls_it_off_and_the_time_begins_anew(world: Worlds, moment: datetime) -> None:
    citizen = world("citizen-account")
    activated(citizen)
    for each in (each for each in (FIRST, SECOND) if each <= moment):
        run(citizen, each)
    citizen.clock.advance(moment - citizen.now)
    signed_in(citizen)
    before = len(told(citizen))
    run(citizen, moment + 800 * DAY)
    assert (account_of(citizen).state, len(told(citizen))) == (AccountState.ACTIVE, before)


@pytest.mark.req("E3")
def test_a_sign_in_still_costs_four_calls() -> None:
    citizen = World("citizen-account", table := MemoryTable())
    announced(citizen)
    table.calls.clear()
    try_to_sign_in(citizen)
    assert table.calls == ["get_many", "get", "update", "commit"]


@pytest.mark.req("REL23")
def test_who_signs_in_at_the_very_moment_of_the_end_keeps_the_account() -> None:
    citizen = World("citizen-account", table := InterruptedTable())
    announced(citizen)
    citizen.clock.advance(OVER - citizen.now)
    table.interruption = lambda: signed_in(citizen)
    assert review_accounts(citizen, (), citizen.now) == 0
    assert account_of(citizen).state is AccountState.ACTIVE


@pytest.mark.req("REL23")
def test_whose_account_has_just_ended_is_not_let_in_by_a_sign_in_that_began_before() -> None:
    citizen = World("citizen-account", table := InterruptedTable())
    announced(citizen)
    citizen.clock.advance(OVER - citizen.now)
    table.interruption = lambda: expire.run(citizen, citizen.now)
    with pytest.raises(Exception, match="changed by someone else"):
        try_to_sign_in(citizen)
    with pytest.raises(SignInRefused):
        try_to_sign_in(citizen)


@pytest.mark.req("E3", "SEC19")
def test_looking_at_the_link_changes_nothing_and_one_click_keeps_the_account(app_for: AppFactory) -> None:
    citizen = World("citizen-account", table := MemoryTable())
    announced(citizen)
    browser, before = Browser(app_for(citizen)), dict(table.items)
    page = browser.get(browser.get(link_in(citizen.mail(ZOE))).location)
    assert (page.status, table.items) == (200, before)
    kept = browser.post("/fr/keep/account")
    assert "Votre compte est conservé." in browser.get(kept.location).body
    run(citizen, OVER + 700 * DAY)
    assert account_of(citizen).state is AccountState.ACTIVE


@pytest.mark.req("E3")
def test_the_link_works_no_more_once_someone_signed_in(world: Worlds) -> None:
    citizen = world("citizen-account")
    announced(citizen)
    token = token_in(citizen.mail(ZOE))
    citizen.clock.advance(DAY)
    signed_in(citizen)
    with pytest.raises(KeepLinkVoid):
        keep(citizen, token, citizen.now)


@pytest.mark.req("E1", "E3")
def test_what_is_under_way_keeps_the_account_and_nothing_is_announced(world: Worlds) -> None:
    citizen = world("citizen-account")
    activated(citizen)
    citizen.clock.advance(OVER + 30 * DAY - citizen.now)
    assert review_accounts(citizen, (lambda *_: True,), citizen.now) == 0
    assert review_accounts(citizen, (lambda *_: False,), citizen.now + DAY) == 1


@pytest.mark.req("REL14")
def test_while_staff_do_not_know_of_a_notice_that_failed_nothing_is_removed(world: Worlds) -> None:
    citizen = world("citizen-account")
    activated(citizen)
    citizen.mailer = RefusingMailbox()
    for moment in (FIRST, SECOND, OVER, OVER + 90 * DAY):
        run(citizen, moment)
    assert account_of(citizen).state is AccountState.ACTIVE


# --- over: removed ---


@pytest.mark.req("E1", "E3")
def test_after_thirty_months_nothing_of_the_account_is_left(world: Worlds) -> None:
    citizen = world("citizen-account")
    account = announced(citizen)
    run(citizen, OVER - A_SECOND)
    assert account_of(citizen).id == account
    run(citizen, OVER)
    assert rows_of(citizen, account) == set()
    assert find.by_identifier(citizen, "email", ZOE, citizen.now) is None


@pytest.mark.req("E1")
def test_only_a_tombstone_says_that_there_was_one_and_why_there_is_none() -> None:
    citizen = World("citizen-account", table := MemoryTable())
    account = announced(citizen)
    run(citizen, OVER)
    run(citizen, OVER + DAY)
    left = {key.pk.partition("#")[0]: item for key, item in table.items.items() if "ttl" not in item}
    assert left.keys() == {"TOMBSTONE"}
    stone = left["TOMBSTONE"]
    assert (stone["account"], stone["reason"], len(stone["told_at"])) == (account, "inactive", 2)
    assert "zoe" not in str(stone)


@pytest.mark.req("E1")
def test_the_address_can_be_signed_up_with_again(world: Worlds) -> None:
    citizen = world("citizen-account")
    account = announced(citizen)
    run(citizen, OVER)
    assert activated(citizen).id != account


@pytest.mark.req("REL22", "E3")
def test_after_a_month_of_missed_runs_both_notices_go_out_and_the_days_between_are_whole(world: Worlds) -> None:
    citizen = world("citizen-account")
    activated(citizen)
    late, seen = OVER + 30 * DAY, []
    for days in (0, 29, 30, 59, 61):
        run(citizen, late + days * DAY)
        seen.append(len(told(citizen)))
    assert seen == [1, 1, 2, 2, 2]
    assert find.by_identifier(citizen, "email", ZOE, citizen.now) is None


@pytest.mark.req("REL01", "REL21")
def test_a_hundred_runs_a_day_are_one() -> None:
    citizen = World("citizen-account")
    activated(citizen)
    for moment in (FIRST, SECOND, SECOND + DAY):
        for _ in range(33):
            run(citizen, moment)
    assert told(citizen) == ["announced", "announced"]


@pytest.mark.req("E3", "REL23")
def test_a_changed_account_is_looked_at_as_it_is_then(world: Worlds) -> None:
    citizen = world("citizen-account")
    account = changed(citizen, activated(citizen), state=AccountState.SUSPENDED)
    for moment in (FIRST, SECOND, OVER):
        run(citizen, moment)
    assert (account_of(citizen), told(citizen)) == (account, [])


# --- over: closed ---


@pytest.mark.req("E1")
def test_a_customers_account_is_closed_after_six_months_and_says_so(world: Worlds) -> None:
    freight = world("freight")
    account = admit(freight, ZOE, "fr", freight.now)
    freight.clock.advance(CLOSED - A_SECOND - freight.now)
    expire.run(freight, freight.now)
    assert account_of(freight).state is AccountState.ACTIVE
    run(freight, CLOSED)
    closed = find.by_id(freight, account.id)
    assert closed
    assert (closed.state, told(freight)) == (AccountState.CLOSED, ["closed"])


@pytest.mark.req("E1", "A7")
def test_a_new_account_can_be_had_then_and_the_old_code_opens_nothing(world: Worlds) -> None:
    freight = world("freight")
    account = admit(freight, ZOE, "fr", freight.now)
    run(freight, CLOSED)
    with pytest.raises(SignInRefused):
        try_to_sign_in(freight, account.identifiers["access_code"])
    anew = admit(freight, ZOE, "fr", freight.now)
    assert (anew.id != account.id, anew.state) == (True, AccountState.ACTIVE)
