"""The simulated DynamoDB does what AWS documents and a table in memory does not; the product's table lives with it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from botocore.exceptions import ClientError

from chalicelib.cloud.attributes import pack_item
from chalicelib.cloud.clock import to_iso
from chalicelib.cloud.dynamo import DynamoTable
from chalicelib.cloud.table import Change, Compare, Conflict, Key, Unavailable, unchanged
from tests.support.applications import browser, id_of
from tests.support.dynamo import simulated_table
from tests.support.people import ZOE
from tests.support.rows import A, B, C, committed, row, written
from tests.support.simulated_dynamodb.client import SimulatedDynamoDB
from tests.support.simulated_dynamodb.troubles import Calm, Fate
from tests.support.world import StillClock, World

KEYS = [Key("ROW", f"{number:02}") for number in range(12)]
TOO_LARGE = "x" * 400 * 1024
READ = {"TableName": "guichet-test", "ConsistentRead": True}


class Trouble(Calm):
    """As a test says."""

    def __init__(self) -> None:
        self.fates: list[Fate] = []
        self.throttled: set[str] = set()
        self.seconds = 0
        self.left_out = 0
        self.happen: Callable[[], None] = lambda: None

    def is_throttled(self, partition: str) -> bool:
        return partition in self.throttled

    def leaves_out(self, count: int) -> int:
        return min(self.left_out, count)

    def fate(self) -> Fate:
        return self.fates.pop(0) if self.fates else "answered"

    def lag(self) -> timedelta:
        return timedelta(seconds=self.seconds)

    def meanwhile(self) -> None:
        happen, self.happen = self.happen, lambda: None
        happen()


@pytest.fixture
def trouble() -> Trouble:
    return Trouble()


@pytest.fixture
def clock() -> StillClock:
    return StillClock()


@pytest.fixture
def client(trouble: Trouble, clock: StillClock) -> SimulatedDynamoDB:
    return SimulatedDynamoDB(clock.now, trouble)


@pytest.fixture
def table(client: SimulatedDynamoDB) -> DynamoTable:
    return simulated_table(client)


def put(*items: dict[str, Any], when: str | None = None) -> dict[str, Any]:
    """Return a transaction that puts the items."""
    condition = {"ConditionExpression": when, "ExpressionAttributeNames": {"#n0": "pk"}} if when else {}
    return {"TransactItems": [{"Put": {"TableName": "-", "Item": pack_item(item), **condition}} for item in items]}


def code_of(call: Callable[[], object]) -> str:
    with pytest.raises(ClientError) as error:
        call()
    return error.value.response["Error"]["Code"]


def reasons_of(call: Callable[[], object]) -> list[str]:
    with pytest.raises(ClientError) as error:
        call()
    found: Any = error.value.response["CancellationReasons"]
    return [reason["Code"] for reason in found]


# --- reads beside a transaction ---


def all_set(table: DynamoTable, n: int) -> None:
    def fill(change: Change) -> None:
        for key in KEYS:
            change.put(row(key, n=n), None)

    committed(table, fill, f"all {n}")


@pytest.mark.req("REL29")
def test_a_query_may_see_a_part_of_a_transaction(table: DynamoTable, trouble: Trouble) -> None:
    all_set(table, 1)
    trouble.happen = lambda: all_set(table, 2)
    assert [item["n"] for item in table.query("ROW")] == [1, *[2] * 11]


@pytest.mark.req("REL29")
def test_a_batch_may_see_a_part_of_a_transaction(table: DynamoTable, trouble: Trouble) -> None:
    all_set(table, 1)
    trouble.happen = lambda: all_set(table, 2)
    assert {item["n"] for item in table.get_many(KEYS) if item} == {1, 2}


@pytest.mark.req("REL02", "REL25")
def test_a_transaction_whose_answer_is_lost_may_still_be_under_way_and_is_done_in_the_end(
    table: DynamoTable, trouble: Trouble, clock: StillClock
) -> None:
    trouble.fates = ["late"]
    with pytest.raises(Unavailable, match="TransactionInProgress"):
        all_set(table, 1)
    assert 0 < len(list(table.query("ROW"))) < len(KEYS)
    clock.advance(seconds=1)
    all_set(table, 1)
    assert len(list(table.query("ROW"))) == len(KEYS)


@pytest.mark.req("REL28")
def test_whoever_writes_into_a_transaction_under_way_is_refused_for_its_sake(
    client: SimulatedDynamoDB, trouble: Trouble, clock: StillClock
) -> None:
    trouble.fates = ["late"]
    rows = [row(key) for key in KEYS]
    with pytest.raises(Exception, match="Read timeout"):
        client.transact_write_items(**put(*rows), ClientRequestToken="first")
    theirs = put(row(Key("OTHER", "-")), row(KEYS[5], n=2))
    assert reasons_of(lambda: client.transact_write_items(**theirs, ClientRequestToken="second")) == [
        "None",
        "TransactionConflict",
    ]
    table = simulated_table(client)
    with pytest.raises(Unavailable, match="TransactionConflictException"):
        table.update(KEYS[11], {}, {"n": 1}, None)
    clock.advance(seconds=1)
    assert table.update(KEYS[11], {}, {"n": 1}, None)["n"] == 1


# --- tokens ---


@pytest.mark.req("REL02")
def test_a_token_stands_for_one_request_for_ten_minutes(client: SimulatedDynamoDB, clock: StillClock) -> None:
    def ask(n: int) -> object:
        new = put(row(A, n=n), when="attribute_not_exists(#n0)")
        return client.transact_write_items(**new, ClientRequestToken="token")

    ask(1)
    assert ask(1) == {}
    assert code_of(lambda: ask(2)) == "IdempotentParameterMismatchException"
    clock.advance(minutes=10)
    assert ask(1) == {}
    clock.advance(seconds=1)
    assert reasons_of(lambda: ask(1)) == ["ConditionalCheckFailed"]


@pytest.mark.req("REL02")
def test_the_table_knows_its_own_change_again_after_the_token_is_forgotten(
    table: DynamoTable, clock: StillClock
) -> None:
    def effect(change: Change) -> None:
        change.once(A)
        change.update(B, {}, {"n": 1})

    committed(table, effect, "run")
    clock.advance(minutes=11)
    committed(table, effect, "run")
    assert table.get(B) == row(B, n=1)


# --- indexes ---


@pytest.mark.req("REL29")
def test_an_index_lags_it_lacks_what_is_new_and_shows_what_is_gone(
    table: DynamoTable, trouble: Trouble, clock: StillClock
) -> None:
    due = {"due_kind": "emails", "due_at": to_iso(clock.now())}
    written(table, row(A, **due))
    trouble.seconds = 2
    written(table, row(A), row(B, **due))
    assert list(table.due("emails", clock.now())) == [A]
    clock.advance(seconds=2)
    assert list(table.due("emails", clock.now())) == [B]


def test_an_index_learns_of_the_writes_of_a_row_in_their_order(
    table: DynamoTable, trouble: Trouble, clock: StillClock
) -> None:
    trouble.seconds = 60
    written(table, row(A, due_kind="emails", due_at=to_iso(clock.now())))
    trouble.seconds = 0
    written(table, row(A))
    assert list(table.due("emails", clock.now())) == []
    clock.advance(seconds=60)
    assert list(table.due("emails", clock.now())) == []


# --- throttling ---


@pytest.mark.req("REL28", "SEC09")
def test_a_partition_that_takes_no_more_holds_up_no_other(table: DynamoTable, trouble: Trouble) -> None:
    written(table, row(A), row(Key("OTHER", "-")))
    trouble.throttled = {"ROW"}
    assert table.get(Key("OTHER", "-")) == row(Key("OTHER", "-"))
    for ask in (
        lambda: table.get(A),
        lambda: list(table.query("ROW")),
        lambda: table.get_many([A, Key("OTHER", "-")]),
        lambda: table.update(A, {}, {"n": 1}, None),
        lambda: written(table, row(A, n=1), row(Key("OTHER", "-"), n=1)),
    ):
        with pytest.raises(Unavailable):
            ask()
    trouble.throttled = set()
    assert table.get_many([A, Key("OTHER", "-")]) == [row(A), row(Key("OTHER", "-"))]


@pytest.mark.req("REL24", "REL28")
def test_keys_that_are_left_out_come_later_or_make_the_table_unavailable(table: DynamoTable, trouble: Trouble) -> None:
    all_set(table, 1)
    trouble.left_out = 2
    assert [item and item["n"] for item in table.get_many(KEYS)] == [1] * 12
    trouble.left_out = 11
    with pytest.raises(Unavailable, match="keys unprocessed"):
        table.get_many(KEYS)


@pytest.mark.req("REL28", "SEC09")
def test_a_page_whose_rows_are_left_out_says_when_to_come_back(
    table: DynamoTable, trouble: Trouble, clock: StillClock, app_for: Callable[[World], Any]
) -> None:
    world = World("citizen-account", table)
    world.clock = clock
    person = browser(world, app_for(world))
    assert person.get("/en/account").status == 200
    trouble.throttled = {f"ACCOUNT#{id_of(ZOE)}"}
    page = person.get("/en/account")
    assert (page.status, page.headers["Retry-After"]) == (503, "5")


# --- sizes ---


def test_what_is_too_large_is_refused_and_nothing_is_written(table: DynamoTable) -> None:
    most = "x" * (400 * 1024 - len("pkROW" + "skA" + "text"))
    written(table, row(A, text=most))
    with pytest.raises(ClientError, match="Item size"):
        written(table, row(B), row(A, text=most + "x"))
    with pytest.raises(ClientError, match="Transaction size"):
        written(table, *(row(key, text=most[:360_000]) for key in KEYS))
    with pytest.raises(ClientError, match="100"):
        written(table, *(row(Key("ROW", f"{n}")) for n in range(101)))
    assert table.get_many([A, B, C]) == [row(A, text=most), None, None]


def test_a_batch_of_more_than_sixteen_megabytes_comes_in_parts(table: DynamoTable, client: SimulatedDynamoDB) -> None:
    large = [row(Key("ROW", f"{n}"), text="x" * 390_000) for n in range(50)]
    for start in range(0, 50, 10):
        written(table, *large[start : start + 10])
    keys = [pack_item({"pk": "ROW", "sk": f"{n}"}) for n in range(50)]
    answer = client.batch_get_item(RequestItems={"guichet-test": {"Keys": keys, "ConsistentRead": True}})
    assert len(answer["Responses"]["guichet-test"]) == 43
    assert len(answer["UnprocessedKeys"]["guichet-test"]["Keys"]) == 7
    assert table.get_many([Key("ROW", f"{n}") for n in range(50)]) == large


@pytest.mark.parametrize(
    "item",
    [
        {"pk": "ROW", "sk": ""},
        {"pk": "ROW", "sk": "x" * 1025},
        {"pk": "ROW", "sk": "A", "due_kind": "", "due_at": "2026"},
        {"pk": "ROW", "sk": "A", "queue": 1},
        {"pk": "ROW", "sk": "A", "number": 10**38 + 1},
    ],
)
def test_an_item_that_no_table_may_hold_is_refused(table: DynamoTable, item: dict[str, Any]) -> None:
    with pytest.raises(ClientError, match="ValidationException"):
        written(table, item)


@pytest.mark.parametrize(
    "request_",
    [
        {"IndexName": "due", "KeyConditionExpression": "#n0 = :v0", "ConsistentRead": True},
        {"KeyConditionExpression": "#n0 = :v0 AND #n0 = :v0"},
        {"KeyConditionExpression": "pk = :v0"},
        {"KeyConditionExpression": "#n1 = :v0", "ExpressionAttributeNames": {"#n1": "text"}},
        {"KeyConditionExpression": "#n0 = :v0 OR"},
        {"KeyConditionExpression": "#n0 = :v0", "ExpressionAttributeNames": {"#n0": "pk", "#n1": "sk"}},
    ],
)
def test_a_query_that_makes_no_sense_is_refused(client: SimulatedDynamoDB, request_: dict[str, Any]) -> None:
    words = {
        "ExpressionAttributeNames": {"#n0": "pk"},
        "ExpressionAttributeValues": {":v0": {"S": "ROW"}},
        "ConsistentRead": True,
    }
    assert code_of(lambda: client.query(**{**words, **request_})) == "ValidationException"


# --- conditions ---


@pytest.mark.req("REL25")
def test_a_lost_condition_and_a_busy_partition_are_told_write_by_write(table: DynamoTable, trouble: Trouble) -> None:
    written(table, row(B, version=1))
    trouble.throttled = {"OTHER"}

    def fill(change: Change) -> None:
        change.put(row(A))
        change.require(B, unchanged(2))
        change.update(Key("OTHER", "-"), {}, {"n": 1}, Compare("n", "<", 1))

    with pytest.raises(Conflict) as conflict:
        committed(table, fill)
    assert conflict.value.keys == (B,)


# --- time to live ---


@pytest.mark.req("REL19")
def test_ttl_removes_a_row_when_it_comes_to_it_and_the_stream_says_who_did(
    table: DynamoTable, client: SimulatedDynamoDB
) -> None:
    expiry = datetime(2026, 3, 1, tzinfo=UTC)
    written(table, row(A, ttl=int(expiry.timestamp())), row(B))
    assert table.get(A)  # until DynamoDB comes to it, it is there
    client.remove_expired(expiry)
    assert table.get_many([A, B]) == [None, row(B)]
    assert [(write.place, write.by_ttl) for write in client.rows.writes][-1] == (A, True)
