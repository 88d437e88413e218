"""Response models of tracing: rendered by templates for people, sent as JSON to programs."""

from datetime import date, datetime

from chalicelib.record import Record
from chalicelib.tracing.model import PartyRole, Place, Reference, ShipmentEventKind
from chalicelib.tracing.rules.intake import Reason


class TracingPage(Record):
    """Where numbers are entered."""

    most_numbers: int
    asks_postal_code: bool


class Step(Record):
    """One thing that happened, and in which city."""

    kind: ShipmentEventKind
    name: str  # of the kind, in words
    at: datetime
    place: Place | None


class PartyShown(Record):
    """Who sends or receives it, and whom to ask there."""

    role: PartyRole
    name: str
    contact: str | None


class FullShown(Record):
    """What is shown to those whose shipment it is, and to nobody else (REQUIREMENTS T2)."""

    role: PartyRole  # of the one who asks
    origin: Place
    destination: Place
    pieces: int
    weight_kg: int
    references: dict[Reference, str]
    parties: tuple[PartyShown, ...]
    signed_by: str | None
    has_proof: bool


class ShipmentShown(Record):
    """A shipment as anyone may see it: milestones, cities, the expected day."""

    number: str
    state: ShipmentEventKind
    name: str  # of the state, in words
    since: datetime
    place: Place | None
    expected_on: date | None
    steps: tuple[Step, ...]  # the newest first
    full: FullShown | None = None
    is_followed: bool = False  # mails are sent to the one who asks


class TracePage(Record):
    """What came of the numbers that were traced."""

    shipments: tuple[ShipmentShown, ...]
    unknown: tuple[str, ...]

    @property
    def numbers(self) -> str:
        """The numbers as the address has them."""
        return ",".join([*(shipment.number for shipment in self.shipments), *self.unknown])


class StopPage(Record):
    """Where someone confirms that no more mails are wanted."""

    number: str
    link_is_open: bool


class Followed(Record):
    """Whether mails are sent to the one who asks, about this shipment."""

    number: str
    is_followed: bool


class RefusedEvent(Record):
    """An event that was not taken in, by its place in the batch."""

    index: int
    id: str | None
    reason: Reason
    detail: str  # in words
    fields: tuple[str, ...]


class BatchTaken(Record):
    """What became of a batch: how many events are new, how many were known, and which were refused."""

    kept: int
    known: int
    refused: tuple[RefusedEvent, ...]
