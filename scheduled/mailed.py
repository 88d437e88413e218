"""Notes what SES tells of the mails it took: event publishing, by EventBridge."""

from datetime import datetime
from typing import Any

from chalicelib.accounts.actions.mailbox import hear
from chalicelib.cloud.logs import log
from chalicelib.cloud.mail import LETTER
from chalicelib.outbox.model import LetterState, Told
from chalicelib.services import Services

CONFIGURATION_SET = "ses:configuration-set"
# How SES names an event -> where the event's own part stands, and what it means for the letter.
KINDS = {
    "Delivery": ("delivery", LetterState.DELIVERED),
    "DeliveryDelay": ("deliveryDelay", LetterState.DELAYED),
    "Bounce": ("bounce", LetterState.RETURNED),
    "Complaint": ("complaint", LetterState.COMPLAINED),
}


def run(event: dict[str, Any], services: Services, now: datetime) -> None:
    """Take one event. What another portal or no letter of ours is about is let pass; what can't be read fails."""
    detail = event["detail"]
    tags = detail["mail"]["tags"]
    if tags.get(CONFIGURATION_SET) != [services.settings.configuration_set] or LETTER not in tags:
        log.warning("delivery event without our tags", tags=list(tags))
        return
    (letter,) = tags[LETTER]
    part, state = KINDS[detail["eventType"]]
    if detail[part].get("bounceType") == "Permanent":
        state = LetterState.BOUNCED
    at = datetime.fromisoformat(detail[part]["timestamp"]).replace(microsecond=0)
    is_news = hear(services, Told(letter=letter, state=state, at=at), now)
    log.info("delivery event received", letter=letter, state=state, is_news=is_news)
