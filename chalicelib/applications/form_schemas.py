"""What the pages of a form show: its questions, what was saved, and all answers once more."""

from datetime import datetime

from chalicelib.addresses.schemas import AddressesFound
from chalicelib.applications.schemas import FeeShown
from chalicelib.documents.schemas import SlotShown
from chalicelib.forms.schemas import FieldShown, Section
from chalicelib.record import Record


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
