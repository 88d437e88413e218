"""What the pages about files show: to staff through a template, to programs as it is."""

from datetime import date, datetime

from chalicelib.applications.model import ApplicationState, Decision
from chalicelib.applications.rules.lifecycle import FILE_ACTIONS, FileAction
from chalicelib.applications.schemas import QuestionShown
from chalicelib.documents.schemas import DocumentShown, SlotShown
from chalicelib.forms.schemas import AnswerOption, Section
from chalicelib.record import Record
from chalicelib.staff.schemas import StaffTrailEvent

FILES_SHOWN = 25  # on a page of the queue
TRAIL_SHOWN = 50  # entries on a file's page


class QueueRow(Record):
    """A file that waits. `assignee` is an address."""

    number: str
    title: str
    state: ApplicationState
    submitted_at: datetime
    said_age: str
    assignee: str | None
    is_mine: bool


class QueuePage(Record):
    """What waits for staff, the oldest first. `waiting` counts all of it; `next` is the `after` of the next page."""

    waiting: int
    unreachable: int  # addresses that mail does not reach
    files: tuple[QueueRow, ...]
    next: str | None
    services: tuple[AnswerOption, ...]  # what `service` can be
    service: str | None
    state: ApplicationState | None
    who: str | None  # mine, or nobody's


class FileFound(Record):
    """A file of this number: `path` is the address, after the language, of what staff may see of it."""

    number: str
    path: str


class StaffStep(Record):
    """A mile on the way. `by` is an address, or `applicant`."""

    state: ApplicationState
    at: datetime
    by: str
    reason: str | None


class NoteShown(Record):
    """What one of the staff noted."""

    at: datetime
    by: str
    text: str


class ProposalShown(Record):
    """A decision that waits for someone else to take it."""

    decision: Decision
    reason: str | None
    by: str
    at: datetime
    is_mine: bool


class FileHead(Record):
    """Which file it is, and where it stands."""

    number: str
    title: str
    state: ApplicationState


class StaffFilePage(FileHead):
    """A file as staff see it. `actions` are what this member of staff may do with it now."""

    email: str | None  # of the applicant; None where the account is gone
    submitted_at: datetime | None
    filed_on: date | None
    said_age: str
    assignee: str | None
    is_mine: bool
    actions: tuple[str, ...]
    sections: tuple[Section, ...]
    slots: tuple[SlotShown, ...]
    steps: tuple[StaffStep, ...]
    questions: tuple[QuestionShown, ...]
    notes: tuple[NoteShown, ...]
    proposal: ProposalShown | None
    trail: tuple[StaffTrailEvent, ...]

    @property
    def buttons(self) -> tuple[FileAction, ...]:
        """The actions that the page has a button for."""
        return tuple(action for action in FILE_ACTIONS if action.button and action.name in self.actions)


class AssignmentPage(FileHead):
    """Who works on the file, and who may."""

    assignee: str | None
    people: tuple[AnswerOption, ...]


class DecisionPage(FileHead):
    """Where a file is decided."""

    four_eyes: bool
    proposal: ProposalShown | None


class DocumentReviewPage(FileHead):
    """Where a document is accepted or refused."""

    label: str
    document: DocumentShown


class ExpectedPage(FileHead):
    """What third parties send for an application; of a draft, staff see nothing else (REQUIREMENTS F4)."""

    email: str | None
    slots: tuple[SlotShown, ...]
