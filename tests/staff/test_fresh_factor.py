"""What nobody may do who finds an open session wants a second factor that was proven just now (SEC21, SEC40)."""

import pytest

from chalicelib.app_factory import create_app
from chalicelib.staff.actions.find import by_email
from chalicelib.staff.model import StaffRole
from tests.support.billing import Till, issued
from tests.support.http import Browser
from tests.support.staff import ANNE, BASIL, PASSWORD, code_of, staff_browser, staff_member, staff_program
from tests.support.world import World

pytestmark = pytest.mark.req("SEC21", "SEC40")
AGAIN = "urn:guichet:problem:sign-in-again"


@pytest.mark.parametrize(("minutes", "status"), [(14, 202), (15, 403)])
def test_an_administrator_invites_shortly_after_signing_in_and_later_signs_in_again(minutes: int, status: int) -> None:
    world = World("social-work")
    program = staff_program(world, create_app(world))
    world.clock.advance(minutes=minutes - 1)
    program.get("/fr/staff")
    world.clock.advance(minutes=1)
    answer = program.post("/fr/staff/people", email=BASIL, language="fr", roles={"finance": True})
    assert answer.status == status
    assert status == 202 or answer.json["type"] == AGAIN


def test_money_is_taken_off_and_given_back_only_by_who_signed_in_just_now() -> None:
    till = Till()
    invoice = issued(till)
    program = staff_program(till, create_app(till), StaffRole.FINANCE)
    till.clock.advance(minutes=14)
    program.get("/fr/staff")
    till.clock.advance(minutes=2)
    page = f"/fr/staff/invoices/{invoice.name}"
    asked = [
        program.post(f"{page}/close", decision="waived", reason="Difficultés"),
        program.post(f"{page}/credit", request="a" * 32, amount=1, reason="Geste"),
        program.post(f"{page}/refund", request="a" * 32, amount=1, reason="Erreur"),
        program.post(f"{page}/refund/{'a' * 32}", decision="agreed"),
        program.post(f"{page}/proposal/{'a' * 32}", decision="agreed"),
    ]
    assert [answer.json["type"] for answer in asked] == [AGAIN] * 5
    assert program.get(page).status == 200


def test_who_presses_a_button_too_late_comes_back_to_the_page_that_has_it() -> None:
    world = World("social-work")
    app = create_app(world)
    person = staff_member(world, email=BASIL)
    browser: Browser = staff_browser(world, app)
    page = f"/fr/staff/people/{person.id}"
    world.clock.advance(minutes=14)
    browser.get(page)
    world.clock.advance(minutes=2)
    assert browser.post(f"{page}/invitation").location == "/fr/staff/sign-in"
    browser.submit("/fr/staff/sign-in", email=ANNE, password=PASSWORD)
    anne = by_email(world, ANNE)
    assert anne
    assert browser.post("/fr/staff/sign-in/factor", code=code_of(world, anne)).location == page


@pytest.mark.req("W6")
def test_the_other_administrators_are_told_of_invitations_and_roles() -> None:
    world = World("social-work")
    staff_member(world)
    staff_member(world, email=BASIL)
    program = staff_program(world, create_app(world), email="carol@body.example")
    before = len(world.mails(ANNE)), len(world.mails("carol@body.example"))
    program.post("/fr/staff/people", email="dora@body.example", language="fr", roles={"finance": True})
    told = world.mails(ANNE)[before[0] :]
    assert [mail.subject.partition("\u00a0:")[0] for mail in told] == ["Changement parmi le personnel"]
    assert "carol@body.example a invité dora@body.example. Rôles\u00a0: Finances." in told[0].text
    assert len(world.mails("carol@body.example")) == before[1]
