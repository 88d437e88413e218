"""Accounts that nobody uses: each function brings one to a point from which a test goes on."""

from datetime import UTC, datetime, timedelta

from chalicelib.services import Services
from scheduled import expire
from tests.support.emails import stream
from tests.support.people import ZOE, activated
from tests.support.world import World

FIRST = datetime(2028, 7, 4, 14, 0, tzinfo=UTC)  # 60 days before the end of who came at START, 2026-03-02 10:00
SECOND = datetime(2028, 8, 3, 14, 0, tzinfo=UTC)
OVER = datetime(2028, 9, 2, 14, 0, tzinfo=UTC)  # 30 months later, at ten in Toronto
CLOSED = datetime(2026, 9, 2, 14, 0, tzinfo=UTC)  # 6 months later
A_SECOND, DAY = timedelta(seconds=1), timedelta(days=1)


def run(world: World, moment: datetime) -> None:
    """Let it be that time, with one run of the job and of the one that sends mail."""
    world.clock.advance(moment - world.now)
    expire.run(world, world.now)
    stream(world)


def told(world: World, email: str = ZOE) -> list[str]:
    """Return the emails about the end of the account that were sent, by what each says."""
    words = {"/keep/account": "announced", "a été fermé": "closed"}
    return [said for mail in world.mails(email) for word, said in words.items() if word in mail.text]


def announced(world: World) -> str:
    """Return the id of an account of which both notices are sent."""
    account = activated(world)
    run(world, FIRST)
    run(world, SECOND)
    return account.id


def rows_of(services: Services, account: str) -> set[str]:
    """Return the sort keys of all that lies with the account."""
    return {row["sk"] for row in services.table.query(f"ACCOUNT#{account}")}
