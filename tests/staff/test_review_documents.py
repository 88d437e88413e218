"""Staff open the documents of a file, and accept or refuse each; what institutions send, they hand in themselves."""

from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest

from chalicelib.applications.actions.find import folder_of
from chalicelib.applications.model import Application, ApplicationState
from chalicelib.documents.actions.find import list_documents
from chalicelib.documents.model import Document, DocumentState, Verdict
from tests.support.applications import as_it_is, draft, filled, program, submitted
from tests.support.documents import now_is, pdf, posted, scanned, sent
from tests.support.http import Answer
from tests.support.review import Office, document_in, done_by_staff, file_in, path, trail


def _review(office: Office, file: Application, document: Document, **wish: str | None) -> Answer:
    return office.basil.post(path(file, "documents", document.id), **wish)


# --- opening ---


@pytest.mark.req("W2", "SEC50")
def test_a_document_is_opened_by_a_link_that_is_good_for_a_minute() -> None:
    office = Office()
    file = submitted(office.world)
    document = document_in(office.world, file, "photograph")
    answer = office.basil.get(path(file, "documents", document.id, "file"))
    assert answer.status == 303
    assert parse_qs(urlsplit(answer.location).query)["seconds"] == ["60"]


@pytest.mark.req("SEC49")
@pytest.mark.parametrize("verdict", [None, "THREATS_FOUND", "UNSUPPORTED", "FAILED"])
def test_nothing_opens_what_was_not_found_clean_and_no_look_is_noted(verdict: Verdict | None) -> None:
    office = Office()
    file = file_in(office.world, ApplicationState.IN_REVIEW)
    document = sent(office.world, folder=folder_of(file), slot="drawing")
    if verdict:
        scanned(office.world, document, verdict)
    assert office.basil.get(path(file, "documents", document.id, "file")).status == 409
    assert _review(office, file, document, decision="accept").status == 409
    assert {"document-viewed", "document-accepted"}.isdisjoint(entry.kind for entry in trail(office.world, file))


@pytest.mark.req("SEC38")
def test_a_document_of_another_file_is_not_there() -> None:
    office = Office()
    file, other = (file_in(office.world, ApplicationState.IN_REVIEW, email=f"p{each}@example.org") for each in range(2))
    theirs = document_in(office.world, other, "photograph")
    for parts in (("documents", theirs.id), ("documents", theirs.id, "file"), ("third-party", theirs.id)):
        assert office.basil.get(path(file, *parts)).status == 404
    assert _review(office, file, theirs, decision="accept").status == 404


# --- accepting and refusing ---


@pytest.mark.req("F3", "W2")
def test_a_document_is_accepted() -> None:
    office = Office()
    file = file_in(office.world, ApplicationState.IN_REVIEW)
    document = document_in(office.world, file, "photograph")
    assert _review(office, file, document, decision="accept").json["state"] == "accepted"
    assert now_is(office.world, document).state is DocumentState.ACCEPTED
    assert done_by_staff(office.world, file) == ["document-accepted"]


@pytest.mark.req("F3", "W2")
def test_the_person_reads_why_a_document_is_refused() -> None:
    office = Office()
    file = file_in(office.world, ApplicationState.IN_REVIEW)
    document = document_in(office.world, file, "photograph")
    _review(office, file, document, decision="refuse", reason="It is too dark.")
    slots = program(office.world, office.app).get(f"/en/applications/{file.number}").json["slots"]
    found = slots[0]["documents"][0]
    assert (found["state"], found["reason"]) == ("refused", "It is too dark.")


@pytest.mark.req("F3")
def test_a_refusal_of_a_document_needs_a_reason_and_keeps_what_was_chosen() -> None:
    office = Office()
    file = file_in(office.world, ApplicationState.IN_REVIEW)
    document = document_in(office.world, file, "photograph")
    here = path(file, "documents", document.id)
    browser = office.browser()
    browser.get(here)
    answer = browser.post(here, decision="refuse")
    assert (answer.status, 'href="#reason"' in answer.body) == (422, True)
    assert 'value="refuse" checked' in " ".join(answer.body.split())
    assert now_is(office.world, document).state is DocumentState.CLEAN


@pytest.mark.req("REL05")
def test_a_review_of_a_document_is_written_with_the_files_next_version() -> None:
    office = Office()
    file = file_in(office.world, ApplicationState.IN_REVIEW)
    _review(office, file, document_in(office.world, file, "photograph"), decision="accept")
    assert as_it_is(office.world, file).version == file.version + 1


# --- what third parties send ---


def _post(office: Office, file: Application, *parts: str, **fields: str) -> Answer:
    return office.basil.post(path(file, "third-party", *parts), **fields)


def _sent(office: Office, file: Application, content: bytes | None = None, **more: str) -> str:
    """Hand in a file for the slot that a laboratory fills, as a program does; return the document's id."""
    form = _post(office, file, slot="expertise", **more).json
    office.world.files.post(form["fields"], "Report.pdf", content or pdf())
    assert _post(office, file, form["document"]).status == 200
    return str(form["document"])


@pytest.mark.req("F4")
def test_staff_hand_in_for_a_draft_what_a_third_party_sent() -> None:
    office = Office()
    begun = filled(office.world)
    found = _sent(office, begun)
    document = next(each for each in _documents(office, begun) if each["id"] == found)
    assert (document["state"], document["by_staff"]) == ("received", True)
    assert done_by_staff(office.world, begun) == ["document-added"]
    assert [entry.by for entry in trail(office.world, begun) if entry.kind == "document-added"][-1] != begun.account


@pytest.mark.req("F4", "W6", "SEC40")
def test_the_trail_names_who_said_that_a_document_had_come() -> None:
    office = Office()
    begun = filled(office.world)
    _sent(office, begun)
    form = _post(office, begun, slot="expertise").json
    office.world.files.post(form["fields"], "Report.pdf", pdf())
    assert office.anne.post(path(begun, "third-party", form["document"])).status == 200
    *_, basil, anne = (entry.by for entry in trail(office.world, begun) if entry.kind == "document-added")
    assert basil != anne


def _documents(office: Office, begun: Application) -> list[dict[str, object]]:
    found: list[dict[str, object]] = office.basil.get(path(begun, "third-party")).json["slots"][0]["documents"]
    return found


@pytest.mark.req("F4", "SEC39")
def test_of_a_draft_staff_see_whose_it_is_and_what_is_expected_and_nothing_else() -> None:
    office = Office()
    begun = filled(office.world)
    found = office.basil.get(path(begun, "third-party"))
    assert found.json.keys() == {"number", "title", "state", "email", "slots"}
    assert (found.json["email"], [slot["key"] for slot in found.json["slots"]]) == ("zoe@example.org", ["expertise"])
    assert "Zoé Tremblay" not in found.body + office.browser().get(path(begun, "third-party")).body


@pytest.mark.req("F4", "W6")
def test_each_look_at_what_is_expected_is_in_the_trail() -> None:
    office = Office()
    begun = filled(office.world)
    office.basil.get(path(begun, "third-party"))
    looks = [entry for entry in trail(office.world, begun) if entry.kind == "expected-viewed"]
    assert [entry.by != begun.account for entry in looks] == [True]


@pytest.mark.req("F4")
@pytest.mark.parametrize("slot", ["photograph", "drawing", "nothing"])
def test_what_the_person_sends_is_not_the_staffs_to_send(slot: str) -> None:
    office = Office()
    begun = filled(office.world)
    assert _post(office, begun, slot=slot).status == 404


@pytest.mark.req("F4", "SEC38")
@pytest.mark.parametrize("act", ["get", "post", "remove"])
def test_a_document_that_the_person_sent_is_out_of_reach(act: str) -> None:
    office = Office()
    begun = filled(office.world)
    theirs = document_in(office.world, begun, "photograph").id
    acts: dict[str, Callable[[], Answer]] = {
        "get": lambda: office.basil.get(path(begun, "third-party", theirs)),
        "post": lambda: _post(office, begun, theirs),
        "remove": lambda: _post(office, begun, theirs, "remove"),
    }
    assert acts[act]().status == 404


@pytest.mark.req("F4")
def test_where_no_third_party_sends_anything_there_is_no_such_page() -> None:
    office = Office()
    assert office.basil.get(path(draft(office.world), "third-party")).status == 404


@pytest.mark.req("F4")
def test_a_document_is_replaced_and_taken_back_by_staff() -> None:
    office = Office()
    begun = filled(office.world)
    first = _sent(office, begun)
    second = _sent(office, begun, replaces=first)
    scanned(office.world, next(each for each in _in_folder(office, begun) if each.id == second))
    assert [each["id"] for each in _documents(office, begun)][1:] == [second]
    assert _post(office, begun, second, "remove").status == 200
    assert len(_documents(office, begun)) == 1
    assert done_by_staff(office.world, begun) == ["document-added", "document-added", "document-removed"]


@pytest.mark.req("F4")
def test_staff_replace_nothing_of_another_slot() -> None:
    office = Office()
    begun = filled(office.world)
    theirs = document_in(office.world, begun, "photograph").id
    assert _post(office, begun, slot="expertise", replaces=theirs).status == 404


@pytest.mark.req("F4", "SEC47")
def test_what_staff_send_is_checked_like_anyones() -> None:
    office = Office()
    begun = filled(office.world)
    found = _sent(office, begun, b"<html>")
    assert {each["id"]: each["state"] for each in _documents(office, begun)}[found] == "rejected"


@pytest.mark.req("F4", "SEC33")
def test_a_browser_sends_the_file_to_the_bucket_and_comes_back_to_keep_it() -> None:
    office = Office()
    begun = filled(office.world)
    browser = office.browser(language="fr")
    expected = path(begun, "third-party", language="fr")
    browser.get(expected)
    here = browser.post(expected, slot="expertise").location
    assert "https://guichet-test-uploads.files.example" in browser.get(here).headers["Content-Security-Policy"]
    posted(office.world, next(each for each in _in_folder(office, begun) if here.endswith(each.id)))
    assert "Garder ce fichier" in browser.get(here).body
    assert browser.post(here).location == expected
    assert "Nous avons le document." in browser.get(expected).body


def _in_folder(office: Office, begun: Application) -> list[Document]:
    return list_documents(office.world, folder_of(begun), office.world.now)
