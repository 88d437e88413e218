"""Lines of invoices: fees, late fees, shares, taxes, credits, and the days on which they are shown and due. Pure."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from chalicelib.billing.debts import Charge, Line, TaxCharged
from chalicelib.portal.billing import BillingPolicy
from chalicelib.portal.business_days import later
from chalicelib.portal.fees import MONTHS, WHOLE, Fee, FeeEvent, Schedule, Tax
from chalicelib.portal.policies import CalendarPolicy
from chalicelib.portal.text import Text


class Occasion(NamedTuple):
    """What happens, and on which day of the portal's calendar; `was_due` for what can be late."""

    service: str
    event: FeeEvent
    day: date
    was_due: date | None = None


def lines(schedule: Schedule, occasion: Occasion) -> tuple[Line, ...]:
    """Return what the occasion costs: a line for each fee that is not nothing."""
    found = (_line(schedule, fee, occasion) for fee in schedule.owed(occasion.service, occasion.event))
    return tuple(line for line in found if line.cents)


def months_left(year_begins: int, day: date) -> int:
    """Return how many months the year has left, the day's own included."""
    return MONTHS - (day.month - year_begins) % MONTHS


def days_late(fee: Fee, occasion: Occasion) -> int:
    """Return the days that are charged: none on the day itself, nor on the free ones after it."""
    if fee.late is None or occasion.was_due is None:
        return 0
    return max((occasion.day - occasion.was_due).days - fee.late.free_days, 0)


def share(cents: int, part: int, whole: int) -> int:
    """Return `part` of `whole` of an amount, half a cent up."""
    return (2 * cents * part + whole) // (2 * whole)


def by_hand(schedule: Schedule, charge: Charge, day: date) -> Line:
    """Return the line of what no fee of the schedule is for; its taxes are those of the day."""
    taxes = (tax for tax in schedule.taxes if tax.key in charge.taxes)
    return _taxed(taxes, day, Line(label=charge.label, cents=charge.cents))


def credit(label: Text, lines: tuple[Line, ...], credited: int, cents: int) -> Line:
    """Return the line that takes `cents` off, taxes and all, after so many were `credited` before.

    Of each tax it takes the same share. Counted from the sum of all credits, many small ones round as one large one.
    """
    whole = sum(line.total for line in lines)
    taxes = tuple(
        tax.replace(cents=share(tax.cents, credited, whole) - share(tax.cents, credited + cents, whole))
        for tax in _summed(tax for line in lines for tax in line.taxes)
    )
    return Line(label=label, cents=-cents - sum(tax.cents for tax in taxes), taxes=taxes)


def _summed(taxes: Iterable[TaxCharged]) -> Iterable[TaxCharged]:
    """Return each tax once, with what all lines have of it."""
    found: dict[tuple[str, int], TaxCharged] = {}
    for tax in taxes:
        key = (tax.registration, tax.millionths)
        found[key] = tax.replace(cents=tax.cents + found[key].cents) if key in found else tax
    return found.values()


def _line(schedule: Schedule, fee: Fee, occasion: Occasion) -> Line:
    price = fee.on(occasion.day)
    if fee.late:
        days = days_late(fee, occasion)
        line = Line(label=fee.label, cents=min(days * price, fee.late.most), days=days)
    elif fee.year_begins:
        left = months_left(fee.year_begins, occasion.day)
        line = Line(label=fee.label, cents=share(price, left, MONTHS), months=left if left < MONTHS else None)
    else:
        line = Line(label=fee.label, cents=price)
    return _taxed(schedule.taxes_of(fee), occasion.day, line)


def _taxed(taxes: Iterable[Tax], day: date, line: Line) -> Line:
    rates = [(tax, tax.on(day)) for tax in taxes]
    return line.replace(taxes=tuple(_charged(tax, line.cents, rate) for tax, rate in rates if rate))


def _charged(tax: Tax, cents: int, rate: int) -> TaxCharged:
    return TaxCharged(label=tax.label, registration=tax.registration, millionths=rate, cents=share(cents, rate, WHOLE))


def shown_at(now: datetime, policy: BillingPolicy, calendar: CalendarPolicy, zone: ZoneInfo) -> datetime:
    """Return when an invoice that is owed now is shown: at once, or some business days later at the policy's hour."""
    if not policy.shown_after:
        return now
    day = later(now, policy.shown_after, calendar, zone).astimezone(zone)
    return day.replace(hour=policy.shown_at, minute=0, second=0).astimezone(UTC)


def payable_until(issued: datetime, policy: BillingPolicy, zone: ZoneInfo) -> date:
    return policy.payable_within.after(issued, zone).astimezone(zone).date()
