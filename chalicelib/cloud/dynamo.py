"""The table on DynamoDB."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import partial
from heapq import merge
from itertools import islice
from typing import Any, TypeVar

from botocore.exceptions import ClientError

from chalicelib.cloud.attributes import Expressions, pack_item, unpack_item
from chalicelib.cloud.clock import to_iso
from chalicelib.cloud.retries import Patience, code_of, patiently, reasons_of
from chalicelib.cloud.shards import ONE_SHARD, Shards, unsharded
from chalicelib.cloud.table import (
    MOST_KEYS,
    Change,
    Condition,
    Conflict,
    Delete,
    Item,
    Key,
    Put,
    Require,
    Unavailable,
    Update,
    Write,
    key_of,
)

T = TypeVar("T")


class DynamoTable:
    """One portal's table. `client` is a JsonClient or botocore's, which have the same methods."""

    def __init__(
        self, client: Any, name: str, pause: Callable[[float], None] = time.sleep, shards: Shards = ONE_SHARD
    ) -> None:
        self._client = client
        self._name = name
        self._pause = pause
        self._shards = shards

    def get(self, key: Key) -> Item | None:
        answer = self._call(self._client.get_item, TableName=self._name, Key=_key(key), ConsistentRead=True)
        return _unpacked(answer["Item"]) if "Item" in answer else None

    def get_many(self, keys: Sequence[Key]) -> list[Item | None]:
        wanted, found = list(dict.fromkeys(keys)), dict[Key, Item]()
        for start in range(0, len(wanted), MOST_KEYS):
            found |= {key_of(item): item for item in self._batch(wanted[start : start + MOST_KEYS])}
        return [found.get(key) for key in keys]

    def _batch(self, keys: Sequence[Key]) -> Iterator[Item]:
        """Yield what there is of a hundred keys; those that DynamoDB leaves out are asked for again, as patiently."""
        patience, asked = Patience(self._pause), [_key(key) for key in keys]
        while asked:
            request = {self._name: {"Keys": asked, "ConsistentRead": True}}
            answer = patience.call(partial(self._client.batch_get_item, RequestItems=request))
            yield from map(_unpacked, answer["Responses"].get(self._name, []))
            asked = answer.get("UnprocessedKeys", {}).get(self._name, {}).get("Keys", [])
            if asked:
                patience.wait_after(Unavailable("keys unprocessed"))

    def query(
        self,
        pk: str,
        begins_with: str = "",
        *,
        between: tuple[str, str] | None = None,
        newest_first: bool = False,
        limit: int | None = None,
    ) -> Iterator[Item]:
        words = Expressions()
        condition = f"{words.name('pk')} = {words.value(pk)}"
        if begins_with:
            condition += f" AND begins_with({words.name('sk')}, {words.value(begins_with)})"
        if between:
            condition += f" AND {words.name('sk')} BETWEEN {words.value(between[0])} AND {words.value(between[1])}"
        found = self._pages(
            **({"Limit": limit} if limit else {}),
            KeyConditionExpression=condition,
            ScanIndexForward=not newest_first,
            ConsistentRead=True,
            **words.placeholders(),
        )
        yield from islice(found, limit)

    def due(self, kind: str, until: datetime) -> Iterator[Key]:
        found = [self._due(partition, to_iso(until)) for partition in self._shards.partitions(kind)]
        yield from map(key_of, merge(*found, key=lambda item: item["due_at"]))

    def queue(self, *names: str, since: datetime | None = None, page: int | None = None) -> Iterator[Key]:
        found = [self._queue(name, since, {"Limit": page} if page else {}) for name in names]
        yield from map(key_of, merge(*found, key=lambda item: item["queue_at"]))

    def _due(self, partition: str, until: str) -> Iterator[Item]:
        words = Expressions()
        condition = (
            f"{words.name('due_kind')} = {words.value(partition)} AND {words.name('due_at')} <= {words.value(until)}"
        )
        return self._pages(IndexName="due", KeyConditionExpression=condition, **words.placeholders())

    def _queue(self, name: str, since: datetime | None, limit: dict[str, int]) -> Iterator[Item]:
        words = Expressions()
        condition = f"{words.name('queue')} = {words.value(name)}"
        if since:
            condition += f" AND {words.name('queue_at')} >= {words.value(to_iso(since))}"
        return self._pages(IndexName="queue", KeyConditionExpression=condition, **limit, **words.placeholders())

    def update(self, key: Key, values: Mapping[str, Any], add: Mapping[str, int], when: Condition | None) -> Item:
        words = Expressions()
        values = self._indexed(key, values)
        request = {"UpdateExpression": words.update(values, add), **words.when(when), **words.placeholders()}
        try:
            answer = self._call(
                self._client.update_item,
                TableName=self._name,
                Key=_key(key),
                ReturnValues="ALL_NEW",
                ReturnValuesOnConditionCheckFailure="ALL_OLD",
                **request,
            )
        except ClientError as error:
            if code_of(error) != "ConditionalCheckFailedException":
                raise
            found: Any = error.response.get("Item", {})
            raise Conflict([key], _unpacked(found) or None) from error
        return _unpacked(answer["Attributes"])

    def commit(self, change: Change) -> None:
        match change.writes:
            case [Put() as put]:  # half the price of a transaction of one
                self._put(put)
            case _:
                self._transact_all(change)

    def _put(self, put: Put) -> None:
        """Write one item. What a try wrote whose answer was lost is known by its token, or by being the same."""
        words, tries, item = Expressions(), 0, pack_item(self._indexed(put.key, put.item))
        request = {"TableName": self._name, "Item": item, **words.when(put.when), **words.placeholders()}

        def put_item() -> None:
            nonlocal tries
            tries += 1
            self._client.put_item(**request, ReturnValuesOnConditionCheckFailure="ALL_OLD")

        try:
            patiently(put_item, self._pause)
        except ClientError as error:
            if code_of(error) != "ConditionalCheckFailedException":
                raise
            found: Any = error.response.get("Item", {})
            is_told = "idempotency_token" in item and found.get("idempotency_token") == item["idempotency_token"]
            if not is_told and (tries == 1 or found != item):
                raise Conflict([put.key]) from error

    def _transact_all(self, change: Change) -> None:
        request = [self._transact(write) for write in change.writes]
        try:
            self._call(
                self._client.transact_write_items, TransactItems=request, ClientRequestToken=change.idempotency_token
            )
        except ClientError as error:
            lost = _conditions_lost(error, change)
            if not lost:
                raise
            if not self._is_ours(change):
                raise Conflict(lost) from error

    def _is_ours(self, change: Change) -> bool:
        """Tell whether an earlier try of this change got through although its answer was lost."""
        rows = [write.key for write in change.writes if isinstance(write, Put) and "idempotency_token" in write.item]
        found = (self.get(key) for key in rows)  # one by one: every function may do that
        return any(item["idempotency_token"] == change.idempotency_token for item in found if item)

    def _transact(self, write: Write) -> dict[str, Any]:
        """Return the write as a member of TransactItems."""
        words, table = Expressions(), self._name
        changes = {}
        if isinstance(write, Update):
            changes = {"UpdateExpression": words.update(self._indexed(write.key, write.values), write.add)}
        request: dict[str, Any] = {"TableName": table, **changes, **words.when(write.when), **words.placeholders()}
        match write:
            case Put(item, _):
                return {"Put": {"Item": pack_item(self._indexed(write.key, item)), **request}}
            case Update(key, _, _, _):
                return {"Update": {"Key": _key(key), **request}}
            case Delete(key, _):
                return {"Delete": {"Key": _key(key), **request}}
            case Require(key, _):
                return {"ConditionCheck": {"Key": _key(key), **request}}

    def _indexed(self, key: Key, values: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return the attributes with the shard in which what is due is found."""
        if "due_kind" not in values:
            return values
        return {**values, "due_kind": self._shards.partition_of(values["due_kind"], key)}

    def _pages(self, **request: Any) -> Iterator[Item]:
        while True:
            answer = self._call(self._client.query, TableName=self._name, **request)
            yield from map(_unpacked, answer["Items"])
            if "LastEvaluatedKey" not in answer:
                return
            request["ExclusiveStartKey"] = answer["LastEvaluatedKey"]

    def _call(self, operation: Callable[..., T], **request: Any) -> T:
        return patiently(lambda: operation(**request), self._pause)


def _unpacked(attributes: Mapping[str, Any]) -> Item:
    return unsharded(unpack_item(attributes))


def _key(key: Key) -> dict[str, Any]:
    return pack_item({"pk": key.pk, "sk": key.sk})


def _conditions_lost(error: ClientError, change: Change) -> list[Key]:
    pairs = zip(change.writes, reasons_of(error), strict=False)
    return [write.key for write, reason in pairs if reason == "ConditionalCheckFailed"]
