"""A file is decided once: by one, or by two where the service wants four eyes."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from chalicelib.applications.actions.decide import decide
from chalicelib.applications.errors import NotNow
from chalicelib.applications.model import Application, ApplicationState, Decision
from chalicelib.cloud.table import Unavailable
from chalicelib.staff.model import StaffRole
from tests.support.applications import as_it_is, changed, program
from tests.support.http import Answer, Program
from tests.support.review import CHLOE, Office, done_by_staff, emails, file_in, path
from tests.support.staff import ANNE, staff_program

DECIDED = "Décision sur votre demande"
APPROVED = {"decision": "approved", "reason": "All is well.\nKeep it."}
REFUSED = {"decision": "refused", "reason": "It is not odd enough."}


def _office(*, four_eyes: bool) -> tuple[Office, Application]:
    """Return an office and a file in review, of a service that wants four eyes or not."""
    office = Office()
    file = file_in(office.world, ApplicationState.IN_REVIEW)
    return office, changed(office.world, file, service="odd-permit" if four_eyes else "odder-permit")


def _post(who: Program, file: Application, **fields: Any) -> Answer:
    return who.post(path(file, "decision"), **fields)


def _chloe(office: Office) -> Program:
    return staff_program(office.world, office.app, StaffRole.REGISTRAR, email=CHLOE)


# --- by one ---


@pytest.mark.req("W2")
@pytest.mark.parametrize("wish", [APPROVED, REFUSED, {"decision": "approved"}])
def test_a_decision_is_final_and_the_person_is_written_to(wish: dict[str, str]) -> None:
    office, file = _office(four_eyes=False)
    assert _post(office.anne, file, **wish).json == {"message": "The file is decided."}
    step = as_it_is(office.world, file).steps[-1]
    assert (step.state, step.reason) == (wish["decision"], wish.get("reason"))
    assert len(emails(office.world, DECIDED)) == 1
    assert done_by_staff(office.world, file) == [f"file-{wish['decision']}"]


@pytest.mark.req("W2")
def test_the_person_reads_the_decision_with_its_reasons() -> None:
    office, file = _office(four_eyes=False)
    _post(office.anne, file, **REFUSED)
    mine = program(office.world, office.app).get(f"/en/applications/{file.number}").json
    assert (mine["state"], mine["steps"][-1]["reason"]) == ("refused", REFUSED["reason"])


@pytest.mark.req("W2")
@pytest.mark.parametrize("reason", [None, "", "  "])
def test_a_refusal_needs_a_reason(reason: str | None) -> None:
    office, file = _office(four_eyes=False)
    answer = _post(office.anne, file, decision="refused", reason=reason)
    assert answer.status == 422
    assert answer.json["errors"].keys() == {"reason"}
    assert as_it_is(office.world, file) == file


@pytest.mark.parametrize("decision", ["withdrawn", "APPROVED", "", None, 1])
def test_there_are_two_decisions_and_no_other(decision: Any) -> None:
    office, file = _office(four_eyes=False)
    assert _post(office.anne, file, decision=decision, reason="So.").status == 422


@pytest.mark.req("REL04")
def test_the_same_decision_twice_is_one_decision_and_one_email() -> None:
    office, file = _office(four_eyes=False)
    answers = [_post(office.anne, file, **APPROVED) for _ in range(2)]
    assert [answer.status for answer in answers] == [200, 200]
    assert [step.state for step in as_it_is(office.world, file).steps].count(ApplicationState.APPROVED) == 1
    assert len(emails(office.world, DECIDED)) == 1


@pytest.mark.req("REL04")
@pytest.mark.parametrize("other", [REFUSED, {**APPROVED, "reason": "Otherwise."}])
def test_another_decision_afterwards_is_refused(other: dict[str, str]) -> None:
    office, file = _office(four_eyes=False)
    _post(office.anne, file, **APPROVED)
    assert _post(office.anne, file, **other).status == 409
    assert _post(_chloe(office), file, **APPROVED).status == 409
    assert as_it_is(office.world, file).state is ApplicationState.APPROVED


@pytest.mark.req("REL04")
def test_of_many_who_decide_at_the_same_time_one_does() -> None:
    office, file = _office(four_eyes=False)
    world = office.world

    def once(who: int) -> bool:
        by = f"staff-{who}"
        wish = (Decision.APPROVED, Decision.REFUSED)[who % 2]
        try:
            return decide(world, file.number, wish, "So.", by, world.now)
        except (NotNow, Unavailable):
            return False

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(once, range(8))).count(True) == 1
    assert len(emails(world, DECIDED)) == 1


@pytest.mark.req("W2")
def test_a_file_that_waits_for_an_answer_can_only_be_refused() -> None:
    office = Office()
    file = file_in(office.world, ApplicationState.WAITING)
    assert _post(office.anne, file, **APPROVED).status == 409
    assert _post(office.anne, file, **REFUSED).status == 200


@pytest.mark.req("SEC37")
def test_a_reviewer_decides_nothing() -> None:
    office, file = _office(four_eyes=False)
    assert _post(office.basil, file, **APPROVED).status == 403
    assert office.basil.get(path(file, "decision")).status == 403


# --- by two ---


@pytest.mark.req("W2", "SEC40")
def test_the_first_of_four_eyes_only_proposes() -> None:
    office, file = _office(four_eyes=True)
    said = _post(office.anne, file, **APPROVED).json["message"]
    assert said == "The decision is proposed. Another member of staff has to take it."
    assert as_it_is(office.world, file).state is ApplicationState.IN_REVIEW
    assert done_by_staff(office.world, file) == ["file-proposed"]
    assert emails(office.world, DECIDED) == []


@pytest.mark.req("SEC40")
def test_who_proposed_cannot_take_the_decision() -> None:
    office, file = _office(four_eyes=True)
    _post(office.anne, file, **APPROVED)
    answer = _post(office.anne, file, **APPROVED)
    assert (answer.status, answer.json["title"]) == (403, "Someone else has to decide")
    assert as_it_is(office.world, file).state is ApplicationState.IN_REVIEW


@pytest.mark.req("SEC40")
def test_the_second_sees_the_proposal_and_takes_the_decision() -> None:
    office, file = _office(four_eyes=True)
    chloe = _chloe(office)
    _post(office.anne, file, **APPROVED)
    proposal = chloe.get(path(file, "decision")).json["proposal"]
    assert (proposal["by"], proposal["decision"], proposal["is_mine"]) == (ANNE, "approved", False)
    assert _post(chloe, file, decision=proposal["decision"], reason=proposal["reason"]).status == 200
    assert as_it_is(office.world, file).state is ApplicationState.APPROVED
    assert done_by_staff(office.world, file) == ["file-proposed", "file-approved"]
    assert len(emails(office.world, DECIDED)) == 1


@pytest.mark.req("SEC40")
@pytest.mark.parametrize("other", [REFUSED, {**APPROVED, "reason": "Otherwise."}, {"decision": "approved"}])
def test_a_second_who_wants_it_otherwise_proposes_that_instead(other: dict[str, str]) -> None:
    office, file = _office(four_eyes=True)
    chloe = _chloe(office)
    _post(office.anne, file, **APPROVED)
    _post(chloe, file, **other)
    assert office.anne.get(path(file)).json["proposal"]["by"] == CHLOE
    assert _post(office.anne, file, **other).status == 200
    assert as_it_is(office.world, file).state == other["decision"]


@pytest.mark.req("SEC40")
def test_a_browser_takes_the_decision_by_one_button() -> None:
    """What it sends back of the reasons, line by line, is found to be the same."""
    office, file = _office(four_eyes=True)
    browser = office.browser()
    _post(office.anne, file, **APPROVED)
    page = browser.get(path(file, "decision")).body
    assert "Take this decision" in page
    browser.post(path(file, "decision"), decision="approved", reason=APPROVED["reason"].replace("\n", "\r\n"))
    assert as_it_is(office.world, file).state is ApplicationState.APPROVED


@pytest.mark.req("SEC40")
def test_who_proposed_is_offered_to_withdraw_it_but_not_to_take_it() -> None:
    office, file = _office(four_eyes=True)
    browser = office.browser()
    browser.get(path(file, "decision"))
    browser.post(path(file, "decision"), **REFUSED)
    page = browser.get(path(file, "decision")).body
    assert ("Take this decision" in page, "Withdraw the proposal" in page) == (False, True)


@pytest.mark.req("W2")
def test_a_proposal_can_be_withdrawn() -> None:
    office, file = _office(four_eyes=True)
    _post(office.anne, file, **APPROVED)
    for _ in range(2):
        assert office.anne.post(path(file, "decision", "withdraw")).status == 200
    assert as_it_is(office.world, file).proposal is None
    assert done_by_staff(office.world, file) == ["file-proposed", "file-unproposed"]
    assert _post(_chloe(office), file, **APPROVED).json["message"].startswith("The decision is proposed")


@pytest.mark.req("SEC40")
@pytest.mark.parametrize("then", [("question", {"text": "Why?"}), ("hold", {"reason": "The court."})])
def test_a_proposal_is_worth_nothing_once_the_file_has_moved_on(then: tuple[str, dict[str, str]]) -> None:
    office, file = _office(four_eyes=True)
    _post(office.anne, file, **APPROVED)
    office.basil.post(path(file, then[0]), **then[1])
    office.basil.post(path(file, "resume"))
    assert office.anne.get(path(file)).json["proposal"] is None


@pytest.mark.req("X2")
def test_what_was_typed_stays_where_a_decision_is_wrong() -> None:
    office, file = _office(four_eyes=False)
    browser = office.browser()
    browser.get(path(file, "decision"))
    answer = browser.post(path(file, "decision"), decision="refused")
    assert (answer.status, 'href="#reason"' in answer.body) == (422, True)
    assert 'value="refused" checked' in " ".join(answer.body.split())
    assert 'href="#decision"' in browser.post(path(file, "decision"), reason="So.").body
