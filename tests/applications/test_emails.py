"""The emails about an application: to its owner, in the owner's language, with its number."""

from collections.abc import Callable
from datetime import datetime

import pytest

from chalicelib.accounts.actions.find import by_id
from chalicelib.accounts.model import Account
from chalicelib.accounts.storage import put_account
from chalicelib.applications.actions.emails import (
    enqueue_application_decided,
    enqueue_application_submitted,
    enqueue_information_asked,
)
from chalicelib.applications.model import Application
from chalicelib.cloud.mail import Message
from chalicelib.cloud.table import Change
from tests.support.applications import example, filing, filled, person
from tests.support.people import ZOE
from tests.support.world import World

Worlds = Callable[[str], World]
Enqueue = Callable[[World, Change, Application, datetime], None]
SUBJECTS: list[tuple[Enqueue, str, str]] = [
    (
        lambda world, change, file, now: enqueue_application_submitted(world, change, owner(world, file), file, now),
        "Demande reçue\u00a0: {}",
        "Application received: {}",
    ),
    (enqueue_application_decided, "Décision sur votre demande\u00a0: {}", "Your application is decided: {}"),
    (
        enqueue_information_asked,
        "Il nous faut autre chose de votre part\u00a0: {}",
        "We need something more from you: {}",
    ),
]


def speaking(world: World, language: str) -> None:
    """Let Zoé have chosen a language."""
    account = by_id(world, person(world).account.id)
    assert account
    change = Change(world.ids.new())
    put_account(change, account.replace(language=language))
    world.table.commit(change)


def owner(world: World, application: Application) -> Account:
    account = by_id(world, application.account)
    assert account
    return account


def email(world: World, enqueue: Enqueue, application: Application) -> Message:
    change = Change(world.ids.new())
    enqueue(world, change, application, world.now)
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
@pytest.mark.parametrize(("enqueue", "french", "english"), SUBJECTS)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_each_email_says_what_it_is_about_and_tells_no_secrets(
    enqueue: Enqueue, french: str, english: str, language: str
) -> None:
    world = example()
    complete = filled(world)
    speaking(world, language)
    mail = email(world, enqueue, complete)
    assert mail.subject == (english if language == "en" else french).format(shown(complete.number))
    assert [text for text in ("Zoé Tremblay", "Grève", "AB-123") if text in mail.text + mail.html] == []


@pytest.mark.req("X1")
def test_who_has_chosen_no_language_is_written_to_in_that_of_the_application() -> None:
    world = example()
    complete = filled(world).replace(language="en")
    account = owner(world, complete).replace(language=None)
    change = Change(world.ids.new())
    enqueue_application_submitted(world, change, account, complete, world.now)
    world.table.commit(change)
    assert world.mail(ZOE).subject.startswith("Application received")
