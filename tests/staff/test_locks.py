"""Staff open a blocked access before its time, for someone who calls (REQUIREMENTS S2)."""

import pytest

from chalicelib.accounts.errors import NobodyKnown, SignInRefused
from chalicelib.accounts.visitor import KnownDevice, Visitor
from chalicelib.activities.model import PREFIX, parse_activity, partition
from chalicelib.app_factory import create_app
from chalicelib.authentication.errors import FactorRefused
from chalicelib.authentication.inputs import SecondStep
from chalicelib.staff.actions.locks import open_staff_access
from chalicelib.staff.actions.sign_in import complete_sign_in
from chalicelib.staff.model import StaffRole
from tests.support.people import VISITOR, ZOE, activated, try_to_sign_in
from tests.support.staff import ANNE, DESK, code_of, staff_browser, staff_member, staff_program, try_password
from tests.support.world import GOOD, World

LOCKS = "/fr/staff/locks"


def _blocked(*, known: bool) -> tuple[World, Visitor]:
    """Return a portal in which someone has failed too often, and the browser in which it was."""
    world = World("financial-licensing")
    device = KnownDevice("d" * 32, (activated(world).id,))
    visitor = VISITOR._replace(device=device if known else None)
    for _ in range(world.portal.policies.lockout.attempts):
        with pytest.raises(SignInRefused):
            try_to_sign_in(world, ZOE, "not-the-password", visitor)
    with pytest.raises(SignInRefused):
        try_to_sign_in(world, ZOE, GOOD, visitor)
    return world, visitor


@pytest.mark.req("S2", "W6", "SEC40")
@pytest.mark.parametrize("known", [True, False])
def test_whoever_is_blocked_can_sign_in_again_and_sees_who_opened_it(known: bool) -> None:  # noqa: FBT001
    world, visitor = _blocked(known=known)
    browser = staff_browser(world, create_app(world), StaffRole.REVIEWER)
    assert "L’accès est débloqué" in browser.submit(LOCKS, identifier=ZOE).body
    account = try_to_sign_in(world, ZOE, GOOD, visitor).account.id
    trail = map(parse_activity, world.table.query(partition(account), PREFIX))
    assert [act.by != account for act in trail if act.kind == "access-opened"] == [True]


@pytest.mark.req("S2")
def test_an_identifier_that_nobody_has_stays_in_the_form() -> None:
    world = World("psychotherapy")
    answer = staff_browser(world, create_app(world), StaffRole.ADMINISTRATOR).submit(LOCKS, identifier="0000 0000")
    assert (answer.status, 'value="0000 0000"' in answer.body) == (422, True)
    assert "Personne n’ouvre de session avec cet identifiant." in answer.body


@pytest.mark.req("S2", "X3")
def test_a_program_opens_it_too_however_often() -> None:
    world, visitor = _blocked(known=False)
    program = staff_program(world, create_app(world), StaffRole.REGISTRAR)
    assert [program.post(LOCKS, identifier=ZOE).status for _ in range(2)] == [200, 200]
    assert try_to_sign_in(world, ZOE, GOOD, visitor).account.email == ZOE


@pytest.mark.req("S2", "S10")
def test_of_staff_the_second_factor_can_be_tried_anew_too() -> None:
    world = World("example")
    staff = staff_member(world)
    ticket = try_password(world).ticket
    for code in ("000000", "000000", "000000", code_of(world, staff)):
        with pytest.raises(FactorRefused):
            complete_sign_in(world, SecondStep(ticket=ticket, code=code), DESK, world.now)
    open_staff_access(world, ANNE, "basil", world.now)
    right = SecondStep(ticket=try_password(world).ticket, code=code_of(world, staff))
    assert complete_sign_in(world, right, DESK, world.now).token


@pytest.mark.req("S2", "S10")
def test_an_address_of_no_staff_is_told() -> None:
    with pytest.raises(NobodyKnown):
        open_staff_access(World("example"), ANNE, "basil", World("example").now)
