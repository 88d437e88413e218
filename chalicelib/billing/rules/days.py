"""When an invoice is shown, and until when it is to be paid (REQUIREMENTS M1)."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from chalicelib.portal.policies import BillingPolicy, CalendarPolicy


def shown_at(now: datetime, policy: BillingPolicy, calendar: CalendarPolicy, zone: ZoneInfo) -> datetime:
    """Return when an invoice that is owed now is shown: at once, or some business days later at the policy's hour."""
    if not policy.shown_after:
        return now
    day, left = now.astimezone(zone), policy.shown_after
    while left:
        day += timedelta(days=1)
        left -= is_open(day.date(), calendar)
    return day.replace(hour=policy.shown_at, minute=0, second=0).astimezone(UTC)


def is_open(day: date, calendar: CalendarPolicy) -> bool:
    """Tell whether it is a business day."""
    return day.isoweekday() not in calendar.closed_weekdays and day not in calendar.closed_days


def payable_until(issued: datetime, policy: BillingPolicy, zone: ZoneInfo) -> date:
    return policy.payable_within.after(issued, zone).astimezone(zone).date()
