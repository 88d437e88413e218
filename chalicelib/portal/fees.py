"""What a portal charges, as data: fees and taxes, each from the day it is valid (REQUIREMENTS M5).

A price is never changed: the next one follows it from its own day on, so that an old invoice can be explained.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Annotated, Literal, Protocol, Self, TypeVar

from pydantic import Field, ValidationError, model_validator

from chalicelib.portal.loader import PORTALS, PortalError, place, read
from chalicelib.portal.model import Key
from chalicelib.portal.text import Text, Words
from chalicelib.record import Record

WHOLE = 1_000_000  # millionths
MONTHS = 12
FeeEvent = Literal["application", "registration", "renewal", "late"]
Cents = Annotated[int, Field(ge=0)]


class Dated(Protocol):
    """Something that holds from a day on, until the next of its kind."""

    @property
    def since(self) -> date: ...


D = TypeVar("D", bound=Dated)


class Rate(Record):
    """What share of a line a tax is, in millionths: 13 % is 130 000, 9.975 % is 99 750."""

    since: date
    millionths: Annotated[int, Field(ge=0, le=WHOLE)]


class Tax(Record):
    """A tax, and the number under which the body collects it."""

    key: Key
    label: Text
    registration: Words
    rates: Annotated[tuple[Rate, ...], Field(min_length=1)]

    def on(self, day: date) -> int | None:
        """Return the rate of the day, in millionths; None before there is one."""
        rate = current(self.rates, day)
        return rate.millionths if rate else None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        _require_order(self.rates)
        return self


class Price(Record):
    """What a fee costs from a day on, before taxes; 0 ends it."""

    since: date
    cents: Cents


class Late(Record):
    """A fee by the day: nothing for the first days, and never more than `most`, before taxes."""

    most: Cents
    free_days: Annotated[int, Field(ge=0)] = 0


class Fee(Record):
    """What something costs. With `year_begins` it is for a year, and who comes later in it pays the months left."""

    event: FeeEvent
    services: tuple[Key, ...] = ()  # none: whichever it is
    label: Text
    prices: Annotated[tuple[Price, ...], Field(min_length=1)]
    taxes: tuple[Key, ...] = ()
    year_begins: Annotated[int, Field(ge=1, le=MONTHS)] | None = None  # the month
    late: Late | None = None

    def on(self, day: date) -> int:
        """Return the price of the day, in cents; nothing before there is one."""
        price = current(self.prices, day)
        return price.cents if price else 0

    @model_validator(mode="after")
    def _sound(self) -> Self:
        if (self.event == "late") != (self.late is not None):
            message = "a late fee, and no other, has `late`: its price is for one day"
            raise ValueError(message)
        _require_order(self.prices)
        return self


class Schedule(Record):
    """All fees of a portal; a portal that charges nothing has an empty one."""

    currency: Literal["cad"] = "cad"
    taxes: tuple[Tax, ...] = ()
    fees: tuple[Fee, ...] = ()

    def owed(self, service: str, event: FeeEvent) -> Iterator[Fee]:
        """Yield the fees of an event, each a line of its invoice."""
        yield from (fee for fee in self.fees if fee.event == event and (not fee.services or service in fee.services))

    def taxes_of(self, fee: Fee) -> Iterator[Tax]:
        yield from (tax for tax in self.taxes if tax.key in fee.taxes)

    @model_validator(mode="after")
    def _sound(self) -> Self:
        keys = [tax.key for tax in self.taxes]
        unknown = {key for fee in self.fees for key in fee.taxes} - set(keys)
        if unknown or len(set(keys)) < len(keys):
            message = f"no such tax: {', '.join(sorted(unknown))}" if unknown else "two taxes have the same key"
            raise ValueError(message)
        return self


def current(dated: Sequence[D], day: date) -> D | None:
    """Return which of them holds on the day: the last that has begun."""
    return next((each for each in reversed(dated) if each.since <= day), None)


def load_fees(portal: str, folder: Path = PORTALS) -> Schedule:
    """Return the portal's schedule; raise PortalError with the file, the place and the reason."""
    path = folder / portal / "fees.toml"
    if not path.exists():
        return Schedule()
    try:
        schedule = Schedule.model_validate(read(path))
    except ValidationError as error:
        faults = [f"{path}: {place(fault['loc'])}: {fault['msg']}" for fault in error.errors()]
        raise PortalError("\n".join(faults)) from None
    known = {form.stem for form in path.parent.glob("forms/*.toml")}
    strangers = {service for fee in schedule.fees for service in fee.services} - known
    if strangers:
        raise PortalError(f"{path}: fees: no such service: {', '.join(sorted(strangers))}")
    return schedule


def _require_order(dated: Sequence[Dated]) -> None:
    days = [each.since for each in dated]
    if days != sorted(set(days)):
        message = "each must begin after the one before it"
        raise ValueError(message)
