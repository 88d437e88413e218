"""What jobs cost, and that the same one a hundred times a day is one run (SECURITY REL21, REL22)."""

from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from chalicelib.accounts.actions.retention import ACCOUNTS, REMOVALS
from chalicelib.accounts.storage import UNACTIVATED
from chalicelib.applications.actions.drafts import DRAFTS
from chalicelib.applications.actions.information_requests import QUESTIONS
from chalicelib.applications.actions.review import ask, take
from chalicelib.applications.storage import FINAL
from chalicelib.billing import storage as billing
from chalicelib.billing.actions.apply_payment import PAID
from chalicelib.documents import model as documents
from chalicelib.outbox import model as outbox
from chalicelib.outbox.sender import sweep
from scheduled import expire, reconcile, remind
from tests.faults.people import open_account
from tests.faults.place import fees, portal
from tests.support.applications import EXAMPLES, draft, submitted
from tests.support.billing import Till
from tests.support.emails import stream
from tests.support.memory import MemoryTable, copied
from tests.support.people import sign_up_as
from tests.support.world import World

DAY = timedelta(days=1)
STAFF = "staff-1"
Run = Callable[[World, datetime], object]
KINDS = (
    *(UNACTIVATED, ACCOUNTS, REMOVALS, DRAFTS, QUESTIONS, FINAL),
    *(documents.DUE, billing.DUE, billing.OF_STRIPE, PAID, outbox.DUE),
)  # fmt: skip
JOBS: tuple[Run, ...] = (expire.run, remind.run, reconcile.run, sweep)


def busy() -> Till:
    """Return a counter at which something of every kind is due within the month."""
    till = Till(portal())  # type: ignore[arg-type]
    till.fees = fees("example", EXAMPLES)
    sign_up_as(till, "new@example.org", "maple-Canoe-77-thunder")
    draft(till, email="ada@example.org")
    file = submitted(till, email="tom@example.org")
    take(till, file.number, STAFF, till.now)
    ask(till, file.number, "Où ?", STAFF, till.now)
    return till


@pytest.mark.req("REL21", "REL01")
def test_a_hundred_runs_of_each_job_on_one_day_do_what_one_does() -> None:
    till, done = busy(), 0
    for day in range(6):
        till.clock.advance(5 * DAY)
        for job in JOBS:
            before = copied(dict(till.rows.items))
            job(till, till.now)
            stream(till)
            after, mails = copied(dict(till.rows.items)), len(till.mailer.messages)
            done += after != before
            for _ in range(99):
                job(till, till.now)
            assert (dict(till.rows.items), len(till.mailer.messages)) == (after, mails), (day, job)
    assert done > 3


@pytest.mark.req("REL22")
def test_a_run_in_which_nothing_is_due_is_two_queries_for_each_kind_however_many_people_there_are() -> None:
    citizen = World("citizen-account", table := MemoryTable())
    asked = []
    for _ in range(3):
        open_account(citizen, f"{len(table.items)}@example.org")
        table.calls.clear()
        for job in JOBS:
            job(citizen, citizen.now)
        asked.append(Counter(table.calls))
    assert asked == [{"due": 2 * len(KINDS)}] * 3  # one for what failed before
