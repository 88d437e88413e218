"""What Stripe tells, at the address that it is given in its dashboard."""

from chalicelib.billing.actions.webhook_events import receive_event
from chalicelib.services import Services
from chalicelib.web.raw_request import RawRequest


def receive_stripe(services: Services, body: bytes, incoming: RawRequest) -> bool:
    """Return whether it was Stripe's and fitted."""
    return receive_event(services, body, incoming.header("stripe-signature"), services.clock.now())
