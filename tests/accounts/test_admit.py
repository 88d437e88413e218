"""Accounts that the body opens for people whom it knows."""

from collections.abc import Callable

import pytest

from chalicelib.accounts.actions.administration import admit
from chalicelib.accounts.actions.recover import is_reset_link_valid, reset_password
from chalicelib.accounts.errors import LinkRefused, SignInRefused
from tests.support.people import ZOE, account_of, activated, try_to_sign_in
from tests.support.world import GOOD, World, token_in

Worlds = Callable[[str], World]


def token(world: World) -> str:
    return token_in(world.mail(ZOE))


@pytest.mark.req("A7", "SEC23")
def test_the_mail_holds_the_access_code_and_a_link_but_no_password(world: Worlds) -> None:
    freight = world("freight")
    account = admit(freight, ZOE, "fr", freight.now)
    code = account.identifiers["access_code"]
    assert f"Code d’accès\u00a0: {code}" in freight.mail(ZOE).text
    reset_password(freight, token(freight), GOOD, freight.now)
    assert try_to_sign_in(freight, code).account.id == account.id


@pytest.mark.req("A7")
def test_before_the_password_is_chosen_nobody_signs_in(world: Worlds) -> None:
    freight = world("freight")
    code = admit(freight, ZOE, "fr", freight.now).identifiers["access_code"]
    with pytest.raises(SignInRefused):
        try_to_sign_in(freight, code, GOOD)


@pytest.mark.req("SEC24")
def test_the_link_works_for_a_day_since_nobody_waits_for_it(world: Worlds) -> None:
    freight = world("freight")
    admit(freight, ZOE, "fr", freight.now)
    link = token(freight)
    freight.clock.advance(hours=24, seconds=-1)
    assert is_reset_link_valid(freight, link, freight.now)
    freight.clock.advance(seconds=1)
    with pytest.raises(LinkRefused):
        reset_password(freight, link, GOOD, freight.now)


@pytest.mark.req("X1")
def test_where_the_language_is_not_known_the_mail_is_in_both(world: Worlds) -> None:
    freight = world("freight")
    admit(freight, ZOE, None, freight.now)
    mail = freight.mail(ZOE)
    assert mail.subject == "Votre compte est ouvert\u00a0: Services en ligne / Your account is open: Online Services"
    assert mail.text.index("Bonjour,") < mail.text.index("Hello,")
    assert account_of(freight).language is None


@pytest.mark.req("A7", "REL01")
def test_who_has_an_account_keeps_it_and_gets_no_mail(world: Worlds) -> None:
    citizen = world("citizen-account")
    before = activated(citizen)
    assert admit(citizen, ZOE, "fr", citizen.now) == before
    assert len(citizen.mails(ZOE)) == 1
