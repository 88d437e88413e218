"""When an invoice is shown, and until when it is to be paid (REQUIREMENTS M1)."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from chalicelib.portal.business_days import later
from chalicelib.portal.policies import BillingPolicy, CalendarPolicy


def shown_at(now: datetime, policy: BillingPolicy, calendar: CalendarPolicy, zone: ZoneInfo) -> datetime:
    """Return when an invoice that is owed now is shown: at once, or some business days later at the policy's hour."""
    if not policy.shown_after:
        return now
    day = later(now, policy.shown_after, calendar, zone).astimezone(zone)
    return day.replace(hour=policy.shown_at, minute=0, second=0).astimezone(UTC)


def payable_until(issued: datetime, policy: BillingPolicy, zone: ZoneInfo) -> date:
    return policy.payable_within.after(issued, zone).astimezone(zone).date()
