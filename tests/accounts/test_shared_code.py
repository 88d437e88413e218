"""A company's access code, shared by several employees who each keep a name of their own (REQUIREMENTS A7)."""

from datetime import datetime
from typing import cast

import pytest

from chalicelib.accounts.actions import sharing
from chalicelib.accounts.actions.administration import admit
from chalicelib.accounts.actions.recover import reset_password
from chalicelib.accounts.actions.sessions import Person, resume
from chalicelib.accounts.errors import LinkRefused, SignInNeeded
from chalicelib.app_factory import create_app
from chalicelib.outbox.model import EmailState
from tests.support.company import LUC, MIA, Company
from tests.support.emails import tell
from tests.support.http import Browser, Program
from tests.support.members import member
from tests.support.memory import MemoryTable
from tests.support.people import ZOE, account_of
from tests.support.world import BETTER, GOOD, World, token_in


@pytest.fixture
def company() -> Company:
    return Company()


@pytest.mark.req("A7")
def test_whoever_is_alone_under_a_code_is_not_asked_who_it_is(company: Company) -> None:
    page = company.zoe.get("/en/account").json
    assert (page["member"]["name"], page["member"]["is_administrator"]) == ("zoe", True)


@pytest.mark.req("A7", "SEC23")
def test_the_administrator_adds_someone_who_is_mailed_the_code_and_no_password(company: Company) -> None:
    company.adds("Luc Roy", LUC)
    mail = company.world.mail(LUC)
    assert company.code in mail.text
    assert "zoe shares an access code with you." in mail.text
    assert "token=" not in mail.text


@pytest.mark.req("A7", "SEC37")
def test_before_one_says_who_it_is_nothing_opens_but_that_page_and_the_way_out(company: Company) -> None:
    company.adds("Luc Roy", LUC)
    nobody = company.signs_in()
    for path in ("account", "account/people", "account/password", "account/sessions"):
        assert nobody.get(f"/en/{path}").status == 403
    assert [each["name"] for each in nobody.get("/en/account/who").json["people"]] == ["Luc Roy", "zoe"]
    assert nobody.post("/en/account/who", person="f" * 32).status == 422
    assert nobody.post("/en/sign-out").status == 204


@pytest.mark.req("A7", "SEC26")
def test_the_session_of_before_the_name_ends_and_the_new_one_is_that_persons(company: Company) -> None:
    company.adds("Luc Roy", LUC)
    program = company.signs_in()
    before = program.session
    program.post("/en/account/who", person=company.id_of("Luc Roy"))
    assert program.get("/en/account").json["member"]["name"] == "Luc Roy"
    assert Program(company.app, session=before).get("/en/account/who").status == 401


@pytest.mark.req("A7", "W6")
def test_every_act_says_who(company: Company) -> None:
    company.adds("Luc Roy", LUC)
    luc = company.signs_in("Luc Roy")
    luc.post("/en/account", language="fr")
    luc.post("/en/account/password", current=GOOD, password=BETTER)
    zoe, him = company.id_of("zoe") if company.zoe.get("/en/account").status == 200 else "", ""
    him = luc.get("/en/account").json["member"]["person"]
    mine = [kind for kind, by in company.trail() if by == him]
    assert mine == ["name-chosen", "profile-changed", "password-changed"]
    assert zoe == ""  # the password is everyone's: her session ended with it
    recent = luc.get("/en/account").json["recent"]
    assert {each["by"] for each in recent} >= {"Luc Roy", "zoe"}


@pytest.mark.req("A7", "D5")
def test_name_address_and_language_are_ones_own_and_emails_go_there(company: Company) -> None:
    company.adds("Luc Roy", LUC)
    luc = company.signs_in("Luc Roy")
    assert luc.post("/en/account", language="fr", name="Luc B. Roy", email=MIA).status == 200
    shown = luc.get("/en/account").json["member"]
    assert (shown["name"], shown["email"], shown["language"]) == ("Luc B. Roy", MIA, "fr")
    luc.post("/en/account/password", current=GOOD, password=BETTER)
    assert [len(company.world.mails(to)) for to in (ZOE, MIA)] == [3, 1]
    assert account_of(company.world).email == ZOE


@pytest.mark.req("A7", "D5")
def test_a_browser_goes_on_in_the_language_of_whoever_it_is(company: Company) -> None:
    company.adds("Luc Roy", LUC, language="en")
    browser = Browser(company.app)
    page = browser.submit("/fr/sign-in", identifier=company.code, password=GOOD)
    assert "Qui êtes-vous?" in page.body
    answer = browser.post("/fr/account/who", person=company.id_of("Luc Roy"))
    assert answer.location == "/en/account"
    assert "Signed in as Luc Roy" in browser.get(answer.location).body


@pytest.mark.req("A7", "S11", "SEC38")
def test_ones_sessions_are_ones_own_to_see_and_to_end(company: Company) -> None:
    company.adds("Luc Roy", LUC)
    luc, luc_too = company.signs_in("Luc Roy"), company.signs_in("Luc Roy")
    zoes = company.signs_in("zoe").get("/en/account/sessions").json["sessions"]
    assert [len(zoes), len(luc.get("/en/account/sessions").json["sessions"])] == [2, 2]
    assert luc.post("/en/account/sessions", session=zoes[1]["session"]).status == 200
    assert luc.post("/en/account/sessions").status == 200
    assert [each.get("/en/account").status for each in (luc, luc_too, company.zoe)] == [200, 401, 200]


@pytest.mark.req("A7", "SEC37")
def test_only_administrators_add_and_remove_and_nobody_removes_themselves(company: Company) -> None:
    company.adds("Luc Roy", LUC)
    luc, zoe = company.signs_in("Luc Roy"), company.id_of("zoe")
    assert luc.post("/en/account/people", name="Mia", email=MIA, language="fr").status == 403
    assert luc.post("/en/account/people/remove", person=zoe).status == 403
    assert company.zoe.post("/en/account/people/remove", person=zoe).status == 409


@pytest.mark.req("A7", "SEC27")
def test_whoever_is_removed_is_out_at_once_and_the_others_stay(company: Company) -> None:
    company.adds("Luc Roy", LUC)
    company.adds("Mia", MIA)
    luc, mia = company.signs_in("Luc Roy"), company.signs_in("Mia")
    him = company.id_of("Luc Roy")
    assert company.zoe.post("/en/account/people/remove", person=him).status == 200
    assert [each.get("/en/account").status for each in (luc, mia, company.zoe)] == [401, 200, 200]
    assert company.signs_in().post("/en/account/who", person=him).status == 422
    assert account_of(company.world).people == 2


@pytest.mark.req("A7", "SEC26")
def test_to_say_who_it_is_makes_no_session_longer(company: Company) -> None:
    company.adds("Luc Roy", LUC)
    luc, person = company.signs_in(), company.id_of("Luc Roy")
    before = resume(company.world, luc.session or "", company.world.now)
    company.world.clock.advance(minutes=9)
    assert luc.post("/en/account/who", person=person).status == 200
    after = resume(company.world, luc.session or "", company.world.now)
    assert before
    assert after
    assert after.session.ends_at == before.session.ends_at


@pytest.mark.req("A7")
def test_into_an_account_that_is_not_shared_nobody_is_brought() -> None:
    world = World("freight")
    app = create_app(world)
    account = member(world)
    program = Program(app)
    assert program.post("/en/sign-in", identifier=account.identifiers["access_code"], password=GOOD).status == 200
    answer = program.post("/en/account/people", name="Luc Roy", email=LUC, language="en")
    assert (answer.status, world.mails(LUC)) == (404, [])


@pytest.mark.req("A7")
def test_a_code_has_room_for_as_many_as_the_policy_says(company: Company) -> None:
    policies = company.world.portal.policies
    assert policies.access_codes
    fewer = policies.replace(access_codes=policies.access_codes.replace(most_people=2))
    company.world.portal = company.world.portal.replace(policies=fewer)
    company.adds("Luc Roy", LUC)
    answer = company.zoe.post("/en/account/people", name="Mia", email=MIA, language="fr")
    assert (answer.status, account_of(company.world).people) == (409, 2)


@pytest.mark.req("A7")
def test_where_codes_are_not_shared_nobody_is_asked(company: Company) -> None:
    world = World("freight", MemoryTable())
    policies = world.portal.policies
    assert policies.access_codes
    single = policies.replace(access_codes=policies.access_codes.replace(use="single"))
    world.portal = world.portal.replace(policies=single)
    assert admit(world, ZOE, "fr", world.now).people == 0


# --- who comes and goes ---


@pytest.mark.req("A7", "REL02")
def test_the_same_person_brought_in_twice_is_there_once(company: Company) -> None:
    company.adds("Luc Roy", LUC)
    company.adds("luc roy", LUC.upper())
    assert account_of(company.world).people == 2
    assert len(company.world.mails(LUC)) == 1


@pytest.mark.req("A7", "REL08")
def test_of_two_administrators_who_remove_each_other_at_once_one_stays(company: Company) -> None:
    company.adds("Luc Roy", LUC, administers=True)
    luc = company.signs_in("Luc Roy")
    people = [resume(company.world, each.session or "", company.world.now) for each in (company.zoe, luc)]
    assert all(people)
    zoe, him = cast("list[Person]", people)
    sharing.remove(company.world, zoe, him.id, company.world.now)
    with pytest.raises(SignInNeeded):
        sharing.remove(company.world, him, zoe.id, company.world.now)
    assert [each["name"] for each in company.zoe.get("/en/account/people").json["people"]] == ["zoe"]


@pytest.mark.req("A7", "SEC24")
def test_where_the_accounts_address_was_that_of_someone_removed_it_becomes_the_removers(company: Company) -> None:
    company.adds("Luc Roy", LUC, administers=True)
    luc = company.signs_in("Luc Roy")
    assert Program(company.app).post("/en/password/forgotten", identifier=company.code, email=ZOE).status == 202
    old = token_in(company.world.mail(ZOE))
    assert luc.post("/en/account/people/remove", person=company.id_of("zoe")).status == 200
    assert "Luc Roy a retiré votre nom" in company.world.mail(ZOE).text
    sent = len(company.world.mails(ZOE))
    for address in (ZOE, LUC):
        Program(company.app).post("/en/password/forgotten", identifier=company.code, email=address)
    assert len(company.world.mails(ZOE)) == sent
    assert "token=" in company.world.mail(LUC).text
    with pytest.raises(LinkRefused):
        reset_password(company.world, old, BETTER, company.world.now)
    assert admit(company.world, ZOE, "fr", company.world.now).id != company.account.id


@pytest.mark.req("A7", "X4")
def test_with_the_removers_address_comes_that_mail_does_not_arrive_there(company: Company) -> None:
    company.adds("Luc Roy", LUC, administers=True)
    luc = company.signs_in("Luc Roy")
    tell(company.world, company.world.mail(LUC).email_id, EmailState.BOUNCED)
    since = luc.get("/en/account/mail").json["unreachable_since"]
    assert luc.post("/en/account/people/remove", person=company.id_of("zoe")).status == 200
    account = account_of(company.world, LUC)
    assert account.unreachable_since
    assert account.unreachable_since == datetime.fromisoformat(since)


@pytest.mark.req("A7", "REL08")
def test_an_address_that_the_remover_changes_at_the_same_time_is_the_accounts_too(company: Company) -> None:
    company.adds("Luc Roy", LUC, administers=True)
    luc, zoe = company.signs_in("Luc Roy"), company.id_of("zoe")
    him = resume(company.world, luc.session or "", company.world.now)
    assert him
    profile = {"language": "en", "name": "Luc Roy", "email": MIA}
    company.table.interruption = lambda: luc.post("/en/account", **profile)
    sharing.remove(company.world, him, zoe, company.world.now)
    assert account_of(company.world, MIA).id == company.account.id


@pytest.mark.req("A7")
def test_an_address_that_several_have_stays_the_accounts(company: Company) -> None:
    company.adds("Luc Roy", ZOE, administers=True)
    answer = company.signs_in("Luc Roy").post("/en/account/people/remove", person=company.id_of("zoe"))
    assert (answer.status, account_of(company.world).email) == (200, ZOE)


@pytest.mark.req("A7", "SEC24")
def test_nobody_is_removed_for_an_address_that_another_account_has(company: Company) -> None:
    admit(company.world, LUC, "fr", company.world.now)
    company.adds("Luc Roy", LUC, administers=True)
    answer = company.signs_in("Luc Roy").post("/en/account/people/remove", person=company.id_of("zoe"))
    assert (answer.status, answer.json["title"]) == (409, "Your address belongs to another account")
    assert account_of(company.world).people == 2


@pytest.mark.req("A7", "X4", "SEC38")
def test_the_mail_of_each_is_the_own(company: Company) -> None:
    company.adds("Luc Roy", LUC)
    luc = company.signs_in("Luc Roy")
    tell(company.world, company.world.mail(LUC).email_id, EmailState.BOUNCED)
    shown = luc.get("/en/account/mail").json
    assert (shown["email"], [each["to"] for each in shown["emails"]]) == (LUC, [LUC])
    assert shown["unreachable_since"]
    hers = company.zoe.get("/en/account/mail").json
    assert (hers["unreachable_since"], {each["to"] for each in hers["emails"]}) == (None, {ZOE})
    assert len(hers["emails"]) == len(company.world.mails(ZOE))  # also those to the account, whose address is hers
    assert luc.post("/en/account/mail/test").status == 202
    assert company.world.mail(LUC).subject.startswith("Test")
    company.world.clock.advance(minutes=1)
    tell(company.world, company.world.mail(LUC).email_id, EmailState.DELIVERED)
    assert luc.get("/en/account/mail").json["unreachable_since"] is None
