"""What staff ask during the review, and the answers."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from chalice.app import Chalice

from chalicelib.applications.actions.information_requests import reply
from chalicelib.applications.actions.queue import QueueFilter, waiting
from chalicelib.applications.errors import NotNow
from chalicelib.applications.model import Application, ApplicationState
from chalicelib.errors import NotFound
from tests.support.applications import as_it_is, asked, browser, changed, example, person, program, submitted
from tests.support.world import World

Worlds = Callable[[str], World]
AppFactory = Callable[[World], Chalice]


def answered(world: World, file: Application, question: str = "1", text: str = "Oui.") -> Application:
    reply(world, person(world), file.number, question, text, world.now)
    return as_it_is(world, file)


@pytest.mark.req("F8", "X2")
def test_a_question_is_read_and_answered_without_scripts(app_for: AppFactory) -> None:
    world = example()
    file = asked(world, submitted(world), "De quelle couleur\u00a0?\nEt pourquoi\u00a0?")
    client = browser(world, app_for(world))
    page = client.get(f"/fr/applications/{file.number}")
    assert [text in page.body for text in ("De quelle couleur\u00a0?", "11\u00a0mars\u00a02026")] == [True, True]
    assert client.post(f"/fr/applications/{file.number}/questions/1", answer="Vert.\r\nPar goût.").status == 303
    page = client.get(f"/fr/applications/{file.number}")
    assert ["Vert." in page.body, "/questions/1" in page.body] == [True, False]


@pytest.mark.req("F8", "F7")
def test_with_the_answer_the_file_goes_back_to_staff(world: Worlds) -> None:
    here = world("example")
    file = asked(here, submitted(here), "Pourquoi?")
    assert waiting(here, QueueFilter(), None, 9).files == []
    here.clock.advance(timedelta(days=1))
    done = answered(here, file)
    assert (done.state, done.questions[0].answer, done.questions[0].answered_at) == (
        ApplicationState.IN_REVIEW,
        "Oui.",
        here.now,
    )
    assert [each.number for each in waiting(here, QueueFilter(), None, 9).files] == [file.number]


@pytest.mark.req("F8")
def test_it_waits_until_the_last_question_is_answered(world: Worlds) -> None:
    here = world("example")
    file = asked(here, submitted(here), "Pourquoi?", "Comment?")
    assert answered(here, file, "2").state is ApplicationState.WAITING
    assert answered(here, file, "1").state is ApplicationState.IN_REVIEW


@pytest.mark.req("F8", "REL04")
def test_a_question_is_answered_once(world: Worlds) -> None:
    here = world("example")
    file = asked(here, submitted(here), "Pourquoi?", "Comment?")
    first = answered(here, file, "1")
    with pytest.raises(NotNow):
        answered(here, file, "1", "Non.")
    assert as_it_is(here, file) == first


@pytest.mark.req("F8")
def test_a_question_that_nobody_asked_is_absent() -> None:
    world = example()
    file = asked(world, submitted(world), "Pourquoi?")
    with pytest.raises(NotFound):
        answered(world, file, "3")


@pytest.mark.req("F8")
@pytest.mark.parametrize("state", [ApplicationState.IN_REVIEW, ApplicationState.APPROVED, ApplicationState.ON_HOLD])
def test_an_answer_that_nobody_waits_for_any_more_is_not_taken(state: ApplicationState) -> None:
    world = example()
    file = changed(world, asked(world, submitted(world), "Pourquoi?"), state=state)
    with pytest.raises(NotNow):
        answered(world, file)


@pytest.mark.req("F8", "SEC15")
@pytest.mark.parametrize("text", ["", "   ", "x" * 8001])
def test_an_answer_says_something_and_has_an_end(app_for: AppFactory, text: str) -> None:
    world = example()
    file = asked(world, submitted(world), "Pourquoi?")
    answer = program(world, app_for(world)).post(f"/en/applications/{file.number}/questions/1", answer=text)
    assert (answer.status, list(answer.json["errors"])) == (422, ["answer"])


@pytest.mark.req("F8")
def test_what_was_typed_stands_there_again_where_it_is_too_long(app_for: AppFactory) -> None:
    world = example()
    file = asked(world, submitted(world), "Pourquoi?")
    client = browser(world, app_for(world))
    client.get(f"/fr/applications/{file.number}")
    page = client.post(f"/fr/applications/{file.number}/questions/1", answer="mot " * 2001)
    assert (page.status, page.body.count("mot mot")) == (422, 1000)
