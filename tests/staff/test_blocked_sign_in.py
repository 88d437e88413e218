"""Wrong passwords shut no one of the staff out: a second factor opens, an administrator opens, an invitation opens."""

import pytest
from pydantic import SecretStr

from chalicelib.accounts.visitor import KnownDevice
from chalicelib.app_factory import create_app
from chalicelib.authentication.actions.recovery_codes import draw_recovery_codes
from chalicelib.authentication.errors import FactorRefused
from chalicelib.authentication.inputs import SecondStep
from chalicelib.errors import RequestError, TooMany
from chalicelib.staff.actions.blocked_sign_in import sign_in_though_blocked
from chalicelib.staff.actions.claimants import claimant_of
from chalicelib.staff.actions.people import invite_again
from chalicelib.staff.actions.sign_in import complete_sign_in
from chalicelib.staff.errors import BlockedSignInRefused, StaffSignInRefused
from chalicelib.staff.inputs import BlockedSignIn
from chalicelib.staff.model import Staff, StaffRole, StaffState
from tests.support.http import Browser
from tests.support.memory import MemoryTable
from tests.support.staff import (
    ANNE,
    BASIL,
    DESK,
    PASSWORD,
    as_it_is,
    changed,
    code_of,
    person_of,
    staff_browser,
    staff_member,
    staff_session,
    try_password,
)
from tests.support.world import World

AWAY = DESK._replace(address="198.51.100.7")


def shut(world: World, email: str = ANNE) -> None:
    """Fail until nothing but a reset would open the password of a person: a hundred times in many hours."""
    for number in range(100):
        with pytest.raises(StaffSignInRefused):
            try_password(world, email, "wrong", AWAY._replace(address=f"198.51.100.{number}"))
        if number % 5 == 4:
            world.clock.advance(minutes=45)


def at_once(world: World, code: str, password: str = PASSWORD, email: str = ANNE, address: str = DESK.address) -> str:
    form = BlockedSignIn(email=email, password=SecretStr(password), code=code)
    return sign_in_though_blocked(world, form, DESK._replace(address=address), world.now).token


def with_codes(world: World, staff: Staff) -> tuple[str, ...]:
    drawn = draw_recovery_codes(world, claimant_of(world, staff))
    changed(world, staff, factors=as_it_is(world, staff).factors.replace(recovery_codes=drawn.hashes))
    return drawn.codes


@pytest.mark.req("S10", "SEC07", "SEC08")
def test_after_a_hundred_failures_the_password_and_a_code_together_open_at_once() -> None:
    world = World("social-work")
    staff = staff_member(world)
    shut(world)
    with pytest.raises(StaffSignInRefused):
        try_password(world)
    assert person_of(world, at_once(world, code_of(world, staff))).name == ANNE
    assert try_password(world).ticket  # and the failures are forgotten


@pytest.mark.req("S10", "SEC07")
def test_a_recovery_code_opens_too_and_works_once() -> None:
    world = World("social-work")
    code, *_ = with_codes(world, staff_member(world))
    shut(world)
    assert at_once(world, code)
    with pytest.raises(BlockedSignInRefused):
        at_once(world, code)


@pytest.mark.req("SEC02", "SEC21")
@pytest.mark.parametrize("wrong", ["password", "code", "email", "state"])
def test_nobody_learns_what_was_wrong_nor_enters(wrong: str) -> None:
    world = World("social-work")
    staff = staff_member(world)
    right = {"password": PASSWORD, "code": code_of(world, staff), "email": ANNE}
    if wrong == "state":
        changed(world, staff, state=StaffState.DISABLED)
    else:
        right[wrong] = {"password": "wrong", "code": "000000", "email": BASIL}[wrong]
    with pytest.raises(BlockedSignInRefused) as refusal:
        at_once(world, **right)
    assert refusal.value.detail.text == (
        "The email address, the password or the code is not right. Each code works once."
    )


@pytest.mark.req("SEC06", "SEC07")
def test_strangers_without_the_password_use_up_no_attempt_at_the_second_factor() -> None:
    world = World("social-work")
    staff = staff_member(world)
    for number in range(300):
        with pytest.raises(BlockedSignInRefused):
            at_once(world, "000000", "wrong", address=f"198.51.100.{number}")
    assert at_once(world, code_of(world, staff))


@pytest.mark.req("SEC06")
def test_who_knows_the_password_has_five_guesses_at_the_code() -> None:
    world = World("social-work")
    staff = staff_member(world)
    code, *_ = with_codes(world, staff)
    for number in range(5):
        with pytest.raises(BlockedSignInRefused):
            at_once(world, "000000", address=f"198.51.100.{number}")
    with pytest.raises(BlockedSignInRefused):
        at_once(world, code_of(world, staff))
    assert at_once(world, code)  # which nobody guesses


@pytest.mark.req("S10", "SEC20")
def test_while_codes_are_shut_a_recovery_code_still_ends_the_usual_sign_in() -> None:
    world = World("social-work")
    staff = staff_member(world)
    code, *_ = with_codes(world, staff)
    ticket = try_password(world).ticket
    for _ in range(5):
        with pytest.raises(FactorRefused):
            complete_sign_in(world, SecondStep(ticket=ticket, code="000000"), DESK, world.now)
    with pytest.raises(FactorRefused):
        complete_sign_in(world, SecondStep(ticket=ticket, code=code_of(world, staff)), DESK, world.now)
    assert complete_sign_in(world, SecondStep(ticket=ticket, recovery_code=code), DESK, world.now).token


@pytest.mark.req("S10", "SEC07")
def test_a_new_invitation_clears_what_strangers_did() -> None:
    table = MemoryTable()
    world = World("social-work", table)
    staff, basil = staff_member(world), staff_member(world, email=BASIL)
    shut(world)
    invite_again(world, person_of(world, staff_session(world, basil)), staff.id, world.now)
    assert [key for key in table.items if key.pk.startswith(f"ATTEMPTS#{staff.id}")] == []


@pytest.mark.req("S2", "S10", "W6")
def test_an_administrator_opens_the_access_of_staff_and_a_reviewer_does_not() -> None:
    world = World("social-work")
    staff = staff_member(world)
    shut(world)
    app = create_app(world)
    reviewer = staff_browser(world, app, StaffRole.REVIEWER, email="carol@body.example")
    assert reviewer.submit("/fr/staff/locks", identifier=ANNE).status == 422
    administrator = staff_browser(world, app, StaffRole.ADMINISTRATOR, email=BASIL)
    assert "L’accès est débloqué" in administrator.submit("/fr/staff/locks", identifier=ANNE).body
    assert try_password(world).ticket
    assert "Blocked access opened" in administrator.get(f"/en/staff/people/{staff.id}").body


@pytest.mark.req("S10", "X1", "X2")
@pytest.mark.parametrize(("language", "words"), [("fr", "malgré un accès bloqué"), ("en", "while your access is")])
def test_the_page_is_linked_from_the_sign_in_page_and_works_without_scripts(language: str, words: str) -> None:
    world = World("social-work")
    staff = staff_member(world)
    shut(world)
    browser = Browser(create_app(world))
    assert f'href="/{language}/staff/sign-in/blocked"' in browser.get(f"/{language}/staff/sign-in").body
    path = f"/{language}/staff/sign-in/blocked"
    refused = browser.submit(path, email=ANNE, password=PASSWORD, code="000000")
    assert (refused.status, words in refused.body, 'value="anne@body.example"' in refused.body) == (401, True, True)
    answer = browser.post(path, email=ANNE, password=PASSWORD, code=code_of(world, staff))
    assert (answer.status, answer.location) == (303, f"/{language}/staff")


@pytest.mark.req("SEC07")
def test_a_network_that_failed_too_often_lets_staff_in_by_a_browser_that_is_known() -> None:
    world = World("social-work")
    known = DESK._replace(device=KnownDevice("d" * 32, (staff_member(world).id,)))
    for number in range(100):
        with pytest.raises(RequestError):
            try_password(world, f"nobody-{number}@body.example", "wrong")
    with pytest.raises(TooMany):
        try_password(world)
    assert try_password(world, visitor=known).ticket
