"""Takes in the shipment events of carriers (REQUIREMENTS T3): by the API, or from a file."""

from collections.abc import Sequence
from datetime import datetime

from chalicelib.integrations.model import Integration, Scope
from chalicelib.services import Services
from chalicelib.tracing.actions.emails import enqueue_shipment_milestone
from chalicelib.tracing.actions.find import by_number
from chalicelib.tracing.actions.trace import policy_of
from chalicelib.tracing.rules import intake
from chalicelib.tracing.rules.intake import Intake, PositionedEvent, Terms
from chalicelib.tracing.rules.timeline import is_worth_a_mail, kept_until
from chalicelib.tracing.storage import put_shipment, save_shipment
from chalicelib.unit_of_work import UnitOfWork, retry_on_conflict


@retry_on_conflict
def take_in(
    services: Services, integration: Integration, number: str, batch: Sequence[PositionedEvent], now: datetime
) -> Intake:
    """Take in a batch of one shipment. One read and one write, whatever its size; nothing new: no write at all.

    Told again, whole or in parts, it changes nothing, so whoever lost an answer just sends it once more.
    """
    policy, zone = policy_of(services), services.portal.zone
    terms = Terms(policy, zone, Scope.ANNOUNCE in integration.scopes, now)
    before = by_number(services, number, now)
    taken = intake.take_in(before, batch, terms)
    if taken.kept:
        _write(services, taken, kept_until(taken.shipment, policy, zone), now)
    return taken


def _write(services: Services, taken: Intake, until: datetime, now: datetime) -> None:
    """Write the shipment, with an email to each follower if it has reached a milestone."""
    shipment = taken.shipment
    if not shipment.followers or not is_worth_a_mail(shipment, taken.kept):
        save_shipment(services.table, shipment, until)
        return
    work = UnitOfWork(services, now)
    put_shipment(work, shipment, until)
    for follower in shipment.followers:
        enqueue_shipment_milestone(work, shipment, follower)
    work.commit()
