"""Makes the page of the queue, and reads which part of it is wanted."""

import re
from typing import Any, NamedTuple
from urllib.parse import urlencode

from chalicelib.applications.actions.find import service_of
from chalicelib.applications.actions.queue import STATES, QueueFilter, QueuePosition, WaitingFiles, position_of
from chalicelib.applications.backoffice.schemas import QueuePage, QueueRow
from chalicelib.applications.model import Application, ApplicationState
from chalicelib.cloud.clock import to_iso
from chalicelib.forms.schemas import AnswerOption
from chalicelib.i18n.formats import age
from chalicelib.staff.actions.sessions import StaffPerson
from chalicelib.urls import path_for
from chalicelib.web.request import Request

QUEUE = path_for("queue.page")
ASKS = ("service", "state", "who", "after")
MINE, NOBODYS = "mine", "nobody"
PLACE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ\.\d{9}")


class Part(NamedTuple):
    """Which part of the queue is wanted: as the address says, without what makes no sense there."""

    service: str | None
    state: ApplicationState | None
    who: str | None
    after: QueuePosition | None

    def filter(self, staff: str) -> QueueFilter:
        """Return what is looked for, when this member of staff asks."""
        return QueueFilter(self.service, self.state, self.who == NOBODYS, staff if self.who == MINE else None)


class Found(NamedTuple):
    """What the route found: the files, the addresses of staff by id, and how many addresses mail does not reach."""

    waiting: WaitingFiles
    names: dict[str, str]
    unreachable: int


def part_wanted(request: Request) -> Part:
    service, state, who, after = (request.query.get(name, "") for name in ASKS)
    return Part(
        service=service if request.services.catalogue.service(service) else None,
        state=ApplicationState(state) if state in STATES else None,
        who=who if who in (MINE, NOBODYS) else None,
        after=_place(after),
    )


def shown_queue(request: Request, part: Part, found: Found, person: StaffPerson) -> QueuePage:
    """Return the page."""
    return QueuePage(
        waiting=found.waiting.total,
        unreachable=found.unreachable,
        files=tuple(_row(request, file, found.names, person) for file in found.waiting.files),
        next=_path(part._replace(after=found.waiting.next)) if found.waiting.next else None,
        services=tuple(
            AnswerOption(value=service.key, label=service.title[request.language])
            for service in request.services.catalogue
        ),
        service=part.service,
        state=part.state,
        who=part.who,
    )


def _row(request: Request, file: Application, names: dict[str, str], person: StaffPerson) -> QueueRow:
    submitted = file.submitted_at or file.created_at
    return QueueRow(
        number=file.number,
        title=service_of(request.services, file).title[request.language],
        state=file.state,
        submitted_at=submitted,
        said_age=age(request.now - submitted, request.language),
        assignee=names.get(file.assignee or "", file.assignee),
        is_mine=file.assignee == person.id,
    )


def _path(part: Part) -> str:
    """Return the address of a part, after the language."""
    wanted: dict[str, Any] = part._asdict()
    if part.after:
        wanted["after"] = f"{to_iso(part.after.at)}.{part.after.number}"
    return f"{QUEUE}?{urlencode({name: value for name, value in wanted.items() if value})}"


def _place(text: str) -> QueuePosition | None:
    try:
        return position_of(text, ".") if PLACE.fullmatch(text) else None
    except ValueError:
        return None
