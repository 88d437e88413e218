"""The stream of the table, in the shape that Lambda gives it: new emails are sent, and only failures come again."""

from datetime import timedelta
from itertools import product
from typing import Any

import pytest

from chalicelib.cloud.attributes import pack_item
from chalicelib.cloud.table import Item, Key, Unavailable
from chalicelib.due import SPARE
from chalicelib.outbox.storage import outbox_key
from scheduled import deliver, sweep
from tests.support.emails import enqueued, receivers, row
from tests.support.memory import MemoryTable
from tests.support.world import START, World


def event(*keys: Key) -> dict[str, Any]:
    """Return a batch of the stream: a new row for each key."""
    return {"Records": [record(number, key) for number, key in enumerate(keys)]}


def record(number: int, key: Key) -> dict[str, Any]:
    return {
        "eventID": f"{number:032x}",
        "eventName": "INSERT",
        "eventVersion": "1.1",
        "eventSource": "aws:dynamodb",
        "awsRegion": "ca-central-1",
        "dynamodb": {
            "ApproximateCreationDateTime": 1772463600,
            "Keys": pack_item(key._asdict()),
            "NewImage": pack_item({**key._asdict(), "due_kind": "outbox"}),
            "SequenceNumber": f"{number:021}",
            "SizeBytes": 412,
            "StreamViewType": "NEW_IMAGE",
        },
        "eventSourceARN": "arn:aws:dynamodb:ca-central-1:123456789012:table/guichet-freight/stream/1",
    }


class PartlyDown(MemoryTable):
    """Cannot read some of its rows now."""

    def __init__(self) -> None:
        super().__init__()
        self.unreadable: set[Key] = set()

    def get(self, key: Key) -> Item | None:
        if key in self.unreadable:
            raise Unavailable("ThrottlingException")
        return super().get(key)


def test_the_emails_that_the_stream_reports_are_sent() -> None:
    freight = World("freight")
    emails = [enqueued(freight, f"{n}@example.org") for n in range(3)]
    assert deliver.run(event(*map(outbox_key, emails)), freight, START) == {"batchItemFailures": []}
    assert receivers(freight) == ["0@example.org", "1@example.org", "2@example.org"]


def test_rows_that_are_no_emails_are_let_pass() -> None:
    freight = World("freight")
    assert deliver.run(event(Key("ACCOUNT#1", "ACCOUNT"), Key("DUMMY#1", "DUMMY")), freight, START) == {
        "batchItemFailures": []
    }


@pytest.mark.req("REL01")
def test_a_batch_that_comes_again_sends_nothing_again() -> None:
    freight = World("freight")
    batch = event(outbox_key(enqueued(freight)), outbox_key(enqueued(freight)))
    for _ in range(5):
        deliver.run(batch, freight, START)
    assert len(receivers(freight)) == 2


@pytest.mark.req("REL24")
@pytest.mark.parametrize("failing", [*product((False, True), repeat=4)])
def test_only_the_records_that_failed_come_again(failing: tuple[bool, ...]) -> None:
    table = PartlyDown()
    freight = World("freight", table)
    keys = [outbox_key(enqueued(freight, f"{n}@example.org")) for n in range(4)]
    table.unreadable = {key for key, fails in zip(keys, failing, strict=True) if fails}
    answer = deliver.run(event(*keys), freight, START)
    failed = [f"{n:021}" for n, fails in enumerate(failing) if fails]
    assert answer == {"batchItemFailures": [{"itemIdentifier": number} for number in failed]}
    assert len(receivers(freight)) == 4 - len(failed)


@pytest.mark.req("REL24", "REL27")
def test_a_row_that_cannot_be_read_comes_again_alone() -> None:
    freight = World("freight")
    broken, sound = enqueued(freight), enqueued(freight)
    freight.table.update(outbox_key(broken), {"attempts": "no number"}, {}, None)
    answer = deliver.run(event(outbox_key(broken), outbox_key(sound)), freight, START)
    assert answer == {"batchItemFailures": [{"itemIdentifier": f"{0:021}"}]}


@pytest.mark.req("REL11")
def test_a_mail_service_that_is_down_is_no_failure_of_the_stream_the_sweep_takes_over() -> None:
    freight = World("freight")
    freight.mailer.down = True
    email = enqueued(freight)
    assert deliver.run(event(outbox_key(email)), freight, START) == {"batchItemFailures": []}
    assert row(freight, email)["due_at"] > "2026-03-02T15:00:00Z"


def test_an_email_is_sent_as_of_the_moment_that_is_handed_in() -> None:
    freight = World("freight")
    email = enqueued(freight)
    deliver.run(event(outbox_key(email)), freight, START + timedelta(minutes=3))
    assert row(freight, email)["finished_at"] == "2026-03-02T15:03:00Z"


@pytest.mark.req("REL11", "REL25")
def test_what_there_is_no_time_for_is_left_to_the_sweep() -> None:
    freight = World("freight")
    keys = [outbox_key(enqueued(freight, f"{n}@example.org")) for n in range(3)]
    left = iter((SPARE, SPARE, SPARE - 1))
    assert deliver.run(event(*keys), freight, START, lambda: next(left)) == {"batchItemFailures": []}
    assert len(receivers(freight)) == 2
    sweep.run(freight, START + timedelta(minutes=1))
    assert len(receivers(freight)) == 3
