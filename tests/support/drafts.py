"""Drafts that time goes over: each function brings one to a point from which a test goes on."""

from datetime import UTC, datetime, timedelta

from chalicelib.applications.actions.drafts import review_drafts
from chalicelib.applications.model import Application
from tests.support.applications import draft
from tests.support.emails import stream
from tests.support.people import ZOE
from tests.support.world import World

PLAIN = "small-claims"  # of citizen-account: twelve months, announced 60 and 30 days before
FIRST = datetime(2027, 1, 1, 15, 0, tzinfo=UTC)  # of a draft that was saved at START, 2026-03-02 10:00 in Toronto
SECOND = datetime(2027, 1, 31, 15, 0, tzinfo=UTC)
OVER = datetime(2027, 3, 2, 15, 0, tzinfo=UTC)
A_SECOND, DAY = timedelta(seconds=1), timedelta(days=1)


def run(world: World, moment: datetime) -> int:
    """Let it be that time, with one run of the job and of the one that sends mail; return what the first did."""
    world.clock.advance(moment - world.now)
    done = review_drafts(world, world.now)
    stream(world)
    return done


def told(world: World) -> list[str]:
    """Return the emails that were sent, by what each is about."""
    return ["draft-notice" if "/keep/" in mail.text else "draft-expired" for mail in world.mails(ZOE)]


def announced(world: World) -> Application:
    """Return a draft of which both notices are sent."""
    begun = draft(world, PLAIN)
    run(world, FIRST)
    run(world, SECOND)
    return begun
