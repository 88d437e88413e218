"""Sending documents: forms, what comes of them, and what is confirmed."""

from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256

import pytest

from chalicelib.cloud.table import Conflict
from chalicelib.documents.actions.find import list_documents
from chalicelib.documents.actions.uploads import arrived, confirm_upload, offer_upload, upload_form
from chalicelib.documents.errors import DocumentUnchangeable, FileMissing, FolderFull
from chalicelib.documents.model import DocumentState, RejectedFor, UploadRequest
from chalicelib.documents.storage import object_key
from chalicelib.errors import NotFound
from chalicelib.portal.loader import load
from chalicelib.unit_of_work import UnitOfWork
from tests.support.documents import (
    FOLDER,
    OTHER,
    clean,
    committed,
    confirmed,
    now_is,
    offered,
    pdf,
    posted,
    scanned,
    sent,
)
from tests.support.world import START, World

MakeWorld = Callable[[str], World]


def _tight(**limits: int) -> World:
    """Return a portal with these limits."""
    portal = load("social-work")
    documents = portal.policies.documents.replace(**limits)
    return World(portal.replace(policies=portal.policies.replace(documents=documents)))


# --- forms ---


@pytest.mark.req("F3", "SEC47")
def test_a_form_writes_one_key_that_only_the_server_chose(world: MakeWorld) -> None:
    social = world("social-work")
    document = offered(social)
    form = upload_form(social, document, social.now, "https://counter.example/fr/back")
    assert form.fields["key"] == f"incoming/{FOLDER.account}/APPLICATION/123456789/{document.id}"
    assert (form.largest, form.ends_at) == (10_000_000, START + timedelta(minutes=5))


@pytest.mark.req("SEC47")
def test_no_two_forms_write_the_same_key() -> None:
    social = World("social-work")
    assert object_key(offered(social)) != object_key(offered(social))


@pytest.mark.req("SEC47")
def test_a_folder_takes_so_many_files_and_no_more() -> None:
    social = _tight(max_files=2)
    offered(social)
    sent(social)
    with pytest.raises(FolderFull):
        offered(social)


@pytest.mark.req("SEC47")
@pytest.mark.parametrize(("total", "fits"), [(2 * len(pdf()), True), (2 * len(pdf()) - 1, False)])
def test_a_folder_takes_so_many_bytes_and_no_more(total: int, fits: bool) -> None:  # noqa: FBT001
    social = _tight(max_folder_bytes=total)
    first, second = offered(social), offered(social)
    for document in (first, second):
        posted(social, document)
    confirmed(social, first)
    assert confirmed(social, second).rejected_for == (None if fits else RejectedFor.FOLDER_FULL)


@pytest.mark.req("SEC47")
def test_of_more_forms_than_there_is_room_for_no_more_are_confirmed_than_there_is() -> None:
    social = _tight(max_files=2)
    first, second = offered(social), offered(social)
    for document in (first, second):
        posted(social, document)
    social.portal = _tight(max_files=1).portal  # as where two forms were asked for at once
    assert confirmed(social, first).rejected_for is None
    assert confirmed(social, second).rejected_for is RejectedFor.FOLDER_FULL


@pytest.mark.req("SEC47")
def test_a_folder_that_is_full_to_the_byte_offers_no_form() -> None:
    social = _tight(max_folder_bytes=len(pdf()))
    sent(social)
    with pytest.raises(FolderFull):
        offered(social)


@pytest.mark.req("REL15")
def test_what_was_removed_or_never_came_takes_no_room() -> None:
    social = _tight(max_files=1)
    offered(social)
    social.clock.advance(hours=24)
    assert offered(social).state is DocumentState.EXPECTED


# --- confirmation ---


@pytest.mark.req("F3", "SEC48")
def test_what_is_confirmed_is_a_version_with_its_hash(world: MakeWorld) -> None:
    social = world("social-work")
    document = offered(social)
    version = posted(social, document, name="Diplo\u0302me \u202efinal.PDF")
    found = confirmed(social, document)
    assert found.state is DocumentState.RECEIVED
    assert found.upload
    assert (found.upload.version, found.upload.name, found.upload.type) == (version, "Diplôme final.pdf", "pdf")
    assert found.upload.sha256 == sha256(pdf()).hexdigest()
    assert now_is(social, document).upload == found.upload


def test_nothing_came_so_nothing_is_confirmed() -> None:
    social = World("social-work")
    document = offered(social)
    assert arrived(social, document) is None
    with pytest.raises(FileMissing):
        confirmed(social, document)
    assert now_is(social, document).state is DocumentState.EXPECTED


@pytest.mark.req("REL17")
def test_confirming_twice_changes_nothing_more() -> None:
    social = World("social-work")
    document = sent(social)
    work = UnitOfWork(social, social.now)
    assert confirm_upload(work, FOLDER, document.id) == now_is(social, document)
    assert work.writes == []


@pytest.mark.req("SEC48")
def test_a_form_that_is_used_again_changes_nothing_of_what_was_confirmed() -> None:
    social = World("social-work")
    document = offered(social)
    form = upload_form(social, document, social.now, None)
    first = social.files.post(form.fields, "a.pdf", pdf(1))
    found = confirmed(social, document)
    social.files.post(form.fields, "b.pdf", pdf(2))
    assert found.upload
    assert found.upload.version == first
    assert confirmed(social, document) == now_is(social, document)
    assert now_is(social, document).upload == found.upload


def test_of_two_files_that_came_before_the_confirmation_the_last_counts() -> None:
    social = World("social-work")
    document = offered(social)
    posted(social, document, pdf(1))
    last = posted(social, document, pdf(2))
    found = confirmed(social, document)
    assert found.upload
    assert found.upload.version == last


@pytest.mark.req("REL15", "REL19")
@pytest.mark.parametrize(("late", "in_time"), [(timedelta(seconds=-1), True), (timedelta(0), False)])
def test_a_file_is_confirmed_within_a_day_or_not_at_all(late: timedelta, in_time: bool) -> None:  # noqa: FBT001
    social = World("social-work")
    document = offered(social)
    posted(social, document)
    social.clock.advance(timedelta(hours=24) + late)
    if in_time:
        assert confirmed(social, document).is_in_hand
    else:
        with pytest.raises(NotFound):
            confirmed(social, document)


@pytest.mark.req("SEC47", "SEC52")
@pytest.mark.parametrize(
    ("content", "name", "reason"),
    [
        (b"<!DOCTYPE html>", "a.pdf", RejectedFor.UNKNOWN_TYPE),
        (pdf(), "a.exe", RejectedFor.OTHER_EXTENSION),
        (pdf(201), "a.pdf", RejectedFor.TOO_MANY_PAGES),
    ],
)
def test_a_file_that_will_not_do_is_rejected_with_the_reason(content: bytes, name: str, reason: RejectedFor) -> None:
    social = World("social-work")
    found = sent(social, content, name)
    assert (found.state, found.rejected_for, found.upload) == (DocumentState.REJECTED, reason, None)
    assert found.sent_as == name
    assert not found.is_in_hand


@pytest.mark.req("SEC47")
def test_a_file_that_is_larger_than_its_form_allowed_is_not_even_read() -> None:
    social = World("social-work")
    document = offered(social)
    posted(social, document)
    portal = social.portal
    small = portal.policies.documents.replace(max_bytes=len(pdf()) - 1)
    social.portal = portal.replace(policies=portal.policies.replace(documents=small))
    assert confirmed(social, document).rejected_for is RejectedFor.TOO_LARGE


# --- replacing ---


@pytest.mark.req("F3")
def test_a_document_is_replaced_when_the_new_one_is_clean_and_not_before() -> None:
    social = World("social-work")
    old = clean(social)
    new = sent(social, replaces=old.id)
    assert now_is(social, old).state is DocumentState.CLEAN
    scanned(social, new)
    assert (now_is(social, old).state, now_is(social, old).replaced_by) == (DocumentState.REPLACED, new.id)


@pytest.mark.req("SEC49")
def test_what_is_rejected_replaces_nothing() -> None:
    social = World("social-work")
    old = clean(social)
    assert sent(social, b"<html>", replaces=old.id).state is DocumentState.REJECTED
    scanned(social, sent(social, replaces=old.id), "THREATS_FOUND")
    assert now_is(social, old).state is DocumentState.CLEAN


def test_only_a_document_of_the_same_folder_can_be_replaced() -> None:
    social = World("social-work")
    theirs = clean(social, folder=OTHER)
    with pytest.raises(NotFound):
        offered(social, replaces=theirs.id)


def test_what_is_replaced_already_is_not_replaced_again() -> None:
    social = World("social-work")
    old = clean(social)
    clean(social, replaces=old.id)
    with pytest.raises(DocumentUnchangeable):
        offered(social, replaces=old.id)


@pytest.mark.req("REL17")
def test_a_document_is_replaced_by_one_that_was_found_clean_before_it_was_confirmed() -> None:
    social = World("social-work")
    old = clean(social)
    new = offered(social, replaces=old.id)
    scanned(social, new, "NO_THREATS_FOUND", posted(social, new))
    confirmed(social, new)
    assert now_is(social, old).state is DocumentState.REPLACED


def test_a_document_can_be_replaced_in_a_folder_that_is_full() -> None:
    social = _tight(max_files=1)
    old = clean(social)
    assert sent(social, replaces=old.id).is_in_hand


# --- at the same time ---


@pytest.mark.req("REL17")
def test_of_two_confirmations_at_the_same_time_one_is_written() -> None:
    social = World("social-work")
    document = offered(social)
    posted(social, document)
    first, second = UnitOfWork(social, social.now), UnitOfWork(social, social.now)
    for work in (first, second):
        confirm_upload(work, FOLDER, document.id)
    first.commit()
    with pytest.raises(Conflict):
        second.commit()


def test_nothing_is_written_before_the_caller_commits() -> None:
    social = World("social-work")
    offer_upload(UnitOfWork(social, social.now), FOLDER, UploadRequest("diploma"))
    assert committed(social, lambda _: None) is None
    assert list_documents(social, FOLDER, social.now) == []
