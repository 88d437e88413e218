"""A file as staff see it; and every look at it is in its trail."""

import re
from typing import cast

import pytest

from chalicelib.activities.model import parse_activity
from chalicelib.applications.actions.find import list_own
from chalicelib.applications.backoffice.schemas import TRAIL_SHOWN
from chalicelib.applications.model import ApplicationState
from chalicelib.applications.storage import notes_prefix
from chalicelib.staff.model import StaffRole
from tests.support.applications import as_it_is, changed, draft, example, person, program, submitted
from tests.support.memory import MemoryTable
from tests.support.review import Office, document_in, done_by_staff, file_in, path, trail
from tests.support.staff import ANNE, BASIL


@pytest.mark.req("W2")
def test_a_file_is_shown_with_all_that_belongs_to_it() -> None:
    office = Office()
    file = submitted(office.world)
    found = office.basil.get(path(file)).json
    assert (found["number"], found["state"], found["email"]) == (file.number, "submitted", "zoe@example.org")
    assert {section["title"] for section in found["sections"]} == {"The person", "The thing", "The danger", "Proof"}
    assert [slot["key"] for slot in found["slots"]] == ["photograph", "drawing", "expertise"]
    assert [(step["state"], step["by"]) for step in found["steps"]] == [("submitted", "applicant")]


@pytest.mark.req("W2")
def test_answers_are_read_as_they_were_on_the_day_of_the_submission() -> None:
    """A day that was to come then is past now, and the answer is right all the same."""
    world = example()
    file = submitted(world)
    world.clock.advance(days=5 * 365)
    found = Office(world).basil.get(path(file)).json
    danger = next(section for section in found["sections"] if section["title"] == "The danger")
    assert {answer["name"]: answer["missing"] for answer in danger["answers"]}["safe_from"] is None


@pytest.mark.req("W6", "SEC40")
def test_every_look_is_in_the_trail_of_the_file_with_who_looked() -> None:
    office = Office()
    file = submitted(office.world)
    office.basil.get(path(file))
    office.anne.get(path(file))
    office.anne.get(path(file, "documents", document_in(office.world, file, "drawing").id, "file"))
    found = office.anne.get(path(file)).json["trail"]
    looks = [("file-viewed", BASIL), ("file-viewed", ANNE), ("document-viewed", ANNE), ("file-viewed", ANNE)]
    assert sorted((entry["kind"], entry["by"]) for entry in found if entry["by"] != "applicant") == sorted(looks)


@pytest.mark.req("W6")
def test_a_look_that_is_not_written_down_does_not_happen() -> None:
    office = Office()
    file = submitted(office.world)
    calls = cast("MemoryTable", office.world.table).calls
    calls.clear()
    office.basil.get(path(file))
    assert calls.index("commit") < calls.index("query")


@pytest.mark.req("W6")
def test_the_trail_is_of_this_file_alone() -> None:
    office = Office()
    one, other = submitted(office.world), submitted(office.world)
    office.basil.get(path(one))
    assert "file-viewed" not in [entry.kind for entry in trail(office.world, other)]
    assert [entry["kind"] for entry in office.basil.get(path(other)).json["trail"]].count("application-begun") == 1


@pytest.mark.req("W6")
def test_a_long_trail_is_shown_from_its_newest_end() -> None:
    office = Office()
    file = submitted(office.world)
    for _ in range(TRAIL_SHOWN + 1):
        found = office.basil.get(path(file)).json["trail"]
    assert [entry["kind"] for entry in found] == ["file-viewed"] * TRAIL_SHOWN


@pytest.mark.req("W6")
def test_the_person_reads_that_staff_looked() -> None:
    office = Office()
    file = submitted(office.world)
    office.basil.get(path(file))
    items = office.world.table.query(f"ACCOUNT#{file.account}", "ACTIVITY#")
    assert "file-viewed" in [parse_activity(item).kind for item in items]


@pytest.mark.req("W2", "SEC37")
def test_what_can_be_done_is_told_by_role_and_state() -> None:
    office = Office()
    file = submitted(office.world)
    assert office.basil.get(path(file)).json["actions"] == ["take", "assign", "note", "send"]
    office.basil.post(path(file, "take"))
    everything = ["decide", "ask", "hold", "assign", "note", "review", "send"]
    assert office.basil.get(path(file)).json["actions"] == everything[1:]
    assert office.anne.get(path(file)).json["actions"] == ["take", *everything]


@pytest.mark.req("SEC38")
@pytest.mark.parametrize("parts", [(), ("note",), ("decision",), ("question",)])
def test_a_draft_and_what_there_is_not_look_the_same(parts: tuple[str, ...]) -> None:
    office = Office()
    begun = draft(office.world)
    absent = begun.replace(number="999999999")
    found, expected = office.anne.get(path(begun, *parts)), office.anne.get(path(absent, *parts))
    assert (found.status, found.body) == (404, expected.body)


# --- who has it ---


@pytest.mark.req("W1", "W6")
def test_whoever_takes_a_new_file_has_it_in_review() -> None:
    office = Office()
    file = submitted(office.world)
    assert office.basil.post(path(file, "take")).status == 200
    found = office.anne.get(path(file)).json
    assert (found["state"], found["assignee"], found["is_mine"]) == ("in-review", BASIL, False)
    assert done_by_staff(office.world, file) == ["file-taken"]


def test_taking_it_twice_is_taking_it_once() -> None:
    office = Office()
    file = submitted(office.world)
    for _ in range(2):
        assert office.basil.post(path(file, "take")).status == 200
    assert done_by_staff(office.world, file) == ["file-taken"]
    assert len(as_it_is(office.world, file).steps) == 2


@pytest.mark.req("W1")
def test_a_file_is_given_to_someone_and_to_nobody() -> None:
    office = Office()
    file = submitted(office.world)
    chloe = office.another()
    for assignee in (chloe, chloe, "nobody"):
        assert office.basil.post(path(file, "assignment"), assignee=assignee).status == 200
    assert as_it_is(office.world, file).assignee is None
    assert done_by_staff(office.world, file) == ["file-assigned", "file-assigned"]
    assert as_it_is(office.world, file).state is ApplicationState.SUBMITTED


@pytest.mark.parametrize("assignee", ["0" * 32, "someone"])
def test_a_file_is_given_to_nobody_that_there_is_not(assignee: str) -> None:
    office = Office()
    file = submitted(office.world)
    answer = office.basil.post(path(file, "assignment"), assignee=assignee)
    assert answer.json["errors"] == {"assignee": "This person does not work on files."}


def test_a_file_is_given_to_nobody_whose_role_is_another() -> None:
    office = Office()
    file = submitted(office.world)
    clerk = office.another(StaffRole.FINANCE)
    assert office.basil.post(path(file, "assignment"), assignee=clerk).status == 422
    people = office.basil.get(path(file, "assignment")).json["people"]
    assert [each["label"] for each in people] == [ANNE, BASIL]


# --- notes ---


@pytest.mark.req("W2")
def test_a_note_is_for_staff_with_who_wrote_it() -> None:
    office = Office()
    file = submitted(office.world)
    office.basil.post(path(file, "note"), text="  Called on Monday.\r\nAll is well. ")
    (note,) = office.anne.get(path(file)).json["notes"]
    assert (note["by"], note["text"]) == (BASIL, "Called on Monday.\nAll is well.")
    assert done_by_staff(office.world, file) == ["file-note"]


@pytest.mark.req("W2")
def test_the_person_never_sees_a_note() -> None:
    office = Office()
    file = submitted(office.world)
    office.basil.post(path(file, "note"), text="Suspicious.")
    mine = program(office.world, office.app)
    seen = [mine.get(f"/en/applications/{file.number}"), mine.get("/en/applications"), mine.get("/en/account")]
    assert [answer.status for answer in seen] == [200, 200, 200]
    assert not any("Suspicious" in answer.body for answer in seen)
    assert [each.number for each in list_own(office.world, person(office.world))] == [file.number]


def test_a_note_lies_with_the_file() -> None:
    office = Office()
    file = submitted(office.world)
    office.basil.post(path(file, "note"), text="Here.")
    found = list(office.world.table.query(f"ACCOUNT#{file.account}", notes_prefix(file.number)))
    assert [item["text"] for item in found] == ["Here."]


# --- on pages ---


@pytest.mark.req("W2", "X1")
@pytest.mark.parametrize(
    ("language", "headings"),
    [
        ("fr", ["Réponses", "Documents", "Renseignements demandés", "Notes", "Avancement"]),
        ("en", ["Answers", "Documents", "Questions to the applicant", "Notes", "Progress"]),
    ],
)
def test_a_browser_sees_the_whole_file(language: str, headings: list[str]) -> None:
    office = Office()
    file = file_in(office.world, ApplicationState.IN_REVIEW)
    office.anne.post(path(file, "question"), text="Which colour is it?")
    answer = office.browser(language=language).get(path(file, language=language))
    assert answer.status == 200
    assert "Which colour is it?" in answer.body
    found = re.findall(r"<h2[^>]*>([^<]+)</h2>", answer.body)
    assert [each for each in found if each in headings] == headings


@pytest.mark.req("X2")
@pytest.mark.parametrize("form", ["note", "question", "hold"])
def test_what_was_typed_stays_where_the_form_is_wrong(form: str) -> None:
    office = Office()
    file = file_in(office.world, ApplicationState.IN_REVIEW)
    browser = office.browser()
    browser.get(path(file, form))
    field = "reason" if form == "hold" else "text"
    answer = browser.post(path(file, form), **{field: "x" * 4001})
    assert (answer.status, "x" * 4001 in answer.body) == (422, True)
    assert f'href="#{field}"' in answer.body
    assert browser.post(path(file, form)).status == 422


@pytest.mark.parametrize("text", ["a\x00b", "a\x1bb", "a\u202eb"])
def test_control_characters_are_not_taken(text: str) -> None:
    office = Office()
    file = submitted(office.world)
    assert office.basil.post(path(file, "note"), text=text).status == 422


@pytest.mark.parametrize("form", ["note", "question", "hold", "assignment", "decision"])
def test_a_page_with_a_form_alone_tells_nothing_of_the_person(form: str) -> None:
    """So it is no look at the file."""
    office = Office()
    file = file_in(office.world, ApplicationState.IN_REVIEW)
    answer = office.anne.get(path(file, form))
    assert (answer.status, "zoe" in answer.body.lower()) == (200, False)
    assert done_by_staff(office.world, file) == []


@pytest.mark.req("W6", "SEC40")
def test_the_trail_says_by_what_right_each_of_the_staff_looked() -> None:
    office = Office()
    file = submitted(office.world)
    office.anne.get(path(file))
    office.anne.post(path(file, "take"))
    for colleague in (office.anne, office.basil):
        colleague.get(path(file))
    changed(office.world, as_it_is(office.world, file), state=ApplicationState.REFUSED)
    office.basil.get(path(file))
    looks = [entry.standing for entry in trail(office.world, file) if entry.kind == "file-viewed"]
    assert looks == ["unassigned", "assigned", "another's", "over"]
    assert "(l’examen était terminé)" in office.browser(language="fr").get(path(file, language="fr")).body
