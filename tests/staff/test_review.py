"""A review goes on: staff ask, wait, hold, go on; the person is told and answers."""

from datetime import timedelta

import pytest

from chalicelib.applications.actions.stages import usual_time
from chalicelib.applications.model import ApplicationState
from tests.support.applications import as_it_is, program, submitted
from tests.support.review import Office, done_by_staff, emails, file_in, path

ASKED = "Il nous faut autre chose"


@pytest.mark.req("F8", "W2")
def test_a_question_reaches_the_person_by_mail_and_the_file_waits() -> None:
    office = Office()
    file = file_in(office.world, ApplicationState.IN_REVIEW)
    assert office.basil.post(path(file, "question"), text="Which colour?").status == 200
    found = as_it_is(office.world, file)
    assert (found.state, [each.text for each in found.questions]) == (ApplicationState.WAITING, ["Which colour?"])
    assert found.questions[0].answer_by.date() - found.questions[0].asked_at.date() == timedelta(days=9)
    assert len(emails(office.world, ASKED)) == 1


@pytest.mark.req("F8")
def test_the_answer_brings_the_file_back_into_the_queue() -> None:
    office = Office()
    file = file_in(office.world, ApplicationState.IN_REVIEW)
    office.basil.post(path(file, "question"), text="Which colour?")
    assert office.basil.get("/en/staff/queue").json["waiting"] == 0
    question = as_it_is(office.world, file).questions[0]
    mine = program(office.world, office.app)
    mine.post(f"/en/applications/{file.number}/questions/{question.id}", answer="Green.")
    found = office.basil.get(path(file)).json
    assert (found["state"], found["questions"][0]["answer"]) == ("in-review", "Green.")
    assert found["steps"][-1]["by"] == "applicant"
    assert office.basil.get("/en/staff/queue").json["waiting"] == 1


@pytest.mark.req("F8")
def test_the_same_question_twice_is_one_question_and_one_email() -> None:
    office = Office()
    file = file_in(office.world, ApplicationState.IN_REVIEW)
    for text in ("Which colour?", " Which colour? "):
        assert office.basil.post(path(file, "question"), text=text).status == 200
    assert len(as_it_is(office.world, file).questions) == 1
    assert len(emails(office.world, ASKED)) == 1


@pytest.mark.req("F8")
def test_another_question_can_be_asked_while_the_file_waits() -> None:
    office = Office()
    file = file_in(office.world, ApplicationState.IN_REVIEW)
    for text in ("Which colour?", "How many?"):
        office.basil.post(path(file, "question"), text=text)
    found = as_it_is(office.world, file)
    assert [each.text for each in found.open_questions] == ["Which colour?", "How many?"]
    assert [step.state for step in found.steps].count(ApplicationState.WAITING) == 1
    assert done_by_staff(office.world, file) == ["information-asked", "information-asked"]


@pytest.mark.req("W2")
def test_the_person_reads_why_a_file_is_on_hold() -> None:
    office = Office()
    file = file_in(office.world, ApplicationState.IN_REVIEW)
    office.basil.post(path(file, "hold"), reason="We wait for the court.")
    mine = program(office.world, office.app).get(f"/en/applications/{file.number}").json
    assert (mine["state"], mine["steps"][-1]["reason"]) == ("on-hold", "We wait for the court.")


@pytest.mark.req("W2")
@pytest.mark.parametrize("state", [ApplicationState.ON_HOLD, ApplicationState.WAITING])
def test_staff_go_on_with_a_file(state: ApplicationState) -> None:
    office = Office()
    file = file_in(office.world, state)
    assert office.basil.post(path(file, "resume")).status == 200
    assert as_it_is(office.world, file).state is ApplicationState.IN_REVIEW
    assert done_by_staff(office.world, file) == ["file-resumed"]


@pytest.mark.req("F7")
def test_what_staff_do_counts_how_long_a_stage_took() -> None:
    office = Office()
    files = [submitted(office.world, email=f"p{each}@example.org") for each in range(4)]
    for file in files:
        assert usual_time(office.world, files[0], office.world.now) is None
        office.basil.post(path(file, "take"))
    usual = usual_time(office.world, files[0], office.world.now)
    assert usual == (1, 1)
    assert usual_time(office.world, as_it_is(office.world, files[0]), office.world.now) is None


@pytest.mark.req("W2")
def test_a_browser_is_brought_back_to_the_file_and_told_what_was_done() -> None:
    office = Office()
    file = file_in(office.world, ApplicationState.IN_REVIEW)
    browser = office.browser()
    arrived = browser.submit(path(file, "question"), text="Which colour?")
    assert "Your question is sent. The file waits for the answer." in arrived.body


@pytest.mark.req("X1")
def test_staff_read_that_a_file_waits_for_the_applicant() -> None:
    """The same state tells the person to answer."""
    office = Office()
    file = file_in(office.world, ApplicationState.WAITING)
    body = office.browser().get(path(file)).body
    assert ("Waiting for the applicant" in body, "Waiting for your answer" in body) == (True, False)
