"""A registration with its history of status, and its certificate."""

from datetime import date, datetime
from enum import StrEnum

from chalicelib.portal.text import Text
from chalicelib.record import Record


class RegistrationStatus(StrEnum):
    """Status of a registration on a day. It is never stored by itself: dates and history decide it."""

    PENDING = "pending"  # its first day is to come
    ACTIVE = "active"
    INACTIVE = "inactive"  # registered, without the right to practise
    SUSPENDED = "suspended"
    LAPSED = "lapsed"  # its last day is over
    RESIGNED = "resigned"


class RegistrationChange(Record):
    """A change of status, from the first moment of a day in the portal's time zone."""

    status: RegistrationStatus
    effective_on: date
    reason: str | None = None
    by: str  # id of an account or of staff, or the system's
    recorded_at: datetime
    caused_by: tuple[str, ...] = ()  # sort keys or ids of the records that led to it


class Registration(Record):
    """One registration. `version` counts its writes; `changes` holds its history after the first day, as recorded."""

    number: str  # of the application that led to it, as on its certificate
    account: str
    version: int = 1
    holder: str  # name of the person
    category: str  # class of registration: key of the service that led to it
    registered_on: date  # first day, in the portal's time zone
    expires_on: date | None = None  # last day; None: it does not expire
    changes: tuple[RegistrationChange, ...] = ()
    created_at: datetime
    caused_by: tuple[str, ...]  # sort keys of the records that led to it


class Certificate(Record):
    """Proof of a registration. It never changes, so it holds every word that is printed on it."""

    number: str  # of the registration
    account: str
    holder: str
    title: Text  # of the service
    day: date
    body: Text
    address: Text
