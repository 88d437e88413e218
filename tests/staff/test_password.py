"""Someone of the staff changes the own password (REQUIREMENTS S6)."""

import pytest

from chalicelib.app_factory import create_app
from chalicelib.staff.actions import find
from chalicelib.staff.errors import StaffSignInRefused
from chalicelib.staff.model import StaffRole
from tests.support.http import Browser, Program
from tests.support.staff import ANNE, PASSWORD, staff_browser, staff_session, try_password
from tests.support.world import BETTER, World

HERE = "/fr/staff/password"


def _signed_in() -> tuple[World, Browser]:
    world = World("social-work")
    return world, staff_browser(world, create_app(world), StaffRole.REVIEWER)


@pytest.mark.req("S6", "S10", "SEC30")
def test_the_new_password_counts_from_then_on_and_the_other_sessions_end() -> None:
    world, browser = _signed_in()
    anne = find.by_email(world, ANNE)
    assert anne
    other = Program(create_app(world), session=staff_session(world, anne))
    assert "Votre mot de passe est changé" in browser.submit(HERE, current=PASSWORD, password=BETTER).body
    assert (browser.get("/fr/staff/factors").status, other.get("/fr/staff/factors").status) == (200, 401)
    assert try_password(world, password=BETTER).ticket
    with pytest.raises(StaffSignInRefused):
        try_password(world, password=PASSWORD)
    assert "mot de passe" in world.mail(ANNE).subject


@pytest.mark.req("S6", "SEC05")
def test_guessing_the_password_as_it_is_ends_as_at_the_sign_in() -> None:
    _, browser = _signed_in()
    answers = [browser.submit(HERE, current="wrong", password=BETTER) for _ in range(6)]
    assert [answer.status for answer in answers] == [422, 422, 422, 422, 422, 401]
    assert "Ce n’est pas votre mot de passe actuel." in answers[0].body


@pytest.mark.req("S6", "A2")
def test_a_weak_password_is_refused_and_changes_nothing() -> None:
    world, browser = _signed_in()
    assert browser.submit(HERE, current=PASSWORD, password="password").status == 422
    assert try_password(world).ticket
