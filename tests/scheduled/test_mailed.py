"""SES's events, in the shape that EventBridge gives them."""

from typing import Any

import pytest

from infra.local.mail_events import EVENTS, detail
from scheduled import mailed
from tests.support.emails import enqueued, row, stream
from tests.support.world import World


def event(world: World, email: str, kind: str, **more: Any) -> dict[str, Any]:
    """Return what the stand-in of the local cloud sends for one of its buttons."""
    name, ses_kind, part = EVENTS[kind]
    said = detail(world.settings.configuration_set, email, "message-1", ses_kind, {**part, **more})
    said["mail"]["tags"]["ses:configuration-set"] = [world.settings.configuration_set]
    return {"source": "aws.ses", "detail-type": name, "detail": said}


@pytest.fixture
def freight() -> World:
    return World("freight")


@pytest.mark.req("REL13", "X4")
@pytest.mark.parametrize("kind", EVENTS)
def test_each_kind_of_event_is_what_the_email_then_is(freight: World, kind: str) -> None:
    email = enqueued(freight)
    stream(freight)
    for _ in range(2):
        mailed.run(event(freight, email, kind), freight, freight.now)
    assert row(freight, email)["state"] == kind


def test_a_bounce_that_ses_is_not_sure_of_shuts_no_mailbox(freight: World) -> None:
    email = enqueued(freight)
    stream(freight)
    mailed.run(event(freight, email, "bounced", bounceType="Undetermined"), freight, freight.now)
    assert row(freight, email)["state"] == "returned"


def test_what_is_not_ours_is_let_pass(freight: World) -> None:
    email = enqueued(freight)
    stream(freight)
    others = event(freight, email, "bounced")
    others["detail"]["mail"]["tags"]["ses:configuration-set"] = ["guichet-other"]
    no_email = event(freight, email, "bounced")
    del no_email["detail"]["mail"]["tags"]["email"]
    for each in (others, no_email, event(freight, "0" * 32, "bounced")):
        mailed.run(each, freight, freight.now)
    assert row(freight, email)["state"] == "sent"


@pytest.mark.req("REL27")
def test_what_cannot_be_read_fails_and_is_kept_aside(freight: World) -> None:
    odd = event(freight, "0" * 32, "bounced")
    odd["detail"]["eventType"] = "Surprise"
    with pytest.raises(KeyError):
        mailed.run(odd, freight, freight.now)
