"""Opening, removing and judging documents; and that nobody reaches another's."""

from collections.abc import Callable
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from pydantic import ValidationError

from chalicelib.cloud.table import Conflict
from chalicelib.documents.actions.files import download_link, remove
from chalicelib.documents.actions.find import find_document, list_documents, require_unchanged
from chalicelib.documents.actions.review import review
from chalicelib.documents.actions.uploads import confirm_upload
from chalicelib.documents.errors import DocumentUnchangeable, NotServed
from chalicelib.documents.inputs import Review
from chalicelib.documents.model import Document, DocumentState, Folder, Opinion
from chalicelib.errors import NotFound
from chalicelib.unit_of_work import UnitOfWork
from tests.support.documents import FOLDER, OTHER, clean, committed, now_is, offered, scanned, sent
from tests.support.world import World

STRANGERS = [OTHER, Folder(OTHER.account, FOLDER.name), Folder(FOLDER.account, OTHER.name)]


def _judged(world: World, document: Document, refused_for: str | None = None) -> Document:
    opinion = Opinion(refused_for)
    return committed(world, lambda work: review(work, FOLDER, document.id, opinion), by="staff-1")


# --- opening ---


@pytest.mark.req("SEC50", "SEC51")
def test_a_link_is_good_for_a_minute_and_names_the_version_the_name_and_the_type() -> None:
    social = World("social-work")
    document = clean(social)
    query = parse_qs(urlsplit(download_link(social, FOLDER, document.id, social.now)).query)
    assert (query["seconds"], query["version"]) == (["60"], [document.kept])
    assert (query["name"], query["media_type"]) == (["Diplôme.pdf"], ["application/pdf"])


@pytest.mark.req("SEC38", "SEC50")
@pytest.mark.parametrize("folder", STRANGERS)
@pytest.mark.parametrize(
    "act",
    [
        lambda world, folder, key: download_link(world, folder, key, world.now),
        lambda world, folder, key: find_document(world, folder, key, world.now),
        lambda world, folder, key: remove(UnitOfWork(world, world.now), folder, key),
        lambda world, folder, key: confirm_upload(UnitOfWork(world, world.now), folder, key),
        lambda world, folder, key: review(UnitOfWork(world, world.now), folder, key, Opinion()),
    ],
)
def test_a_document_of_another_folder_is_not_there(act: Callable[[World, Folder, str], object], folder: Folder) -> None:
    social = World("social-work")
    document = clean(social)
    with pytest.raises(NotFound):
        act(social, folder, document.id)


# --- listing and removing ---


def test_documents_are_listed_by_when_they_were_begun_without_what_lapsed_or_was_removed() -> None:
    social = World("social-work")
    lapsed = offered(social)
    first = sent(social)
    social.clock.advance(timedelta(hours=24))
    second, gone = clean(social), clean(social)
    committed(social, lambda work: remove(work, FOLDER, gone.id))
    assert [each.id for each in list_documents(social, FOLDER, social.now)] == [first.id, second.id]
    with pytest.raises(NotFound):
        find_document(social, FOLDER, lapsed.id, social.now)


def test_a_document_that_was_removed_cannot_be_opened_or_removed_again() -> None:
    social = World("social-work")
    document = clean(social)
    committed(social, lambda work: remove(work, FOLDER, document.id))
    with pytest.raises(NotFound):
        download_link(social, FOLDER, document.id, social.now)
    with pytest.raises(NotFound):
        remove(UnitOfWork(social, social.now), FOLDER, document.id)


def test_what_the_staff_accepted_is_not_the_persons_to_remove() -> None:
    social = World("social-work")
    document = _judged(social, clean(social))
    with pytest.raises(DocumentUnchangeable):
        remove(UnitOfWork(social, social.now), FOLDER, document.id)


def test_a_submission_fails_if_a_document_changed_since_it_was_read() -> None:
    social = World("social-work")
    document = sent(social)
    work = UnitOfWork(social, social.now)
    require_unchanged(work, [document])
    scanned(social, document, "THREATS_FOUND")
    with pytest.raises(Conflict):
        work.commit()


# --- judging ---


@pytest.mark.req("F3")
@pytest.mark.parametrize(
    ("reason", "state"), [(None, DocumentState.ACCEPTED), ("It is too dark.", DocumentState.REFUSED)]
)
def test_staff_accept_or_refuse_for_a_reason(reason: str | None, state: DocumentState) -> None:
    social = World("social-work")
    found = _judged(social, clean(social), reason)
    assert (found.state, found.refused_for, found.reviewed_by) == (state, reason, "staff-1")
    assert found.is_served


def test_the_last_word_of_the_staff_counts() -> None:
    social = World("social-work")
    document = clean(social)
    _judged(social, document, "It is too dark.")
    assert _judged(social, document).refused_for is None
    assert now_is(social, document).is_in_hand


@pytest.mark.req("SEC49")
def test_staff_cannot_judge_what_they_could_not_open() -> None:
    social = World("social-work")
    with pytest.raises(NotServed):
        _judged(social, sent(social))


@pytest.mark.req("F4")
def test_what_staff_send_says_so() -> None:
    social = World("social-work")
    assert clean(social, by="staff-1").by == "staff-1"


@pytest.mark.req("F3")
@pytest.mark.parametrize("reason", [None, "", "   "])
def test_a_refusal_needs_a_reason(reason: str | None) -> None:
    with pytest.raises(ValidationError):
        Review.model_validate({"decision": "refuse", "reason": reason})
    assert Review.model_validate({"decision": "accept", "reason": reason}).refused_for is None


# --- traces ---


@pytest.mark.req("SEC40")
def test_the_persons_file_says_what_was_done_and_by_whom() -> None:
    from chalicelib.activities.model import parse_activity, partition

    social = World("social-work")
    document = clean(social)
    social.clock.advance(minutes=1)
    _judged(social, document, "It is too dark.")
    social.clock.advance(minutes=1)
    scanned(social, document, "THREATS_FOUND")
    found = [parse_activity(item) for item in social.table.query(partition(FOLDER.account), "ACTIVITY#")]
    assert [(each.kind, each.by) for each in found] == [
        ("document-added", FOLDER.account),
        ("document-refused", "staff-1"),
        ("document-rejected", "scanner"),
    ]
