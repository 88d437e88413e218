"""The emails about an application: to its owner, in the owner's language, with its number."""

from collections.abc import Callable

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
from chalicelib.services import Services
from chalicelib.unit_of_work import UnitOfWork
from tests.support.applications import example, filing, filled, person
from tests.support.people import ZOE
from tests.support.world import World

Worlds = Callable[[str], World]
Enqueue = Callable[[UnitOfWork, Application], None]
SUBJECTS: list[tuple[Enqueue, str, str]] = [
    (
        lambda work, file: enqueue_application_submitted(work, owner(work.services, file), file),
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
    work = UnitOfWork(world, world.now)
    put_account(work, account.replace(language=language))
    work.commit()


def owner(services: Services, application: Application) -> Account:
    account = by_id(services, application.account)
    assert account
    return account


def email(world: World, enqueue: Enqueue, application: Application) -> Message:
    work = UnitOfWork(world, world.now)
    enqueue(work, application)
    work.commit()
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
    work = UnitOfWork(world, world.now)
    enqueue_application_submitted(work, account, complete)
    work.commit()
    assert world.mail(ZOE).subject.startswith("Application received")
