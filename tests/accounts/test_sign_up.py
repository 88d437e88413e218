"""Opening an account."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from chalice.app import Chalice

from chalicelib.accounts.actions import find
from chalicelib.accounts.errors import AddressInUse, UserNameTaken
from chalicelib.accounts.model import AccountState
from chalicelib.activities.model import partition
from chalicelib.errors import Invalid
from tests.support.http import Browser, Program
from tests.support.people import VISITOR, ZOE, account_of, activated, sign_up_as, try_to_sign_in
from tests.support.world import BETTER, GOOD, World, code_in

Worlds = Callable[[str], World]


@pytest.mark.req("A1", "A3")
def test_a_sign_up_opens_a_pending_account_and_sends_one_mail(world: Worlds) -> None:
    citizen = world("citizen-account")
    sign_up_as(citizen)
    assert account_of(citizen).state is AccountState.PENDING
    assert [mail.subject for mail in citizen.mails(ZOE)] == ["Activer le compte Mon Littoral"]


@pytest.mark.req("A3", "X1")
def test_the_mail_is_in_the_language_of_the_page(world: Worlds) -> None:
    citizen = world("citizen-account")
    sign_up_as(citizen, visitor=VISITOR._replace(language="en"))
    mail = citizen.mail(ZOE)
    assert mail.subject == "Activate your My Littoral account"
    assert "The link and the code expire in 30\u00a0minutes." in mail.text


@pytest.mark.req("A5")
def test_an_applicant_is_given_an_application_id_by_the_mail_with_both_languages_in_its_subject(world: Worlds) -> None:
    college = world("psychotherapy")
    sign_up_as(college)
    mail = college.mail(ZOE)
    number = account_of(college).identifiers["application_id"]
    assert mail.subject == "CRPC – Account Activation | OPAC – Activation du compte"
    assert f"Identifiant de demande\u00a0: {number}" in mail.text
    assert len(number) == 8


@pytest.mark.req("A5", "SEC25")
def test_an_applicant_signs_in_with_the_application_id_and_not_with_the_address(world: Worlds) -> None:
    college = world("psychotherapy")
    number = activated(college).identifiers["application_id"]
    assert try_to_sign_in(college, number).account.email == ZOE
    with pytest.raises(Exception, match="identifier or the password"):
        try_to_sign_in(college, ZOE)


@pytest.mark.req("A1")
def test_where_people_choose_a_user_name_they_sign_in_with_it_or_with_the_address(world: Worlds) -> None:
    licensing = world("financial-licensing")
    activated(licensing, user_name="Zoe.T")
    assert try_to_sign_in(licensing, "zoe.t").account.id == try_to_sign_in(licensing, ZOE).account.id


@pytest.mark.req("A1")
def test_a_user_name_belongs_to_one_account(world: Worlds) -> None:
    licensing = world("financial-licensing")
    sign_up_as(licensing, user_name="zoe.t")
    with pytest.raises(UserNameTaken):
        sign_up_as(licensing, "other@example.org", user_name="ZOE.T")


@pytest.mark.req("A6")
def test_an_address_in_use_is_told_on_the_page_where_the_policy_says_so(world: Worlds) -> None:
    licensing = world("financial-licensing")
    activated(licensing)
    with pytest.raises(AddressInUse):
        sign_up_as(licensing)


@pytest.mark.req("A6", "SEC01")
def test_elsewhere_the_owner_of_the_address_is_told_by_mail(world: Worlds) -> None:
    citizen = world("citizen-account")
    activated(citizen)
    sign_up_as(citizen, password=BETTER)
    assert citizen.mail(ZOE).subject == "Vous avez déjà un compte\u00a0: Mon Littoral"
    assert try_to_sign_in(citizen, password=GOOD).account.email == ZOE


@pytest.mark.req("A4")
def test_who_signs_up_again_before_activation_gets_a_new_mail_and_the_password_typed_last(world: Worlds) -> None:
    citizen = world("citizen-account")
    sign_up_as(citizen, password=BETTER)
    first = code_in(citizen.mail(ZOE))
    citizen.clock.advance(minutes=1)
    activated(citizen, password=GOOD)
    assert code_in(citizen.mail(ZOE)) != first
    assert try_to_sign_in(citizen, password=GOOD)


@pytest.mark.req("A4")
@pytest.mark.parametrize(
    ("portal", "window"), [("citizen-account", timedelta(hours=24)), ("example", timedelta(hours=3))]
)
def test_when_the_window_ends_the_address_is_free_again_to_the_second(
    world: Worlds, portal: str, window: timedelta
) -> None:
    app_for = world(portal)
    sign_up_as(app_for, password=GOOD + "12")
    first = account_of(app_for).id
    app_for.clock.advance(window - timedelta(seconds=1))
    assert account_of(app_for).id == first
    app_for.clock.advance(seconds=1)
    assert find.by_identifier(app_for, "email", ZOE, app_for.now) is None
    sign_up_as(app_for, password=GOOD + "12")
    assert account_of(app_for).id != first


@pytest.mark.req("A2", "X1")
def test_a_weak_password_is_refused_with_the_rules_it_breaks_and_nothing_is_written(world: Worlds) -> None:
    citizen = world("citizen-account")
    with pytest.raises(Invalid) as refused:
        sign_up_as(citizen, password="abcdefgh")
    assert refused.value.errors.keys() == {"password"}
    assert find.by_identifier(citizen, "email", ZOE, citizen.now) is None


@pytest.mark.req("SEC23", "SEC16")
def test_no_mail_and_no_row_holds_the_password_the_code_or_the_link(world: Worlds) -> None:
    citizen = world("citizen-account")
    activated(citizen)
    sign_up_as(citizen, "other@example.org")
    mails = citizen.mails()
    rows = str(
        [list(citizen.table.query(partition(account_of(citizen, who).id))) for who in (ZOE, "other@example.org")]
    )
    assert all(GOOD not in mail.text + mail.html for mail in mails)
    assert GOOD not in rows
    assert code_in(citizen.mail("other@example.org")) not in rows


@pytest.mark.req("A1", "X3")
def test_a_program_signs_up_activates_and_signs_in_with_json(
    world: Worlds, app_for: Callable[[World], Chalice]
) -> None:
    citizen = world("citizen-account")
    program = Program(app_for(citizen))
    signed_up = program.post("/en/sign-up", email=ZOE, password=GOOD, accept_terms=True)
    assert signed_up.status == 202
    proof = {"code": code_in(citizen.mail(ZOE)), "secret": signed_up.json["secret"]}
    assert program.post("/en/activate", email=ZOE, **proof).json == {"state": "active", "password_token": None}
    assert program.post("/en/sign-in", identifier=ZOE, password=GOOD).status == 200
    assert program.get("/en/account").json["email"] == ZOE


@pytest.mark.req("X1", "X2")
@pytest.mark.parametrize(("language", "summary"), [("fr", "Il y a un problème"), ("en", "There is a problem")])
def test_the_page_is_shown_again_with_what_was_typed_but_never_the_password(
    world: Worlds, app_for: Callable[[World], Chalice], language: str, summary: str
) -> None:
    browser = Browser(app_for(world("citizen-account")))
    browser.get(f"/{language}/sign-up")
    answer = browser.post(f"/{language}/sign-up", email="not an address", password=GOOD)
    assert answer.status == 422
    assert [summary in answer.body, "not an address" in answer.body, GOOD in answer.body] == [True, True, False]


@pytest.mark.req("A1")
def test_where_accounts_are_not_opened_by_people_themselves_there_is_no_such_page(
    world: Worlds, app_for: Callable[[World], Chalice]
) -> None:
    browser = Browser(app_for(world("freight")))
    assert [browser.get(f"/fr/{page}").status for page in ("sign-up", "activate", "activate/resend")] == [404] * 3
