"""What the pages of requests show: to people and staff through a template, to programs as it is."""

from datetime import datetime

from chalicelib.applications.model import Decision
from chalicelib.forms.schemas import AnswerShown, FieldShown
from chalicelib.portal.text import Language
from chalicelib.record import Record
from chalicelib.requests.model import RequestKind

SHOWN = 50  # requests on a page of the queue


class RequestFormPage(Record):
    """The form."""

    kind: RequestKind
    title: str
    introduction: str | None
    fields: tuple[FieldShown, ...]


class RequestSentPage(Record):
    """What happens next."""

    kind: RequestKind
    title: str
    email: str | None  # None where nothing was sent from this browser


class RequestRow(Record):
    """A request that waits."""

    id: str
    kind: RequestKind
    name: str
    email: str
    asked_at: datetime
    said_age: str


class RequestsPage(Record):
    """The staff's queue of requests: the first of those that wait."""

    waiting: int
    requests: tuple[RequestRow, ...]


class AccountMeant(Record):
    """The account that a request is about, as far as the form tells."""

    email: str
    identifiers: dict[str, str]
    state: str
    created_at: datetime
    last_active_at: datetime
    is_same_address: bool  # as the one on the form


class ReplyShown(Record):
    """What was answered; `by` is an address of the staff."""

    decision: Decision
    reason: str | None
    by: str
    at: datetime


class RequestPage(Record):
    """A request as staff see it."""

    id: str
    kind: RequestKind
    title: str
    language: Language
    asked_at: datetime
    answers: tuple[AnswerShown, ...]
    account: AccountMeant | None
    reply: ReplyShown | None
