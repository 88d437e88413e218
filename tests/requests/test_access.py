"""An access code: asked for by anyone, given or refused by staff (REQUIREMENTS A7, W3)."""

import re
from datetime import timedelta

import pytest

from chalicelib.accounts.actions.administration import admit
from chalicelib.activities.model import parse_activity, partition
from chalicelib.app_factory import create_app
from chalicelib.applications.model import Decision
from chalicelib.requests.actions.queue import find_request, waiting
from chalicelib.requests.actions.reply import reply
from chalicelib.requests.inputs import Answer as Wish
from chalicelib.requests.storage import request_key
from chalicelib.staff.model import StaffRole
from tests.support.http import Answer, Browser, Program
from tests.support.people import ZOE, account_of, try_to_sign_in
from tests.support.requests import FORM, asked, sent
from tests.support.staff import BASIL, staff_browser, staff_member, staff_program
from tests.support.world import GOOD, World, link_in


@pytest.fixture
def freight() -> World:
    return World("freight")


def answered(world: World, request: str, decision: str, email: str = BASIL, **more: str) -> Answer:
    clerk = staff_program(world, create_app(world), StaffRole.REVIEWER, email=email)
    return clerk.post(f"/en/staff/requests/{request}", decision=decision, **more)


@pytest.mark.req("A7", "W3")
@pytest.mark.parametrize("language", ["fr", "en"])
def test_from_the_form_to_the_first_sign_in_by_forms_alone(freight: World, language: str) -> None:
    app = create_app(freight)
    person, clerk = Browser(app), staff_browser(freight, app, StaffRole.REVIEWER, language=language)
    page = person.submit(f"/{language}/requests/access", **{f"answers.{name}": text for name, text in FORM.items()})
    assert ZOE in page.body
    said = {"fr": "Nous avons reçu votre demande", "en": "We have your request"}[language]
    assert freight.mail(ZOE).subject.startswith(said)

    link = re.findall(r'href="(/\w\w/staff/requests/\w+)"', clerk.get(f"/{language}/staff/requests").body)[0]
    assert "Quincaillerie Zoé" in clerk.get(link).body
    clerk.submit(link, decision="approved")
    assert 'href="/fr/staff/requests/' not in clerk.get(f"/{language}/staff/requests").body

    mail = freight.mail(ZOE)
    code = account_of(freight).identifiers["access_code"]
    assert code in mail.text
    person.get(person.get(link_in(mail)).location)
    person.post(f"/{language}/password/reset", password=GOOD)
    assert person.submit(f"/{language}/sign-in", identifier=code, password=GOOD).status == 200
    assert account_of(freight).language == language


@pytest.mark.req("A7")
@pytest.mark.parametrize("language", ["fr", "en"])
def test_required_fields_are_marked_and_what_is_missing_is_said_at_each(freight: World, language: str) -> None:
    browser = Browser(create_app(freight))
    page = browser.get(f"/{language}/requests/access").body
    assert page.count(" *\n") + page.count(" *<") == 4
    again = browser.post(f"/{language}/requests/access", **{"answers.name": "Zoé", "answers.email": "zoe"})
    assert set(re.findall(r'href="#answers\.(\w+)"', again.body)) == {"company", "email", "phone"}
    assert 'value="Zoé"' in again.body


@pytest.mark.req("A7", "W3")
def test_a_refusal_says_why_and_opens_nothing(freight: World) -> None:
    request = asked(freight, language="en")
    assert answered(freight, request.id, "refused").json["errors"].keys() == {"reason"}
    clerk = Program(create_app(freight), session=None)
    assert clerk.get(f"/en/staff/requests/{request.id}").status == 401
    assert answered(freight, request.id, "refused", "c@body.example", reason="We don’t know you.").status == 200
    assert "We don’t know you." in freight.mail(ZOE).text
    assert len([mail for mail in freight.mails(ZOE) if "token=" in mail.text]) == 0
    assert waiting(freight, 9).total == 0


@pytest.mark.req("A7", "REL01", "W3")
def test_two_of_the_staff_answer_once_and_a_double_click_is_one_answer(freight: World) -> None:
    request, app = asked(freight), create_app(freight)
    anne, basil = (
        staff_program(freight, app, StaffRole.REVIEWER, email=f"{who}@body.example") for who in ("anne", "basil")
    )
    path = f"/en/staff/requests/{request.id}"
    answers = [clerk.post(path, decision="approved").status for clerk in (anne, anne, basil)]
    assert answers == [200, 200, 409]
    assert len([mail for mail in freight.mails(ZOE) if "token=" in mail.text]) == 1
    assert anne.get(path).json["reply"]["by"] == "anne@body.example"


@pytest.mark.req("A7")
def test_who_has_an_account_gets_no_second_one_and_staff_are_told(freight: World) -> None:
    admit(freight, ZOE, "fr", freight.now)
    answer = answered(freight, asked(freight).id, "approved")
    assert (answer.status, list(answer.json["errors"])) == (422, ["decision"])


@pytest.mark.req("W6", "A7")
def test_whose_doing_the_account_is_stands_in_its_trail(freight: World) -> None:
    request = asked(freight)
    clerk = staff_member(freight, StaffRole.REVIEWER)
    reply(freight, request.id, Wish(decision=Decision.APPROVED), clerk.id, freight.now)
    trail = map(parse_activity, freight.table.query(partition(account_of(freight).id), "ACTIVITY#"))
    assert [(each.kind, each.by) for each in trail] == [("admitted", clerk.id)]


@pytest.mark.req("SEC04", "A7")
def test_a_mailbox_is_written_to_five_times_a_day_and_the_queue_takes_no_more_of_it(freight: World) -> None:
    for _ in range(7):
        assert sent(freight).status == 202
    assert len(freight.mails(ZOE)) == waiting(freight, 99).total == 5


@pytest.mark.req("SEC04", "A7")
def test_one_network_address_sends_so_many_and_the_portal_takes_so_many(freight: World) -> None:
    statuses = [sent(freight, email=f"p{number}@example.org").status for number in range(21)]
    assert (statuses[19], statuses[20]) == (202, 429)


@pytest.mark.req("SEC04", "A7")
def test_forms_with_mistakes_count_too(freight: World) -> None:
    policies = freight.portal.policies
    limits = policies.limits.replace(requests=policies.limits.requests.replace(count=2))
    freight.portal = freight.portal.replace(policies=policies.replace(limits=limits))
    assert [sent(freight, phone=None).status for _ in range(3)] == [422, 422, 429]


@pytest.mark.req("REL14", "A7")
def test_an_answered_request_is_kept_with_its_reason_for_as_long_as_the_policy_says(freight: World) -> None:
    request = asked(freight)
    answered(freight, request.id, "refused", reason="Non.")
    row = freight.table.get(request_key(request.id))
    reply = find_request(freight, request.id).reply
    assert row
    assert reply
    assert reply.reason == "Non."
    assert row["ttl"] == int((reply.at + timedelta(days=90)).timestamp())


@pytest.mark.req("A7")
@pytest.mark.parametrize(("portal", "kind"), [("social-work", "access"), ("financial-licensing", "access")])
def test_a_portal_without_the_form_has_no_such_page(portal: str, kind: str) -> None:
    program = Program(create_app(World(portal)))
    assert program.get(f"/en/requests/{kind}").status == program.post(f"/en/requests/{kind}").status == 404


@pytest.mark.req("A7", "SEC64")
def test_what_the_form_does_not_ask_is_refused(freight: World) -> None:
    answer = sent(freight, role="administrator")
    assert (answer.status, list(answer.json["errors"])) == (422, ["answers.role"])


@pytest.mark.req("A7")
def test_who_was_refused_can_ask_again_and_be_let_in(freight: World) -> None:
    answered(freight, asked(freight).id, "refused", "c@body.example", reason="Non.")
    answered(freight, asked(freight).id, "approved")
    freight.mails()
    assert account_of(freight).is_active
    with pytest.raises(Exception, match="identifier"):
        try_to_sign_in(freight, account_of(freight).identifiers["access_code"], GOOD)
