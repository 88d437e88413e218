"""What time brings: uploads that never came, files of what is over, a scanner that is silent."""

import json
from datetime import timedelta
from io import StringIO

import pytest

from chalicelib.cloud.clock import to_iso
from chalicelib.documents.actions.files import download_link, remove, remove_all
from chalicelib.documents.actions.find import list_documents
from chalicelib.documents.actions.retention import on_account_removed
from chalicelib.documents.actions.review import review
from chalicelib.documents.actions.tidy import tidy
from chalicelib.documents.model import Document, DocumentState, Opinion
from chalicelib.documents.storage import document_key
from scheduled import expire
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
from tests.support.world import World

HOUR = timedelta(hours=1)


def _rows(world: World) -> int:
    return sum("#DOCUMENT#" in key.sk for key in world.table.items)  # type: ignore[attr-defined]


def _removed(world: World, document: Document) -> None:
    committed(world, lambda work: remove(work, FOLDER, document.id))


@pytest.mark.req("REL15", "REL16", "REL22")
@pytest.mark.parametrize("late", [timedelta(0), timedelta(days=30)])
@pytest.mark.parametrize("came", [True, False])
def test_what_is_never_confirmed_leaves_nothing_after_a_day(late: timedelta, came: bool) -> None:  # noqa: FBT001
    social = World("social-work")
    document = offered(social)
    if came:
        posted(social, document)
    social.clock.advance(timedelta(hours=24, seconds=-1))
    assert tidy(social, social.now) == 0
    social.clock.advance(timedelta(seconds=1) + late)
    assert tidy(social, social.now) == 1
    assert (social.table.items, social.files.keys()) == ({}, set())  # type: ignore[attr-defined]


@pytest.mark.req("REL15", "REL21")
def test_what_was_confirmed_is_let_be() -> None:
    social = World("social-work")
    document = clean(social)
    tidy(social, social.now + timedelta(days=400))
    assert now_is(social, document).state is DocumentState.CLEAN
    assert social.files.fetch(download_link(social, FOLDER, document.id, social.now)) == pdf()


def test_the_file_of_a_document_that_was_removed_follows_within_the_hour() -> None:
    social = World("social-work")
    document = clean(social)
    _removed(social, document)
    assert list_documents(social, FOLDER, social.now) == []
    assert tidy(social, social.now + HOUR) == 1
    assert (_rows(social), social.files.keys()) == (0, set())


@pytest.mark.req("SEC49")
def test_an_infected_file_is_deleted_and_the_reason_stays() -> None:
    social = World("social-work")
    document = scanned(social, sent(social), "THREATS_FOUND")
    tidy(social, social.now)
    assert social.files.keys() == set()
    assert now_is(social, document).rejected_for == document.rejected_for
    assert tidy(social, social.now + timedelta(days=1)) == 0


@pytest.mark.parametrize(("reviewed", "left"), [(False, 1), (True, 2)])
def test_what_was_replaced_is_kept_if_staff_have_judged_it(reviewed: bool, left: int) -> None:  # noqa: FBT001
    social = World("social-work")
    old = clean(social)
    if reviewed:
        opinion = Opinion("too dark")
        committed(social, lambda work: review(work, FOLDER, old.id, opinion))
    clean(social, replaces=old.id)
    tidy(social, social.now)
    assert _rows(social) == left


def test_a_folder_is_emptied_with_what_it_belongs_to() -> None:
    social = World("social-work")
    for made in (clean, sent, offered):
        made(social)
    committed(social, lambda work: remove_all(work, FOLDER))
    tidy(social, social.now)
    assert (_rows(social), social.files.keys()) == (0, set())


@pytest.mark.req("E1")
def test_with_an_account_every_file_of_it_is_deleted_and_none_of_anothers() -> None:
    social = World("social-work")
    clean(social)
    sent(social)
    own = social.files.keys()
    scanned(social, sent(social, folder=OTHER))
    others = social.files.keys() - own
    on_account_removed(social, FOLDER.account)
    assert own
    assert others
    assert social.files.keys() == others


@pytest.mark.req("REL21")
def test_tidying_twice_does_one_runs_work() -> None:
    social = World("social-work")
    _removed(social, clean(social))
    assert [tidy(social, social.now), tidy(social, social.now)] == [1, 0]


@pytest.mark.req("REL29")
def test_an_index_that_still_shows_a_document_does_no_harm() -> None:
    social = World("social-work")
    document = clean(social)
    stale = {"due_kind": "documents", "due_at": to_iso(social.now)}
    social.table.update(document_key(FOLDER, document.id), stale, {}, None)
    assert tidy(social, social.now) == 1
    assert _rows(social) == 1


@pytest.mark.req("REL16", "SEC49")
def test_a_scan_whose_event_was_lost_is_found_within_the_hour() -> None:
    social = World("social-work")
    document = sent(social)
    assert document.upload
    social.files.verdicts[document.upload.version] = "NO_THREATS_FOUND"
    tidy(social, social.now + HOUR - timedelta(seconds=1))
    assert now_is(social, document).state is DocumentState.RECEIVED
    tidy(social, social.now + HOUR)
    assert now_is(social, document).state is DocumentState.CLEAN


@pytest.mark.req("REL16")
def test_the_scanner_has_its_hour_from_the_confirmation_however_long_the_form_stood_open(logged: StringIO) -> None:
    social = World("social-work")
    document = offered(social)
    posted(social, document)
    social.clock.advance(timedelta(minutes=50))
    confirmed(social, document)
    for minutes in (10, 59):
        assert tidy(social, social.now + timedelta(minutes=minutes)) == 0
    assert logged.getvalue() == ""
    assert tidy(social, social.now + HOUR) == 1
    assert json.loads(logged.getvalue().splitlines()[-1])["message"] == "malware scan overdue"


@pytest.mark.req("SEC49")
def test_a_scanner_that_stays_silent_is_told_of_and_asked_again(logged: StringIO) -> None:
    social = World("social-work")
    document = sent(social)
    for hours in (1, 2):
        assert tidy(social, social.now + hours * HOUR) == 1
        assert tidy(social, social.now + (hours + 1) * HOUR - timedelta(seconds=1)) == 0
        assert json.loads(logged.getvalue().splitlines()[-1])["message"] == "malware scan overdue"
    assert now_is(social, document).state is DocumentState.RECEIVED


@pytest.mark.req("REL27")
def test_a_bucket_that_is_down_leaves_the_work_for_the_next_run(logged: StringIO) -> None:
    social = World("social-work")
    _removed(social, clean(social))
    social.files.down = True
    expire.run(social, social.now)
    assert json.loads(logged.getvalue().splitlines()[0])["message"] == "due work postponed"
    assert _rows(social) == 1
    social.files.down = False
    tidy(social, social.now)
    assert (_rows(social), social.files.keys()) == (0, set())
