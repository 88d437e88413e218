"""A way back into an account, with the help of staff (REQUIREMENTS S5)."""

from datetime import timedelta

import pytest

from chalicelib.accounts.actions.administration import admit
from chalicelib.activities.model import parse_activity, partition
from chalicelib.app_factory import create_app
from chalicelib.applications.model import Decision
from chalicelib.requests.actions.matching import match_account
from chalicelib.requests.actions.queue import waiting
from chalicelib.requests.actions.reply import reply
from chalicelib.requests.inputs import Answer as Wish
from chalicelib.staff.model import StaffRole
from tests.support.http import Program
from tests.support.people import ZOE, account_of, activated, try_to_sign_in
from tests.support.requests import asked, sent
from tests.support.staff import staff_program
from tests.support.world import BETTER, World, token_in

NEW = "zoe@elsewhere.example"
LICENSING = {"company": None}


def clerk_of(world: World) -> Program:
    return staff_program(world, create_app(world), StaffRole.REVIEWER)


def let_back_in(clerk: Program, request: str, identifier: str) -> None:
    answer = clerk.post(f"/en/staff/requests/{request}", decision="approved", identifier=identifier)
    assert answer.status == 200, answer.body


def kinds(world: World) -> list[str]:
    return [parse_activity(item).kind for item in world.table.query(partition(account_of(world).id), "ACTIVITY#")]


@pytest.mark.req("S5", "SEC24", "W3")
def test_staff_send_a_link_to_the_address_on_the_form_and_the_owner_is_told_twice() -> None:
    licensing = World("financial-licensing")
    activated(licensing)
    before = len(licensing.mails(ZOE))
    request = asked(licensing, "recovery", "en", email=NEW, identifier=ZOE, **LICENSING)
    assert "another address than yours" in licensing.mail(ZOE).text or "une autre adresse" in licensing.mail(ZOE).text
    let_back_in(clerk_of(licensing), request.id, ZOE)
    assert len(licensing.mails(ZOE)) == before + 2
    token = token_in(licensing.mail(NEW))
    answer = Program(create_app(licensing)).post("/en/password/reset", token=token, password=BETTER)
    assert answer.status == 200
    assert try_to_sign_in(licensing, ZOE, BETTER).account.email == ZOE


@pytest.mark.req("S5", "W6")
def test_staff_see_the_account_that_may_be_meant_and_their_look_is_written_down() -> None:
    freight = World("freight")
    account = admit(freight, ZOE, "fr", freight.now)
    code = account.identifiers["access_code"]
    request = asked(freight, "recovery", email=NEW, identifier=code)
    clerk = clerk_of(freight)
    shown = clerk.get(f"/fr/staff/requests/{request.id}").json["account"]
    assert (shown["email"], shown["is_same_address"]) == (ZOE, False)
    assert kinds(freight) == ["admitted", "request-viewed"]
    let_back_in(clerk, request.id, code)
    assert kinds(freight)[2:] == ["recovery-answered"]
    assert code in freight.mail(NEW).text


@pytest.mark.req("S5", "W3")
@pytest.mark.parametrize(("email", "identifier"), [(NEW, ZOE), (ZOE, "unknown")])
def test_the_account_is_found_by_its_address_in_either_field(email: str, identifier: str) -> None:
    freight = World("freight")
    account = admit(freight, ZOE, "fr", freight.now)
    request = asked(freight, "recovery", email=email, identifier=identifier)
    found = match_account(freight, request, freight.now)
    assert found
    assert found.id == account.id


@pytest.mark.req("S5", "SEC01", "SEC03")
def test_nobody_learns_from_the_form_whether_there_is_an_account() -> None:
    """The same answer, the same mail, as many calls and as many rows."""
    seen = []
    for is_known in (True, False):
        freight = World("freight")
        if is_known:
            admit(freight, ZOE, "fr", freight.now)
        before = len(freight.table.items)  # type: ignore[attr-defined]
        answer = sent(freight, "recovery", email=NEW, identifier=ZOE)
        rows = len(freight.table.items) - before  # type: ignore[attr-defined]
        seen.append((answer.status, answer.body, freight.mail(NEW).text, rows))
    assert seen[0] == seen[1]


@pytest.mark.req("S5")
def test_the_owner_who_asks_from_the_own_address_is_not_warned_of_it() -> None:
    freight = World("freight")
    admit(freight, ZOE, "fr", freight.now)
    asked(freight, "recovery", email=ZOE.upper())
    assert ["autre adresse" in mail.text for mail in freight.mails(ZOE)] == [False]


@pytest.mark.req("S5")
def test_staff_who_name_nobody_s_account_are_told_and_the_request_still_waits() -> None:
    freight = World("freight")
    request = asked(freight, "recovery")
    answer = clerk_of(freight).post(f"/en/staff/requests/{request.id}", decision="approved", identifier="99")
    assert (answer.status, list(answer.json["errors"])) == (422, ["identifier"])
    assert waiting(freight, 9).total == 1


@pytest.mark.req("S5", "SEC24")
def test_the_link_works_once_and_for_as_long_as_the_policy_says() -> None:
    freight = World("freight")
    code = admit(freight, ZOE, "fr", freight.now).identifiers["access_code"]
    program = Program(create_app(freight))
    statuses: list[int] = []
    for wait in (timedelta(hours=23, minutes=59), timedelta(hours=24)):
        request = asked(freight, "recovery")
        freight.clock.advance(minutes=1)
        reply(freight, request.id, Wish(decision=Decision.APPROVED, identifier=code), "s" * 32, freight.now)
        token = token_in(freight.mail(ZOE))
        freight.clock.advance(wait)
        password = f"{BETTER}{len(statuses)}"
        statuses += [program.post("/en/password/reset", token=token, password=password).status for _ in range(2)]
    assert statuses == [200, 422, 422, 422]
