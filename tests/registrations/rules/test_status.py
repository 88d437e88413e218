"""The status of a registration follows from its dates and its history, to the day (M4, C3)."""

from datetime import UTC, date, datetime

import pytest

from chalicelib.registrations.model import Registration, RegistrationChange, RegistrationStatus
from chalicelib.registrations.rules.status import status_on

RECORDED = datetime(2026, 3, 9, 15, 0, tzinfo=UTC)
PLAIN = Registration(
    number="123456789",
    account="a",
    holder="Zoé Lefèbvre-Côté",
    category="registration",
    registered_on=date(2026, 3, 9),
    created_at=RECORDED,
    caused_by=("APPLICATION#123456789",),
)


def moved(status: str, day: str, minute: int = 0) -> RegistrationChange:
    """Return a change that was recorded in this minute of one hour."""
    recorded = RECORDED.replace(minute=minute)
    return RegistrationChange(
        status=RegistrationStatus(status),
        effective_on=date.fromisoformat(day),
        reason="non-payment",
        by="anne",
        recorded_at=recorded,
    )


SUSPENDED = (moved("suspended", "2026-06-01"),)
REINSTATED = (*SUSPENDED, moved("active", "2026-08-01"))
RESIGNED = (moved("resigned", "2026-06-01"),)
SAME_DAY = (moved("suspended", "2026-06-01", 30), moved("inactive", "2026-06-01", 10))
LATE_ENTRY = (moved("active", "2026-08-01", 1), moved("suspended", "2026-06-01", 2))  # recorded after a later change
UNTIL = date(2026, 12, 31)

CASES = [
    ("before the first day", (), None, "2026-03-08", "pending"),
    ("on the first day", (), None, "2026-03-09", "active"),
    ("years later", (), None, "2031-03-09", "active"),
    ("on the last day", (), UNTIL, "2026-12-31", "active"),
    ("after the last day", (), UNTIL, "2027-01-01", "lapsed"),
    ("the day before a suspension", SUSPENDED, None, "2026-05-31", "active"),
    ("on the day of a suspension", SUSPENDED, None, "2026-06-01", "suspended"),
    ("suspended after the last day", SUSPENDED, UNTIL, "2027-01-01", "lapsed"),
    ("the day before a reinstatement", REINSTATED, None, "2026-07-31", "suspended"),
    ("on the day of a reinstatement", REINSTATED, None, "2026-08-01", "active"),
    ("resigned", RESIGNED, UNTIL, "2026-06-01", "resigned"),
    ("resigned after the last day", RESIGNED, UNTIL, "2027-01-01", "resigned"),
    ("two changes of one day, the later record counts", SAME_DAY, None, "2026-06-01", "suspended"),
    ("recorded late, the days decide", LATE_ENTRY, None, "2026-07-01", "suspended"),
    ("recorded late, a later day still counts", LATE_ENTRY, None, "2026-08-01", "active"),
]


@pytest.mark.req("M4")
@pytest.mark.parametrize(
    ("changes", "expires_on", "day", "status"), [case[1:] for case in CASES], ids=[c[0] for c in CASES]
)
def test_the_status_of_a_day_follows_from_dates_and_history(
    changes: tuple[RegistrationChange, ...], expires_on: date | None, day: str, status: str
) -> None:
    registration = PLAIN.replace(changes=changes, expires_on=expires_on)
    assert status_on(registration, date.fromisoformat(day)).value == status


def test_there_are_exactly_these_statuses() -> None:
    assert [status.value for status in RegistrationStatus] == [
        "pending",
        "active",
        "inactive",
        "suspended",
        "lapsed",
        "resigned",
    ]
