"""Business days: those on which the body is open, by its calendar."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from chalicelib.portal.policies import CalendarPolicy


def is_open(day: date, calendar: CalendarPolicy) -> bool:
    return day.isoweekday() not in calendar.closed_weekdays and day not in calendar.closed_days


def first_open(day: date, calendar: CalendarPolicy) -> date:
    """Return the day, or the next one that is open."""
    while not is_open(day, calendar):
        day = _next(day)
    return day


def later(moment: datetime, count: int, calendar: CalendarPolicy, zone: ZoneInfo) -> datetime:
    """Return the same time of day, in the zone, as many business days later."""
    local = moment.astimezone(zone)
    day = local.date()
    for _ in range(count):
        day = first_open(_next(day), calendar)
    return local.replace(year=day.year, month=day.month, day=day.day).astimezone(moment.tzinfo)


def _next(day: date) -> date:
    return date.fromordinal(day.toordinal() + 1)
