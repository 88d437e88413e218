"""Applies the delivery events that SES publishes by EventBridge."""

from datetime import datetime
from typing import Any

from chalicelib.accounts.actions.email_delivery import apply_delivery_event
from chalicelib.cloud.logs import log
from chalicelib.cloud.mail import EMAIL_TAG
from chalicelib.outbox.model import DeliveryEvent, EmailState
from chalicelib.services import Services

CONFIGURATION_SET = "ses:configuration-set"
# How SES names an event -> where the event's own part stands, and what it means for the email.
KINDS = {
    "Delivery": ("delivery", EmailState.DELIVERED),
    "DeliveryDelay": ("deliveryDelay", EmailState.DELAYED),
    "Bounce": ("bounce", EmailState.RETURNED),
    "Complaint": ("complaint", EmailState.COMPLAINED),
}


def run(event: dict[str, Any], services: Services, now: datetime) -> None:
    """Apply one event. Skip one of another portal or without an outbox email; fail on one that can't be read."""
    detail = event["detail"]
    tags = detail["mail"]["tags"]
    if tags.get(CONFIGURATION_SET) != [services.settings.configuration_set] or EMAIL_TAG not in tags:
        log.warning("delivery event without our tags", tags=list(tags))
        return
    (email_id,) = tags[EMAIL_TAG]
    part, state = KINDS[detail["eventType"]]
    if detail[part].get("bounceType") == "Permanent":
        state = EmailState.BOUNCED
    at = datetime.fromisoformat(detail[part]["timestamp"]).replace(microsecond=0)
    is_news = apply_delivery_event(services, DeliveryEvent(email_id=email_id, state=state, at=at), now)
    log.info("delivery event applied", email_id=email_id, state=state, is_news=is_news)
