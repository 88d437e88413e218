"""In which states of a file the staff may use which route, written out and walked."""

from copy import deepcopy
from functools import cache
from typing import Any, cast

import pytest

from chalicelib.activities.model import Activity
from chalicelib.applications.actions import third_parties
from chalicelib.applications.backoffice.guards import opens_file
from chalicelib.applications.model import Application, ApplicationState
from chalicelib.applications.rules.lifecycle import STAFF_MAY
from chalicelib.documents.inputs import DocumentWish
from chalicelib.staff.actions.find import by_email
from chalicelib.staff.guards import requires
from chalicelib.staff.permissions import Permission
from chalicelib.web.router import Route
from tests.support.applications import changed, filled
from tests.support.documents import posted
from tests.support.http import Answer
from tests.support.memory import MemoryTable
from tests.support.review import Office, all_but_trails, document_in, file_in, trail
from tests.support.routes import ROUTES as ALL_ROUTES
from tests.support.routes import name_of
from tests.support.staff import ANNE

STATES = (
    ApplicationState.DRAFT,
    ApplicationState.SUBMITTED,
    ApplicationState.IN_REVIEW,
    ApplicationState.WAITING,
    ApplicationState.ON_HOLD,
    ApplicationState.APPROVED,
    ApplicationState.REFUSED,
    ApplicationState.WITHDRAWN,
    ApplicationState.EXPIRED,
)
# One column for each of STATES. It is what is meant, written by hand: never take it from the code.
MATRIX = """
. x x x x x x x .  GET  /staff/files/{number}
. x x x x . . . .  POST /staff/files/{number}/take
. x x x x . . . .  GET  /staff/files/{number}/assignment
. x x x x . . . .  POST /staff/files/{number}/assignment
. x x x x x x x .  GET  /staff/files/{number}/note
. x x x x x x x .  POST /staff/files/{number}/note
. . x x . . . . .  GET  /staff/files/{number}/question
. . x x . . . . .  POST /staff/files/{number}/question
. . x . . . . . .  GET  /staff/files/{number}/hold
. . x . . . . . .  POST /staff/files/{number}/hold
. . . x x . . . .  POST /staff/files/{number}/resume
. . x x . . . . .  GET  /staff/files/{number}/documents/{document}
. . x x . . . . .  POST /staff/files/{number}/documents/{document}
. x x x x x x x .  GET  /staff/files/{number}/documents/{document}/file
x x x x x . . . .  GET  /staff/files/{number}/third-party
x x x x x . . . .  POST /staff/files/{number}/third-party
x x x x x . . . .  GET  /staff/files/{number}/third-party/{document}
x x x x x . . . .  POST /staff/files/{number}/third-party/{document}
x x x x x . . . .  POST /staff/files/{number}/third-party/{document}/remove
. . x x . . . . .  GET  /staff/files/{number}/decision
. . x x . . . . .  POST /staff/files/{number}/decision
. . x x . . . . .  POST /staff/files/{number}/decision/withdraw
"""
OPEN_IN = {
    (method, f"/{{lang}}{path}"): {state for state, mark in zip(STATES, marks, strict=True) if mark == "x"}
    for *marks, method, path in map(str.split, MATRIX.strip().splitlines())
}
ROUTES = sorted(OPEN_IN)
ABOUT_A_FILE = [route for route in ALL_ROUTES if route.path.startswith("/{lang}/staff/files/{number}")]
BEFORE_FILING = (ApplicationState.DRAFT, ApplicationState.EXPIRED)
NOT_NOW = "urn:guichet:problem:not-now"
BODIES: dict[str, dict[str, Any]] = {
    "assignment": {"assignee": "nobody"},
    "note": {"text": "Seen."},
    "question": {"text": "Why?"},
    "hold": {"reason": "We wait for the court."},
    "decision": {"decision": "refused", "reason": "It is not odd enough."},
    "documents/{document}": {"decision": "accept"},
    "third-party": {"slot": "expertise"},
}


class Case:
    """An office with a file in one state, in which a document of a third party has arrived, not yet kept."""

    def __init__(self, state: ApplicationState) -> None:
        self.office = Office()
        world = self.office.world
        file = filled(world) if state in BEFORE_FILING else file_in(world, state)
        staff = by_email(world, ANNE)
        assert staff
        self.anne = staff.id
        anyone = self.anne
        changed(world, file, state=ApplicationState.DRAFT)
        sent = third_parties.add(world, file.number, DocumentWish(slot="expertise"), anyone, world.now).document
        posted(world, sent)
        self.file: Application = changed(world, file, state=state)
        self.clean = document_in(world, file, "photograph").id
        self.sent = sent.id

    def ask(self, method: str, route: str) -> Answer:
        document = self.sent if "third-party" in route else self.clean
        url = route.format(lang="en", number=self.file.number, document=document)
        if method == "GET":
            return self.office.anne.get(url)
        return self.office.anne.post(url, **BODIES.get(route.partition("{number}/")[2], {}))


@cache
def _case(state: ApplicationState) -> Case:
    return Case(state)


def _asked(
    state: ApplicationState, method: str, route: str, traces: list[Activity] | None = None
) -> tuple[Answer, bool]:
    """Return the answer, and whether anything changed; add what it left in the trail. Afterwards all is as it was."""
    case, world = _case(state), _case(state).office.world
    table = cast("MemoryTable", world.table)
    kept, before, known = deepcopy(table.items), all_but_trails(world), trail(world, case.file)
    answer = case.ask(method, route)
    has_changed = all_but_trails(world) != before
    if traces is not None:
        traces += [entry for entry in trail(world, case.file) if entry not in known]
    table.items.clear()
    table.items.update(kept)
    return answer, has_changed


def test_the_matrix_has_all_states_and_every_route_about_a_file() -> None:
    assert tuple(ApplicationState) == STATES
    assert OPEN_IN.keys() == {(route.method, route.path) for route in ABOUT_A_FILE}


@pytest.mark.req("SEC37")
@pytest.mark.parametrize("route", ABOUT_A_FILE, ids=name_of)
def test_the_lifecycle_itself_lets_nobody_in_whom_only_a_step_would_refuse(route: Route) -> None:
    permission = next(each for each in Permission if route.guard in (requires(each), opens_file(each)))
    assert STAFF_MAY[permission] == OPEN_IN[route.method, route.path]


@pytest.mark.req("SEC37")
@pytest.mark.parametrize("state", ApplicationState)
@pytest.mark.parametrize(("method", "route"), ROUTES)
def test_a_route_is_open_in_the_states_of_the_matrix_and_in_no_other(
    method: str, route: str, state: ApplicationState
) -> None:
    answer, has_changed = _asked(state, method, route)
    if state in OPEN_IN[method, route]:
        assert answer.status in (200, 303), answer.body
        return
    assert not has_changed
    if state in BEFORE_FILING:
        assert answer.status == 404
    else:
        assert (answer.status, answer.json["type"]) == (409, NOT_NOW)


@pytest.mark.req("SEC37")
@pytest.mark.parametrize("state", ApplicationState)
@pytest.mark.parametrize("route", sorted(path for method, path in ROUTES if method == "GET"))
def test_a_page_changes_nothing_but_the_trail(route: str, state: ApplicationState) -> None:
    assert _asked(state, "GET", route)[1] is False


@pytest.mark.req("W6", "SEC40")
@pytest.mark.parametrize("state", ApplicationState)
@pytest.mark.parametrize("route", sorted(path for method, path in ROUTES if method == "POST"))
def test_what_changes_a_file_leaves_a_trace_with_whose_doing_it_was(route: str, state: ApplicationState) -> None:
    """But for the announcement of a document, of which nothing has come yet."""
    traces: list[Activity] = []
    _, has_changed = _asked(state, "POST", route, traces)
    expected = has_changed and not route.endswith("/third-party")
    assert bool(traces) is expected
    assert {trace.by for trace in traces} <= {_case(state).anne}


def test_a_browser_is_told_that_the_file_has_moved_on() -> None:
    office = Office()
    file = file_in(office.world, ApplicationState.APPROVED)
    answer = office.browser().get(f"/en/staff/files/{file.number}/question")
    assert (answer.status, "The file has changed in the meantime." in answer.body) == (409, True)
