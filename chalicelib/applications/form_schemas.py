"""What the pages of a form show: its questions, what was saved, and all answers once more."""

from datetime import datetime

from chalicelib.addresses.schemas import AddressesFound
from chalicelib.applications.schemas import FeeShown
from chalicelib.documents.schemas import SlotShown
from chalicelib.record import Record


class AnswerOption(Record):
    """One of the answers to choose from."""

    value: str
    label: str
    hint: str | None = None

    @property
    def pair(self) -> tuple[str, str]:
        return self.value, self.label

    @property
    def triple(self) -> tuple[str, str, str | None]:
        return self.value, self.label, self.hint


class FieldShown(Record):
    """A question of the form. `name` is the member of `answers` that takes the answer."""

    name: str
    type: str
    label: str
    hint: str | None
    required: bool
    options: tuple[AnswerOption, ...]
    max_length: int | None
    unit: str | None
    autocomplete: str | None
    when_field: str | None  # it is asked where this other question
    when_among: tuple[str, ...]  # is answered so


class FormPageShown(Record):
    """One page of the form. `version` is what a save says it has seen."""

    number: str
    service: str
    page: str
    title: str
    introduction: str | None
    version: int
    place: int
    count: int
    back: str  # address of the page before
    fields: tuple[FieldShown, ...]
    finds_addresses: bool  # by their postal codes
    found: AddressesFound | None = None


class Saved(Record):
    """The draft is saved. `next` is the address of the page that follows."""

    version: int
    saved_at: datetime
    next: str | None = None


class AnswerShown(Record):
    """An answer as people read it."""

    name: str
    label: str
    lines: tuple[str, ...]
    missing: str | None


class Section(Record):
    """The answers of a page."""

    title: str
    path: str
    answers: tuple[AnswerShown, ...]


class CheckPage(Record):
    """Everything once more before it is submitted."""

    number: str
    title: str
    sections: tuple[Section, ...]
    slots: tuple[SlotShown, ...]
    documents_missing: tuple[str, ...]
    can_be_submitted: bool
    declaration: str
    fees: tuple[FeeShown, ...]
