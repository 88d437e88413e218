"""What the pages of applications show: to people through a template, to programs as it is."""

from datetime import date, datetime

from chalicelib.documents.schemas import SlotShown
from chalicelib.record import Record


class FeeShown(Record):
    """What something costs, before taxes."""

    label: str
    cents: int


class ServiceShown(Record):
    """A service in the list."""

    key: str
    title: str
    summary: str


class ServicesPage(Record):
    """What can be applied for."""

    services: tuple[ServiceShown, ...]


class ServicePage(ServiceShown):
    """What a service needs, and what it costs."""

    needed: tuple[str, ...]
    pages: tuple[str, ...]
    documents: tuple[str, ...]
    fees: tuple[FeeShown, ...]


class Begun(Record):
    """A draft was opened; its number stays the application's."""

    number: str


class ApplicationRow(Record):
    """An application in the list."""

    number: str
    title: str
    state: str
    created_at: datetime
    saved_at: datetime
    submitted_at: datetime | None


class ApplicationsPage(Record):
    """A person's files: those that something can still happen to, and the others (REQUIREMENTS F2)."""

    active: tuple[ApplicationRow, ...]
    past: tuple[ApplicationRow, ...]


class Task(Record):
    """A page of the form in the task list. `path` is its address after the language."""

    title: str
    path: str
    is_complete: bool
    is_begun: bool


class StepShown(Record):
    """A mile on the way. `by` is you, staff, or time."""

    state: str
    at: datetime
    by: str
    reason: str | None


class UsualShown(Record):
    """Days that this stage took: half of the files at most `median`, nine of ten at most `most`."""

    median: int
    most: int


class QuestionShown(Record):
    """What staff asked during the review, and the answer."""

    id: str
    text: str
    asked_at: datetime
    answer_by: datetime
    answer: str | None
    answered_at: datetime | None


class ApplicationInvoice(Record):
    """What is to be paid, or was, for the application. It has no number before it is shown."""

    number: str | None
    state: str
    cents: int


class ApplicationPage(ApplicationRow):
    """A file as its owner sees it: a list of tasks while it is a draft, where it stands afterwards."""

    version: int
    resume_at: str | None  # address of the page to go on at
    kept_until: datetime | None  # a draft, if nothing more is done
    tasks: tuple[Task, ...]
    can_be_submitted: bool
    filed_on: date | None
    steps: tuple[StepShown, ...]
    waits_for: str | None  # you, or staff
    usual: UsualShown | None
    questions: tuple[QuestionShown, ...]
    slots: tuple[SlotShown, ...]
    invoices: tuple[ApplicationInvoice, ...]
    registered_at: datetime | None


class DocumentsPage(Record):
    """All documents of an application (REQUIREMENTS F3)."""

    number: str
    title: str
    slots: tuple[SlotShown, ...]
    can_be_changed: bool


class Submitted(Record):
    """The application is filed, on a day that counts."""

    number: str
    title: str
    submitted_at: datetime
    filed_on: date


class LeavePage(Record):
    """Where a draft is left, or withdrawn."""

    number: str
    title: str
    kept_until: datetime


class TrackPage(Record):
    """Where a file is looked up without a session."""

    asks: tuple[str, ...] = ("number", "email")


class Milestones(Record):
    """Where a file stands, and nothing personal."""

    number: str
    title: str
    state: str
    filed_on: date | None
    steps: tuple[StepShown, ...]
    usual: UsualShown | None
