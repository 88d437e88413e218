"""Which state of an application follows which, and what staff may do in each."""

from datetime import date, datetime
from typing import Literal, NamedTuple
from zoneinfo import ZoneInfo

from chalicelib.applications.model import Application, ApplicationState, StatusChange
from chalicelib.forms.service import Service
from chalicelib.phrase import Phrase, phrase
from chalicelib.portal.business_days import first_open
from chalicelib.portal.policies import CalendarPolicy, DraftPolicy
from chalicelib.portal.terms import Term
from chalicelib.staff.permissions import Permission

Relation = Literal["assigned", "unassigned", "another's", "over"]

NEXT: dict[ApplicationState, frozenset[ApplicationState]] = {
    ApplicationState.DRAFT: frozenset(
        {ApplicationState.SUBMITTED, ApplicationState.WITHDRAWN, ApplicationState.EXPIRED}
    ),
    ApplicationState.SUBMITTED: frozenset({ApplicationState.IN_REVIEW, ApplicationState.WITHDRAWN}),
    ApplicationState.IN_REVIEW: frozenset(
        {
            ApplicationState.WAITING,
            ApplicationState.ON_HOLD,
            ApplicationState.APPROVED,
            ApplicationState.REFUSED,
            ApplicationState.WITHDRAWN,
        }
    ),
    ApplicationState.WAITING: frozenset(
        {ApplicationState.IN_REVIEW, ApplicationState.REFUSED, ApplicationState.WITHDRAWN}
    ),
    ApplicationState.ON_HOLD: frozenset({ApplicationState.IN_REVIEW, ApplicationState.WITHDRAWN}),
    ApplicationState.APPROVED: frozenset(),
    ApplicationState.REFUSED: frozenset(),
    ApplicationState.WITHDRAWN: frozenset(),
    ApplicationState.EXPIRED: frozenset(),
}
ACTIVE = frozenset(state for state, following in NEXT.items() if following)
UNDER_REVIEW = ACTIVE - {ApplicationState.DRAFT}
FILED = frozenset(ApplicationState) - {ApplicationState.DRAFT, ApplicationState.EXPIRED}
IN_HAND = frozenset({ApplicationState.IN_REVIEW, ApplicationState.WAITING})
STAFF_ACTS = frozenset(
    {ApplicationState.SUBMITTED, ApplicationState.IN_REVIEW, ApplicationState.ON_HOLD}
)  # the person acts in the others

STAFF_MAY: dict[Permission, frozenset[ApplicationState]] = {  # in which states of an application a permission applies
    Permission.APPLICATION_VIEW: FILED,
    Permission.APPLICATION_NOTE: FILED,
    Permission.APPLICATION_TAKE: UNDER_REVIEW,
    Permission.APPLICATION_ASSIGN: UNDER_REVIEW,
    Permission.APPLICATION_ASK: IN_HAND,
    Permission.APPLICATION_HOLD: frozenset({ApplicationState.IN_REVIEW}),
    Permission.APPLICATION_RESUME: frozenset({ApplicationState.WAITING, ApplicationState.ON_HOLD}),
    Permission.APPLICATION_DECIDE: IN_HAND,
    Permission.DOCUMENT_REVIEW: IN_HAND,
    Permission.DOCUMENT_SEND: UNDER_REVIEW | {ApplicationState.DRAFT},
}


class FileAction(NamedTuple):
    """What staff may do with a file, where its permission applies, and how the file's page offers it."""

    name: str
    permission: Permission
    address: str = ""  # where it is done, by name; "" where the page has no button for it
    button: Phrase | None = None
    is_done_at_once: bool = False  # the button does it; the others lead to a page with a form
    is_first_in: frozenset[ApplicationState] = frozenset()  # the states in which it is what mostly comes next


NEW = frozenset({ApplicationState.SUBMITTED})
FILE_ACTIONS = (  # in the order of the buttons
    FileAction("take", Permission.APPLICATION_TAKE, "files.take", phrase("Take in hand"), True, NEW),
    FileAction("resume", Permission.APPLICATION_RESUME, "review.resume", phrase("Go on with the review"), True),
    FileAction("decide", Permission.APPLICATION_DECIDE, "decision.page", phrase("Decide"), False, IN_HAND),
    FileAction("ask", Permission.APPLICATION_ASK, "review.question", phrase("Ask the applicant")),
    FileAction("hold", Permission.APPLICATION_HOLD, "review.hold", phrase("Put on hold")),
    FileAction("assign", Permission.APPLICATION_ASSIGN, "files.assignment", phrase("Assign")),
    FileAction("note", Permission.APPLICATION_NOTE, "files.note", phrase("Write a note")),
    FileAction("review", Permission.DOCUMENT_REVIEW),
    FileAction("send", Permission.DOCUMENT_SEND, "third_parties.list", phrase("Documents of third parties")),
)


def moved(
    application: Application, state: ApplicationState, by: str, now: datetime, reason: str | None = None
) -> Application:
    """Return it in another state, with the step written down; raise ValueError where none leads there.

    A decision that was proposed before is worth nothing any more: it was about the file as it stood.
    """
    if state not in NEXT[application.state]:
        message = f"{application.state} is not followed by {state}"
        raise ValueError(message)
    step = StatusChange(state=state, at=now, by=by, reason=reason)
    return application.replace(state=state, steps=(*application.steps, step), proposal=None)


def relation(file: Application, staff: str) -> Relation:
    """Return how one of the staff stands to the file: what brings them to it, or that nothing does."""
    if file.state not in ACTIVE:
        return "over"
    if file.assignee is None:
        return "unassigned"
    return "assigned" if file.assignee == staff else "another's"


def stage_began(application: Application) -> datetime:
    """Return when it came to the state in which it is."""
    return application.steps[-1].at if application.steps else application.created_at


def draft_term(service: Service, policy: DraftPolicy) -> Term:
    """Return how long a draft is kept; what has a time of its own ends unannounced (REQUIREMENTS F11, E2)."""
    return Term(kept=service.drafts_kept) if service.drafts_kept else policy


def draft_ends(draft: Application, service: Service, policy: DraftPolicy, zone: ZoneInfo) -> datetime:
    """Return until when a draft is kept, if nothing more is done (REQUIREMENTS F11, E2)."""
    return draft_term(service, policy).kept.after(draft.saved_at, zone)


def filing_day(now: datetime, calendar: CalendarPolicy, zone: ZoneInfo) -> date:
    """Return the day that counts: today, or the next day that is open (REQUIREMENTS F5)."""
    return first_open(now.astimezone(zone).date(), calendar)
