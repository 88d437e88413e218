"""What a portal charges, as data: fees and taxes, each from the day it is valid (REQUIREMENTS M5).

A price is never changed: the next one follows it from its own day on, so that an old invoice can be explained.
"""

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal, Protocol, Self, TypeVar

from pydantic import Field, model_validator

from chalicelib.portal.faults import FileFault, Place, checked, key_of, tables, texts, wrong
from chalicelib.portal.loader import PORTALS, read
from chalicelib.portal.model import Key
from chalicelib.portal.spans import Count, Whole
from chalicelib.portal.text import Text, Words
from chalicelib.record import Record

WHOLE = 1_000_000  # millionths
MONTHS = 12
FeeEvent = Literal["application", "registration", "renewal", "late"]


class Dated(Protocol):
    """Something that holds from a day on, until the next of its kind."""

    @property
    def since(self) -> date: ...


D = TypeVar("D", bound=Dated)


class Rate(Record):
    """What share of a line a tax is, in millionths: 13 % is 130 000, 9.975 % is 99 750."""

    since: date
    millionths: Annotated[Whole, Field(le=WHOLE)]


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
    cents: Whole


class Late(Record):
    """A fee by the day: nothing for the first days, and never more than `most`, before taxes."""

    most: Whole
    free_days: Whole = 0


class Fee(Record):
    """What something costs. With `year_begins` it is for a year, and who comes later in it pays the months left."""

    event: FeeEvent
    services: tuple[Key, ...] = ()  # none: whichever it is
    label: Text
    prices: Annotated[tuple[Price, ...], Field(min_length=1)]
    taxes: tuple[Key, ...] = ()
    year_begins: Annotated[Count, Field(le=MONTHS)] | None = None  # the month
    late: Late | None = None

    def on(self, day: date) -> int:
        """Return the price of the day, in cents; nothing before there is one."""
        price = current(self.prices, day)
        return price.cents if price else 0

    @model_validator(mode="after")
    def _sound(self) -> Self:
        if (self.event == "late") != (self.late is not None):
            raise wrong("late_fee")
        _require_order(self.prices)
        if not any(price.cents for price in self.prices):
            raise wrong("no_price")
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


def current(dated: Sequence[D], day: date) -> D | None:
    """Return which of them holds on the day: the last that has begun."""
    return next((each for each in reversed(dated) if each.since <= day), None)


def load_fees(portal: str, folder: Path = PORTALS) -> Schedule:
    """Return the portal's schedule; raise PortalError with the file, the place and the reason."""
    path = folder / portal / "fees.toml"
    if not path.exists():
        return Schedule()
    data = read(path)
    faults = [
        FileFault(path, *each) for each in _lost_names(data, {form.stem for form in path.parent.glob("forms/*.toml")})
    ]
    return checked(Schedule, path, data, faults)


def _lost_names(data: Any, services: Collection[str]) -> Iterator[tuple[Place, str, dict[str, Any]]]:
    """Yield the keys that stand twice, and the taxes and services that are not there."""
    taxes = [key_of(each) for each in tables(data, "taxes")]
    twice = [key for key in dict.fromkeys(taxes) if taxes.count(key) > 1]
    yield from ((("taxes",), "stands_twice", {"name": key}) for key in twice)
    for number, fee in enumerate(tables(data, "fees")):
        for name, known in (("taxes", taxes), ("services", services)):
            for stranger in (key for key in texts(fee, name) if key not in known):
                yield ("fees", number, name), f"no_{name}", {"name": stranger, "known": sorted(known)}


def _require_order(dated: Sequence[Dated]) -> None:
    days = [each.since for each in dated]
    if days != sorted(set(days)):
        raise wrong("dates_order")
