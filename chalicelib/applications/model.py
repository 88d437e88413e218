"""An application: what was answered, where it stands, and how it came there."""

from datetime import date, datetime
from enum import StrEnum

from pydantic import Field

from chalicelib.forms.question import Answers
from chalicelib.portal.text import Language
from chalicelib.record import Record


class ApplicationState(StrEnum):
    """Where an application stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"  # nobody has opened it yet
    IN_REVIEW = "in-review"
    WAITING = "waiting"  # for what the person was asked
    ON_HOLD = "on-hold"
    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


class Decision(StrEnum):
    """How a review can end."""

    APPROVED = "approved"
    REFUSED = "refused"


class StatusChange(Record):
    """The application came to a state. `reason` is for the person to read."""

    state: ApplicationState
    at: datetime
    by: str  # an account's or a member of staff's id
    reason: str | None = None


class InformationRequest(Record):
    """Something more that staff ask of the person during the review (REQUIREMENTS F8)."""

    id: str
    text: str
    asked_at: datetime
    answer_by: datetime
    reminded: int = 0  # for how many reminders the time has come
    answer: str | None = None
    answered_at: datetime | None = None


class Proposal(Record):
    """A decision that another member of staff has to take."""

    decision: Decision
    reason: str | None = None
    by: str
    at: datetime


class Note(Record):
    """What staff write down about a file for one another; the person never sees it."""

    id: str
    at: datetime
    by: str
    text: str


class Application(Record):
    """One application. `version` counts its writes; `saved` says, by page, which of them last changed its answers."""

    number: str
    account: str
    service: str
    version: int = 1
    state: ApplicationState = ApplicationState.DRAFT
    answers: Answers = Field(default_factory=dict)
    saved: dict[str, int] = Field(default_factory=dict)
    place: str | None = None  # the page to go on at
    language: Language  # in which it was begun
    created_at: datetime
    saved_at: datetime
    submitted_at: datetime | None = None
    applicant: str | None = None  # name on its papers, by the answers as they were submitted
    filed_on: date | None = None  # an open day of the portal's calendar (REQUIREMENTS F5)
    steps: tuple[StatusChange, ...] = ()
    questions: tuple[InformationRequest, ...] = ()
    assignee: str | None = None
    proposal: Proposal | None = None
    final_at: datetime | None = None  # when it becomes final, approved and paid as it is (REQUIREMENTS M4)
    registered_at: datetime | None = None
    queue: str | None = None  # where it waits for staff, as it is written and counted
    caseload: str | None = None  # in whose caseload it is, as it is written

    @property
    def awaits_registration(self) -> bool:
        """Tell whether a registration follows, which is not made yet."""
        return self.final_at is not None and self.registered_at is None

    @property
    def open_questions(self) -> tuple[InformationRequest, ...]:
        return tuple(question for question in self.questions if question.answered_at is None)
