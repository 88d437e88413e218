"""After the password: an app's code, or a recovery code, within the portal's time and tries."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from chalicelib.authentication.actions.recovery_codes import draw_recovery_codes
from chalicelib.authentication.errors import BeginAgain, FactorRefused
from chalicelib.authentication.inputs import SecondStep
from chalicelib.staff.actions.claimants import claimant_of
from chalicelib.staff.actions.sign_in import complete_sign_in, read_pending_sign_in
from chalicelib.staff.model import StaffState
from tests.support.staff import ANNE, DESK, as_it_is, changed, code_of, staff_member, try_password
from tests.support.world import World

Worlds = Callable[[str], World]
WRONG = "000000"


@pytest.mark.req("SEC21")
def test_each_code_is_taken_once(world: Worlds) -> None:
    here = world("social-work")
    staff = staff_member(here)
    code = code_of(here, staff)
    complete_sign_in(here, SecondStep(ticket=try_password(here).ticket, code=code), DESK, here.now)
    with pytest.raises(FactorRefused):
        complete_sign_in(here, SecondStep(ticket=try_password(here).ticket, code=code), DESK, here.now)


@pytest.mark.req("SEC21")
@pytest.mark.parametrize(("portal", "drift"), [("social-work", 1), ("example", 2)])
def test_a_code_is_good_for_as_many_steps_as_the_portal_says(world: Worlds, portal: str, drift: int) -> None:
    here = world(portal)
    staff = staff_member(here)
    code = code_of(here, staff)
    here.clock.advance(seconds=30 * drift)
    assert complete_sign_in(here, SecondStep(ticket=try_password(here).ticket, code=code), DESK, here.now)


@pytest.mark.req("SEC21")
@pytest.mark.parametrize(("portal", "drift"), [("social-work", 1), ("example", 2)])
def test_one_step_later_it_is_not(world: Worlds, portal: str, drift: int) -> None:
    here = world(portal)
    staff = staff_member(here)
    code = code_of(here, staff)
    here.clock.advance(seconds=30 * (drift + 1))
    with pytest.raises(FactorRefused):
        complete_sign_in(here, SecondStep(ticket=try_password(here).ticket, code=code), DESK, here.now)


@pytest.mark.req("SEC21")
def test_a_right_password_buys_no_more_tries_of_the_second_factor(world: Worlds) -> None:
    here = world("example")
    staff = staff_member(here)
    for _ in range(3):
        with pytest.raises(FactorRefused):
            complete_sign_in(here, SecondStep(ticket=try_password(here).ticket, code=WRONG), DESK, here.now)
    right = SecondStep(ticket=try_password(here).ticket, code=code_of(here, staff))
    with pytest.raises(FactorRefused):
        complete_sign_in(here, right, DESK, here.now)
    assert "bloqué" in here.mail(ANNE).subject


@pytest.mark.parametrize(("late", "still"), [(timedelta(minutes=3, seconds=-1), True), (timedelta(minutes=3), False)])
def test_the_second_step_waits_as_long_as_the_portal_says(world: Worlds, late: timedelta, *, still: bool) -> None:
    here = world("example")
    staff_member(here)
    ticket = try_password(here).ticket
    here.clock.advance(late)
    assert bool(read_pending_sign_in(here, ticket, here.now)) is still


@pytest.mark.parametrize("ticket", ["", "x", "0" * 32 + ".n.1.m", "é" * 40])
def test_a_ticket_that_is_not_ours_begins_nothing(world: Worlds, ticket: str) -> None:
    here = world("social-work")
    staff = staff_member(here)
    with pytest.raises(BeginAgain):
        complete_sign_in(here, SecondStep(ticket=ticket or None, code=code_of(here, staff)), DESK, here.now)


def test_a_ticket_is_used_up_by_signing_in(world: Worlds) -> None:
    here = world("social-work")
    staff = staff_member(here)
    ticket = try_password(here).ticket
    complete_sign_in(here, SecondStep(ticket=ticket, code=code_of(here, staff)), DESK, here.now)
    here.clock.advance(seconds=30)
    with pytest.raises(BeginAgain):
        complete_sign_in(here, SecondStep(ticket=ticket, code=code_of(here, staff)), DESK, here.now)


def test_a_ticket_is_void_once_its_owner_is_disabled(world: Worlds) -> None:
    here = world("social-work")
    staff = staff_member(here)
    ticket = try_password(here).ticket
    changed(here, staff, state=StaffState.DISABLED)
    assert read_pending_sign_in(here, ticket, here.now) is None


@pytest.mark.req("S10")
def test_a_recovery_code_works_once_however_it_is_typed(world: Worlds) -> None:
    here = world("social-work")
    staff = staff_member(here)
    codes = draw_recovery_codes(here, claimant_of(here, staff))
    changed(here, staff, factors=staff.factors.replace(recovery_codes=codes.hashes))
    typed = codes.codes[3].replace("-", " ").upper()
    complete_sign_in(here, SecondStep(ticket=try_password(here).ticket, recovery_code=typed), DESK, here.now)
    with pytest.raises(FactorRefused):
        complete_sign_in(here, SecondStep(ticket=try_password(here).ticket, recovery_code=typed), DESK, here.now)
    assert len(as_it_is(here, staff).factors.recovery_codes) == 9
    assert "9" in here.mail(ANNE).text
