"""Calendar periods such as three months: counted in the portal's time zone, not in seconds."""

import re
from calendar import monthrange
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any, NamedTuple, Self
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BeforeValidator, Field

from chalicelib.portal.faults import wrong

MONTH, YEAR = 30, 366  # days, where a longest is all that is asked
ISO_8601 = re.compile(r"P(?:(?P<years>\d+)Y)?(?:(?P<months>\d+)M)?(?:(?P<weeks>\d+)W)?(?:(?P<days>\d+)D)?")


class CalendarPeriod(NamedTuple):
    """Years and months as `months`, weeks and days as `days`."""

    months: int
    days: int

    @classmethod
    def parse(cls, iso: str) -> Self:
        """Read `P3M`, `P1Y6M`, `P30D`; refuse anything else, times of day included."""
        found = ISO_8601.fullmatch(iso)
        if found is None or iso == "P":
            raise wrong("period")
        years, months, weeks, days = (int(n or 0) for n in found.groups())
        return cls(12 * years + months, 7 * weeks + days)

    def after(self, instant: datetime, zone: ZoneInfo) -> datetime:
        """Return the instant this much later by the zone's calendar: 31 August + 6 months is the last of February."""
        return _moved(instant, zone, self.months, self.days)

    def before(self, instant: datetime, zone: ZoneInfo) -> datetime:
        """Return the instant this much earlier, at the same time of the day."""
        return _moved(instant, zone, -self.months, -self.days)


def _moved(instant: datetime, zone: ZoneInfo, months: int, days: int) -> datetime:
    local = instant.astimezone(zone)
    years, month = divmod(local.month - 1 + months, 12)
    year, month = local.year + years, month + 1
    day = min(local.day, monthrange(year, month)[1])
    return (local.replace(year=year, month=month, day=day) + timedelta(days=days)).astimezone(UTC)


def _read(value: Any) -> Any:
    if isinstance(value, tuple):
        return value
    return CalendarPeriod.parse(str(value))


def at_most(years: int) -> AfterValidator:
    """Return the check that a period is no longer: `P30M` where `P30D` was meant."""

    def check(period: CalendarPeriod) -> CalendarPeriod:
        if period.months * MONTH + period.days > years * YEAR:
            raise wrong("period_too_long", years=years)
        return period

    return AfterValidator(check)


Written = Annotated[str, Field(pattern=r"^P(?!$)(\d+Y)?(\d+M)?(\d+W)?(\d+D)?$")]  # as files say it
Period = Annotated[CalendarPeriod, BeforeValidator(_read, json_schema_input_type=Written)]
