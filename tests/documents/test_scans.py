"""What the scanner says, whenever and however often: nothing is served that was not found clean (SECURITY SEC49)."""

import json
from io import StringIO
from itertools import permutations

import pytest

from chalicelib.documents.actions.files import download_link
from chalicelib.documents.actions.scans import record_scan
from chalicelib.documents.actions.uploads import upload_form
from chalicelib.documents.errors import NotServed
from chalicelib.documents.model import Document, DocumentState, RejectedFor, Scan, Verdict
from chalicelib.documents.rules.states import SCANNED
from chalicelib.documents.storage import object_key
from chalicelib.errors import NotFound
from tests.support.documents import FOLDER, clean, confirmed, now_is, offered, pdf, posted, scanned, sent
from tests.support.faults import InterruptedTable
from tests.support.world import World

BAD = [verdict for verdict, reason in SCANNED.items() if reason]


def _void(_: object) -> None:
    """What happens in between is of no interest as a value."""


def _link(world: World, document: Document) -> str:
    return download_link(world, FOLDER, document.id, world.now)


@pytest.mark.req("SEC49")
def test_what_was_not_scanned_is_not_served() -> None:
    social = World("social-work")
    with pytest.raises(NotServed):
        _link(social, sent(social))


@pytest.mark.req("F3", "SEC48", "SEC49")
def test_what_is_clean_is_served_from_where_no_form_can_write() -> None:
    social = World("social-work")
    document = clean(social)
    assert "/kept/" in _link(social, document)
    assert social.files.fetch(_link(social, document)) == pdf()


@pytest.mark.req("SEC49")
@pytest.mark.parametrize("verdict", BAD)
def test_no_other_verdict_lets_anyone_open_it_and_the_log_names_the_document(
    verdict: Verdict, logged: StringIO
) -> None:
    social = World("social-work")
    found = scanned(social, sent(social), verdict)
    assert (found.state, found.rejected_for) == (DocumentState.REJECTED, SCANNED[verdict])
    entry = json.loads(logged.getvalue().splitlines()[-1])
    assert (entry["document"], entry["reason"]) == (found.id, found.rejected_for)
    with pytest.raises(NotServed):
        _link(social, found)


@pytest.mark.req("SEC49", "REL17")
@pytest.mark.parametrize("verdict", SCANNED)
def test_a_verdict_that_comes_before_the_confirmation_counts(verdict: Verdict) -> None:
    social = World("social-work")
    document = offered(social)
    scanned(social, document, verdict, posted(social, document))
    assert now_is(social, document).state is DocumentState.EXPECTED
    assert confirmed(social, document).rejected_for == SCANNED[verdict]


@pytest.mark.req("SEC49", "REL17")
def test_a_verdict_that_comes_just_when_it_is_confirmed_counts() -> None:
    social = World("social-work", table := InterruptedTable())
    document = offered(social)
    version = posted(social, document)
    table.interruption = lambda: _void(scanned(social, document, "THREATS_FOUND", version))
    with pytest.raises(Exception, match="changed by someone else"):
        confirmed(social, document)
    assert confirmed(social, document).rejected_for is RejectedFor.INFECTED


@pytest.mark.req("SEC49", "REL17")
def test_a_confirmation_that_comes_just_when_it_is_scanned_counts() -> None:
    social = World("social-work", table := InterruptedTable())
    document = offered(social)
    version = posted(social, document)
    table.interruption = lambda: _void(confirmed(social, document))
    assert scanned(social, document, "NO_THREATS_FOUND", version).state is DocumentState.CLEAN


@pytest.mark.req("SEC48", "SEC49", "REL17")
@pytest.mark.parametrize("order", [*permutations(range(4))])
@pytest.mark.parametrize("later", ["NO_THREATS_FOUND", "THREATS_FOUND"])
def test_only_the_verdict_on_the_confirmed_version_counts_in_whatever_order(
    order: tuple[int, ...], later: Verdict
) -> None:
    """The form is used once more after the confirmation; events come in any order, and twice."""
    social = World("social-work")
    document = offered(social)
    form = upload_form(social, document, social.now, None)
    first = social.files.post(form.fields, "a.pdf", pdf(1))
    confirmed(social, document)
    second = social.files.post(form.fields, "a.pdf", pdf(2))
    events: list[tuple[str, Verdict]] = [(first, "NO_THREATS_FOUND"), (second, later)] * 2
    for number in order:
        version, verdict = events[number]
        scanned(social, document, verdict, version)
    assert now_is(social, document).state is DocumentState.CLEAN
    assert social.files.fetch(_link(social, document)) == pdf(1)


@pytest.mark.req("SEC49", "REL17")
@pytest.mark.parametrize("first", SCANNED)
@pytest.mark.parametrize("second", SCANNED)
def test_of_two_verdicts_on_one_version_the_first_counts_unless_the_second_finds_a_threat(
    first: Verdict, second: Verdict
) -> None:
    social = World("social-work")
    scanned(social, document := sent(social), first)
    found = scanned(social, document, second)
    withdrawn = first == "NO_THREATS_FOUND" and second == "THREATS_FOUND"
    assert found.rejected_for == SCANNED[second if withdrawn else first]
    assert found.is_served == (found.rejected_for is None)


@pytest.mark.req("SEC49")
def test_what_was_accepted_and_is_found_infected_later_is_withdrawn() -> None:
    social = World("social-work")
    document = clean(social)
    scanned(social, document, "THREATS_FOUND")
    with pytest.raises(NotServed):
        _link(social, document)


@pytest.mark.req("REL17")
@pytest.mark.parametrize(
    "key", ["incoming/x", "kept/a/APPLICATION/1/b", "malware-protection-resource-validation-object"]
)
def test_a_scan_of_what_is_none_of_ours_is_let_pass(key: str) -> None:
    social = World("social-work")
    assert record_scan(social, Scan(key=key, version="1", verdict="THREATS_FOUND"), social.now) is None
    assert not list(social.table.query("ACCOUNT#a"))


@pytest.mark.req("REL15", "REL17")
def test_a_verdict_on_what_is_gone_leaves_nothing() -> None:
    social = World("social-work")
    document = offered(social)
    scan = Scan(key=object_key(document.replace(id="f" * 32)), version="1", verdict="NO_THREATS_FOUND")
    assert record_scan(social, scan, social.now) is None


def test_a_document_that_is_removed_is_not_brought_back_by_a_verdict() -> None:
    from chalicelib.documents.actions.files import remove
    from tests.support.documents import committed

    social = World("social-work")
    document = sent(social)
    committed(social, lambda work: remove(work, FOLDER, document.id))
    scanned(social, document)
    with pytest.raises(NotFound):
        _link(social, document)
