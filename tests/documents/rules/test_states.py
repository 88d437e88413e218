"""What may be done with a document in each state, written out."""

from datetime import timedelta

import pytest

from chalicelib.documents.model import Document, DocumentState, Opinion, RejectedFor, Scan, Upload
from chalicelib.documents.rules.states import (
    can_be_reviewed,
    concerns,
    has_lapsed,
    heard,
    is_settled,
    rejected,
    removed,
    replaced,
    reviewed,
    scanned,
)
from tests.support.world import START

UPLOAD = Upload(version="v1", etag="e", sha256="0" * 64, size=9, name="d.pdf", type="pdf")
COLUMNS = ("in hand", "shown", "served", "settled", "reviewable", "called clean", "found infected")
# It is what is meant, written by hand: never take it from the code. Each document has its file, and a copy to serve.
MATRIX = """
expected  . . x . . . x
received  x x x . . x x
clean     x x x . x . x
accepted  x x x x x . x
refused   . x x . x . x
rejected  . x x . . . x
replaced  . . x x . . x
removed   . . . x . . .
"""
ROWS = {state: marks for state, *marks in map(str.split, MATRIX.strip().splitlines())}


def in_state(state: str) -> Document:
    return Document(
        id="d",
        account="a",
        folder="f",
        slot="s",
        offered_at=START,
        state=DocumentState(state),
        upload=UPLOAD,
        kept="k1",
        due_at=START,
    )


def _found(document: Document, verdict: str, version: str = "v1") -> bool:
    return concerns(document, Scan.model_validate({"key": "k", "version": version, "verdict": verdict}))


def test_the_matrix_has_every_state() -> None:
    assert ROWS.keys() == set(DocumentState)


@pytest.mark.req("F3", "SEC49")
@pytest.mark.parametrize("state", ROWS)
def test_a_document_may_be_used_as_the_matrix_says(state: str) -> None:
    document = in_state(state)
    may = (
        document.is_in_hand,
        document.is_shown,
        document.is_served,
        is_settled(document),
        can_be_reviewed(document),
        _found(document, "NO_THREATS_FOUND"),
        _found(document, "THREATS_FOUND"),
    )
    assert dict(zip(COLUMNS, ("x" if each else "." for each in may), strict=True)) == dict(
        zip(COLUMNS, ROWS[state], strict=True)
    )


@pytest.mark.req("SEC49")
@pytest.mark.parametrize("state", ROWS)
def test_nothing_is_served_of_which_no_copy_was_kept(state: str) -> None:
    document = in_state(state).replace(kept=None)
    assert not document.is_served
    assert _found(document, "THREATS_FOUND") is (state == "received")


@pytest.mark.parametrize("state", ROWS)
@pytest.mark.parametrize("verdict", ["NO_THREATS_FOUND", "THREATS_FOUND"])
def test_a_verdict_on_another_version_concerns_no_document(state: str, verdict: str) -> None:
    assert not _found(in_state(state), verdict, "v2")
    assert not _found(in_state(state).replace(upload=None), verdict)


@pytest.mark.req("REL15", "REL19")
@pytest.mark.parametrize("state", ROWS)
def test_only_what_is_expected_lapses_and_at_its_time(state: str) -> None:
    document, moment = in_state(state), timedelta(microseconds=1)
    assert has_lapsed(document, START) is (state == "expected")
    assert not has_lapsed(document, START - moment)
    assert not has_lapsed(document.replace(due_at=None), START + moment)
    assert not has_lapsed(document.replace(lapses_at=START + moment), START)


@pytest.mark.parametrize(
    ("verdict", "state", "reason"),
    [
        ("NO_THREATS_FOUND", "clean", None),
        ("THREATS_FOUND", "rejected", "infected"),
        ("UNSUPPORTED", "rejected", "not-scannable"),
        ("ACCESS_DENIED", "rejected", "not-scanned"),
        ("FAILED", "rejected", "not-scanned"),
    ],
)
def test_a_verdict_leads_to_one_state(verdict: str, state: str, reason: str | None) -> None:
    after = scanned(in_state("received"), verdict, "k2", START)  # type: ignore[arg-type]
    assert (after.state, after.rejected_for) == (state, reason)
    assert (after.kept, after.due_at) == (("k2", None) if state == "clean" else (None, START))


@pytest.mark.parametrize(
    ("seen", "verdict", "news"),
    [
        (None, "NO_THREATS_FOUND", True),
        (None, "FAILED", True),
        ("NO_THREATS_FOUND", "NO_THREATS_FOUND", False),
        ("NO_THREATS_FOUND", "THREATS_FOUND", True),
        ("FAILED", "THREATS_FOUND", True),
        ("FAILED", "NO_THREATS_FOUND", False),
        ("THREATS_FOUND", "THREATS_FOUND", False),
        ("THREATS_FOUND", "NO_THREATS_FOUND", False),
    ],
)
def test_the_worst_that_was_said_is_not_taken_back(seen: str | None, verdict: str, *, news: bool) -> None:
    before = in_state("expected").replace(verdicts={"v1": seen} if seen else {})
    after = heard(before, Scan.model_validate({"key": "k", "version": "v1", "verdict": verdict}))
    assert (after is not before) is news
    assert after.verdicts == {"v1": verdict if news else seen}


def test_no_more_verdicts_are_kept_than_a_few_however_often_a_form_is_used() -> None:
    document = in_state("expected")
    for number in range(12):
        document = heard(document, Scan(key="k", version=f"v{number}", verdict="NO_THREATS_FOUND"))
    assert list(document.verdicts) == [f"v{number}" for number in range(10)]


def test_what_ends_a_document_says_when_and_why() -> None:
    later = START + timedelta(days=1)
    document = in_state("clean").replace(due_at=None)
    gone = removed(document, later)
    assert (gone.state, gone.due_at) == ("removed", later)
    other = replaced(document, "e", later)
    assert (other.state, other.replaced_by, other.due_at) == ("replaced", "e", later)
    seen = replaced(document.replace(reviewed_at=START), "e", later)
    assert (seen.state, seen.replaced_by, seen.due_at) == ("replaced", "e", None)
    bad = rejected(document, RejectedFor.EMPTY, later)
    assert (bad.state, bad.rejected_for, bad.uploaded_at, bad.kept) == ("rejected", "empty", later, None)
    assert rejected(document.replace(uploaded_at=START), RejectedFor.EMPTY, later).uploaded_at == START


@pytest.mark.parametrize(("reason", "state"), [(None, "accepted"), ("Too dark.", "refused")])
def test_the_last_opinion_of_the_staff_counts(reason: str | None, state: str) -> None:
    for before in ("clean", "accepted", "refused"):
        after = reviewed(in_state(before).replace(refused_for="Blurred."), Opinion(reason), "anne", START)
        assert (after.state, after.refused_for, after.reviewed_by, after.reviewed_at) == (state, reason, "anne", START)
