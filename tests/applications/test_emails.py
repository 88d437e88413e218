"""The emails about an application: to its owner, in the owner's language, with its number."""

from collections.abc import Callable

import pytest

from chalicelib.accounts.actions.find import by_id
from chalicelib.accounts.items import put_account
from chalicelib.applications.actions.emails import owe
from chalicelib.applications.model import Application
from chalicelib.cloud.mail import Message
from chalicelib.cloud.table import Change
from tests.support.applications import example, filing, filled, person
from tests.support.people import ZOE
from tests.support.world import World

Worlds = Callable[[str], World]
SUBJECTS = {
    "application-submitted": ("Demande reçue\u00a0: {}", "Application received: {}"),
    "application-decided": ("Décision sur votre demande\u00a0: {}", "Your application is decided: {}"),
    "information-asked": ("Il nous faut autre chose de votre part\u00a0: {}", "We need something more from you: {}"),
}


def speaking(world: World, language: str) -> None:
    """Let Zoé have chosen a language."""
    account = by_id(world, person(world).account.id)
    assert account
    change = Change(world.ids.new())
    put_account(change, account.but(language=language))
    world.table.commit(change)


def email(world: World, template: str, application: Application) -> Message:
    account = by_id(world, application.account)
    assert account
    change = Change(world.ids.new())
    owe(world, change, template, account, application, world.now)
    world.table.commit(change)
    return world.mail(ZOE)


def shown(number: str) -> str:
    return f"{number[:3]}-{number[3:6]}-{number[6:]}"


@pytest.mark.req("F5", "X1")
@pytest.mark.parametrize(("language", "title"), [("fr", "Permis singulier"), ("en", "Odd permit")])
def test_who_submits_is_written_to_in_ones_own_language(world: Worlds, language: str, title: str) -> None:
    here = world("example")
    complete = filled(here)
    speaking(here, language)
    filing(here, complete)
    (mail,) = here.mails(ZOE)
    assert [title in text for text in (mail.text, mail.html)] == [True, True]
    assert f"https://counter.example/{language}/applications/{complete.number}" in mail.text
    assert shown(complete.number) in mail.subject


@pytest.mark.req("F5", "F8", "X1")
@pytest.mark.parametrize("template", SUBJECTS)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_each_email_says_what_it_is_about_and_tells_no_secrets(template: str, language: str) -> None:
    world = example()
    complete = filled(world)
    speaking(world, language)
    mail = email(world, template, complete)
    assert mail.subject == SUBJECTS[template][language == "en"].format(shown(complete.number))
    assert [text for text in ("Zoé Tremblay", "Grève", "AB-123") if text in mail.text + mail.html] == []


@pytest.mark.req("X1")
def test_who_has_chosen_no_language_is_written_to_in_that_of_the_application() -> None:
    world = example()
    complete = filled(world).but(language="en")
    account = by_id(world, complete.account)
    assert account
    change = Change(world.ids.new())
    owe(world, change, "application-decided", account.but(language=None), complete, world.now)
    world.table.commit(change)
    assert world.mail(ZOE).subject.startswith("Your application")
