"""Input models of tracing, and the events that integrations send."""

import json
from collections.abc import Iterable
from typing import Annotated, Any, ClassVar, NamedTuple

from pydantic import Field, SkipValidation, StringConstraints, ValidationError

from chalicelib.phrase import phrase
from chalicelib.tracing.model import ShipmentEvent
from chalicelib.tracing.rules.intake import PositionedEvent, Reason, RejectedEvent
from chalicelib.web.inputs import Asks, Input, Line

LONGEST_PASTE = 2000  # characters
LARGEST_BATCH = 500  # events
LARGEST_BODY = 500_000  # bytes: so many events, with all that they may hold
LARGEST_FILE = 10_000_000  # bytes


class Trace(Input):
    """Numbers in any form (REQUIREMENTS T1), and the postal code they go to where the portal asks for it."""

    numbers: Annotated[
        str,
        StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_PASTE),
        Asks(phrase("Enter a shipment number."), phrase("This is too long. Paste fewer numbers at once.")),
    ]
    postal_code: Annotated[
        Line | None,
        Asks(phrase("Enter the postal code of the destination."), phrase("This postal code can’t be used.")),
    ] = None


class Stop(Input):
    """No more mails about a shipment: the link's token, which a browser has in a cookie."""

    token: Line | None = None


class OneClick(Input):
    """What a mail program sends to the address in List-Unsubscribe (RFC 8058)."""

    one_click: Annotated[str, Field(alias="List-Unsubscribe", pattern="^One-Click$")]


class EventBatch(Input):
    """Events of one shipment, in any order. Each is judged by itself: one that is refused keeps out no other."""

    body_limit: ClassVar[int] = LARGEST_BODY

    events: Annotated[list[SkipValidation[ShipmentEvent]], Field(min_length=1, max_length=LARGEST_BATCH)]


class ParsedBatch(NamedTuple):
    """What could be read of a batch, and what could not."""

    reported: list[PositionedEvent]
    refused: list[RejectedEvent]


def read_events(sent: Iterable[Any]) -> ParsedBatch:
    """Return the events of a batch, each checked by itself against the schema."""
    reported, refused = [], []
    for position, one in enumerate(sent):
        try:
            reported.append(PositionedEvent(position, ShipmentEvent.model_validate_json(json.dumps(one), strict=True)))
        except ValidationError as error:
            refused.append(malformed(position, one, error))
    return ParsedBatch(reported, refused)


def malformed(position: int, sent: Any, error: ValidationError) -> RejectedEvent:
    """Return what is wrong with an event that does not fit the schema, by the names of its fields."""
    name = sent.get("id") if isinstance(sent, dict) else None
    fields = dict.fromkeys(".".join(map(str, fault["loc"])) for fault in error.errors(include_input=False))
    return RejectedEvent(
        position, name if isinstance(name, str) else None, Reason.MALFORMED, tuple(filter(None, fields))
    )
