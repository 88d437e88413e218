"""The schedules: each runs its work until now, and again does nothing more."""

import json
from datetime import timedelta
from io import StringIO

import pytest

from chalicelib.cloud.clock import to_iso
from chalicelib.cloud.table import Key
from scheduled import expire, sweep
from tests.support.emails import ZOE, enqueued, receivers
from tests.support.people import sign_up_as
from tests.support.world import START, World


@pytest.mark.req("REL11", "REL22")
def test_the_sweep_sends_what_the_stream_missed_however_late_it_comes(logged: StringIO) -> None:
    freight = World("freight")
    enqueued(freight)
    sweep.run(freight, START + timedelta(days=2))
    assert receivers(freight) == [ZOE]
    assert json.loads(logged.getvalue().splitlines()[-1])["emails"] == 1


@pytest.mark.req("REL21")
def test_a_sweep_that_runs_twice_sends_once() -> None:
    freight = World("freight")
    enqueued(freight)
    for _ in range(2):
        sweep.run(freight, START + timedelta(minutes=1))
    assert receivers(freight) == [ZOE]


@pytest.mark.req("REL29")
def test_an_index_that_still_shows_an_email_that_was_sent_sends_nothing() -> None:
    freight = World("freight")
    email = enqueued(freight)
    sweep.run(freight, START + timedelta(minutes=1))
    stale = {"due_kind": "outbox", "due_at": to_iso(START)}
    freight.table.update(Key(f"OUTBOX#{email}", "OUTBOX"), stale, {}, None)
    sweep.run(freight, START + timedelta(days=1))
    assert receivers(freight) == [ZOE]


@pytest.mark.req("A4", "REL22")
@pytest.mark.parametrize("late", [timedelta(0), timedelta(days=30)])
def test_sign_ups_that_were_never_activated_are_removed_when_their_window_ends(
    late: timedelta, logged: StringIO
) -> None:
    citizen = World("citizen-account")
    sign_up_as(citizen)
    removed = []
    for moment in (timedelta(hours=24, seconds=-1), timedelta(hours=24) + late, timedelta(hours=25) + late):
        expire.run(citizen, START + moment)
        removed.append(json.loads(logged.getvalue().splitlines()[-1])["unactivated"])
    assert removed == [0, 1, 0]
