"""Status of a registration on a day, computed from its dates and its history (REQUIREMENTS M4, C3)."""

from datetime import date

from chalicelib.registrations.model import Registration, RegistrationStatus

EXPIRING = frozenset({RegistrationStatus.ACTIVE, RegistrationStatus.INACTIVE, RegistrationStatus.SUSPENDED})


def status_on(registration: Registration, day: date) -> RegistrationStatus:
    """Return the status on a day of the portal's time zone.

    Of the changes effective by then the latest counts; of two of the same day, the one recorded last.
    """
    if day < registration.registered_on:
        return RegistrationStatus.PENDING
    effective = [change for change in registration.changes if change.effective_on <= day]
    latest = max(effective, key=lambda change: (change.effective_on, change.recorded_at), default=None)
    status = latest.status if latest else RegistrationStatus.ACTIVE
    is_over = registration.expires_on is not None and day > registration.expires_on
    return RegistrationStatus.LAPSED if is_over and status in EXPIRING else status
