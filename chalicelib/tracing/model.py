"""A shipment as its carrier tells it: the events of its way, and who has to do with it."""

from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Annotated, Self

from pydantic import AfterValidator, AwareDatetime, Field, StringConstraints, model_validator

from chalicelib.record import Record


def _whole_seconds(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(microsecond=0)


def _one_line(text: str) -> str:
    if not text.isprintable():
        message = "control characters"
        raise ValueError(message)
    return text


Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80), AfterValidator(_one_line)]
Id = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9._:-]{1,64}$")]
FileName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-][A-Za-z0-9._-]{0,58}\.pdf$")]
Moment = Annotated[AwareDatetime, AfterValidator(_whole_seconds)]
Region = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]


class ShipmentEventKind(StrEnum):
    """What happened. The order is that of the way: of what happened in the same second, the later one counts."""

    ANNOUNCED = "announced"
    PICKED_UP = "picked-up"
    DEPARTED = "departed"
    ARRIVED = "arrived"
    HELD = "held"
    DELAYED = "delayed"
    OUT_FOR_DELIVERY = "out-for-delivery"
    ATTEMPTED = "attempted"
    DELIVERED = "delivered"


class PartyRole(StrEnum):
    """What someone is to a shipment."""

    SHIPPER = "shipper"
    CONSIGNEE = "consignee"


class Reference(StrEnum):
    """Whose number for the shipment it is."""

    BILL_OF_LADING = "bill_of_lading"
    PURCHASE_ORDER = "purchase_order"
    CUSTOMER = "customer"


class Place(Record):
    """A city: as near as anyone is told without signing in."""

    city: Words
    province: Region
    country: Region = "CA"


class Party(Record):
    """A customer. `access` is what they sign in with, an access code or an address: it ties them to the shipment."""

    name: Words
    access: Words | None = None
    contact: Words | None = None


class Details(Record):
    """What the shipment is. Nobody sees more of it than the two cities without signing in (SECURITY SEC43)."""

    origin: Place
    destination: Place
    postal_code: Words  # of the destination
    pieces: Annotated[int, Field(ge=1, le=100_000)]
    weight_kg: Annotated[int, Field(ge=1, le=1_000_000)]
    references: dict[Reference, Words] = Field(default_factory=dict)
    parties: dict[PartyRole, Party] = Field(default_factory=dict)


class ShipmentEvent(Record):
    """One thing that happened. `id` is the carrier's own: the same id is the same event, however often it comes."""

    id: Id
    kind: ShipmentEventKind
    at: Moment
    place: Place | None = None
    expected_on: date | None = None  # the day of delivery, as it is expected from then on
    signed_by: Words | None = None
    proof: FileName | None = None  # of the proof of delivery, a file of the portal's bucket
    details: Details | None = None

    @model_validator(mode="after")
    def _announces(self) -> Self:
        if (self.kind is ShipmentEventKind.ANNOUNCED) != (self.details is not None):
            message = "details belong to an event that announces the shipment, and to no other"
            raise ValueError(message)
        return self


class Follower(Record):
    """Someone who is mailed at milestones; the nonce is what the link that stops it is made of."""

    account: str
    member: str = ""  # who it is of those who share the account, by id
    nonce: str

    @property
    def id(self) -> str:
        return self.member or self.account


class Shipment(Record):
    """All that is known of one number. `version` counts its writes; one that nobody has reported is at 0."""

    number: str
    version: int = 0
    events: tuple[ShipmentEvent, ...] = ()  # by their own times, whenever they came in
    followers: tuple[Follower, ...] = ()

    @property
    def is_known(self) -> bool:
        return bool(self.events)
