"""What a service costs today, for whoever thinks of applying: before taxes, and for a whole year."""

from datetime import datetime
from typing import NamedTuple

from chalicelib.portal.fees import FeeEvent
from chalicelib.portal.text import Text
from chalicelib.services import Services

TOLD_AHEAD: tuple[FeeEvent, ...] = ("application", "registration")


class QuotedPrice(NamedTuple):
    """One fee of a service, in cents."""

    event: FeeEvent
    label: Text
    cents: int


def prices(services: Services, service: str, now: datetime) -> list[QuotedPrice]:
    """Return what is asked for from the application to the registration."""
    day = now.astimezone(services.portal.zone).date()
    found = [(event, fee) for event in TOLD_AHEAD for fee in services.fees.owed(service, event)]
    return [QuotedPrice(event, fee.label, fee.on(day)) for event, fee in found if fee.on(day)]
