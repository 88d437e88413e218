"""Sign-ups that nobody activated."""

from collections.abc import Callable

import pytest

from chalicelib.accounts.actions.removal import remove_unactivated
from chalicelib.accounts.model import AccountState
from chalicelib.activities.model import partition
from tests.support.memory import MemoryTable
from tests.support.people import account_of, activated, sign_up_as
from tests.support.world import World

Worlds = Callable[[str], World]


@pytest.mark.req("A4", "SEC18")
def test_when_the_window_has_ended_nothing_of_the_account_is_left(world: Worlds) -> None:
    college = world("psychotherapy")
    sign_up_as(college)
    account = account_of(college).id
    college.clock.advance(hours=24)
    assert remove_unactivated(college, college.now) == 1
    assert list(college.table.query(partition(account))) == []


@pytest.mark.req("A4")
def test_no_row_but_the_sent_mail_and_spent_budgets_remains() -> None:
    table = MemoryTable()
    college = World("psychotherapy", table)
    sign_up_as(college)
    college.mails()
    college.clock.advance(hours=24)
    remove_unactivated(college, college.now)
    assert {key.pk.partition("#")[0] for key in table.items} == {"OUTBOX", "MAIL_RATE", "LIMIT"}
    assert all("ttl" in item for item in table.items.values())


@pytest.mark.req("A4")
def test_a_second_before_it_stays(world: Worlds) -> None:
    citizen = world("citizen-account")
    sign_up_as(citizen)
    citizen.clock.advance(hours=23, minutes=59, seconds=59)
    assert remove_unactivated(citizen, citizen.now) == 0
    assert account_of(citizen).state is AccountState.PENDING


@pytest.mark.req("A4")
def test_an_activated_account_is_never_removed(world: Worlds) -> None:
    citizen = world("citizen-account")
    activated(citizen)
    citizen.clock.advance(days=365)
    assert remove_unactivated(citizen, citizen.now) == 0
    assert account_of(citizen).state is AccountState.ACTIVE


@pytest.mark.req("A4")
def test_an_address_that_someone_took_meanwhile_stays_theirs(world: Worlds) -> None:
    citizen = world("citizen-account")
    sign_up_as(citizen)
    citizen.clock.advance(hours=24)
    theirs = activated(citizen)
    assert remove_unactivated(citizen, citizen.now) == 1
    assert account_of(citizen).id == theirs.id


@pytest.mark.req("A4")
def test_a_run_that_was_missed_for_a_month_is_made_up_for_and_a_second_run_finds_nothing(world: Worlds) -> None:
    citizen = world("citizen-account")
    for number in range(12):
        sign_up_as(citizen, f"person-{number}@example.org")
    citizen.clock.advance(days=31)
    assert [remove_unactivated(citizen, citizen.now) for _ in range(2)] == [12, 0]
