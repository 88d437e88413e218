"""Stands for SES when it tells what became of a mail: at `/dev/mail`, whoever looks at one decides that.

It sends the event that SES sends, to the rule that is deployed. It is not the same in this: nothing is told of a mail
unless someone asks for it, so that none is delivered, comes back or is unwanted by itself.
"""

import json
from collections.abc import Collection
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs

from chalicelib.cloud.mail import EMAIL_TAG
from infra.deploy.target import LocalTarget
from infra.local.exchange import HttpRequest, HttpResponse, html
from infra.local.render import render

# What the page's buttons send -> SES's name of the event, of the kind, and its own part.
EVENTS: dict[str, tuple[str, str, dict[str, Any]]] = {
    "delivered": ("Email Delivered", "Delivery", {}),
    "delayed": ("Email Delivery Delayed", "DeliveryDelay", {"delayType": "MailboxFull"}),
    "returned": ("Email Bounced", "Bounce", {"bounceType": "Transient", "bounceSubType": "MailboxFull"}),
    "bounced": ("Email Bounced", "Bounce", {"bounceType": "Permanent", "bounceSubType": "NoEmail"}),
    "complained": ("Email Complaint Received", "Complaint", {"complaintFeedbackType": "abuse"}),
}


class MailEvents:
    """Tells of the portals' mails, by SES's id of each."""

    def __init__(self, target: LocalTarget, portals: Collection[str]) -> None:
        self._target = target
        self._portals = portals

    def answer(self, request: HttpRequest) -> HttpResponse:
        """Tell what the form says of a mail, and go back to the mails."""
        sent = parse_qs(request.body.decode())
        portal, mail, event = (sent.get(name, [""])[-1] for name in ("portal", "mail", "event"))
        email_id = self._email_id(portal, mail) if portal in self._portals and event in EVENTS else None
        if email_id is None:
            return html(render("unknown.html", host=request.path), 404)
        self._publish(portal, email_id, mail, event)
        return HttpResponse(303, [("Location", "/dev/mail")], b"")

    def _email_id(self, portal: str, mail: str) -> str | None:
        """Return the id of the email in the outbox; None before the sender has noted SES's id of it."""
        found = self._target.client("dynamodb").scan(
            TableName=self._target.stage(portal).prefix,
            FilterExpression="message_id = :mail",
            ExpressionAttributeValues={":mail": {"S": mail}},
        )
        return next((item["id"]["S"] for item in found["Items"]), None)

    def _publish(self, portal: str, email_id: str, mail: str, event: str) -> None:
        name, kind, part = EVENTS[event]
        entry = {
            "Source": "aws.ses",
            "DetailType": name,
            "Detail": json.dumps(detail(self._target.stage(portal).prefix, email_id, mail, kind, part)),
        }
        self._target.client("events").put_events(Entries=[entry])


def detail(configuration_set: str, email_id: str, mail: str, kind: str, part: dict[str, Any]) -> dict[str, Any]:
    """Return the detail of SES's event, with what is read of it."""
    now = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    tags = {"ses:configuration-set": [configuration_set], EMAIL_TAG: [email_id]}
    own = kind[0].lower() + kind[1:]
    return {"eventType": kind, own: {**part, "timestamp": now}, "mail": {"messageId": mail, "tags": tags}}
