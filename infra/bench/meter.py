"""A DynamoDB client that counts what passes through it."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any, NamedTuple

from infra.bench.capacity import Attributes, index_units, item_size, read_units, write_units

Request = dict[str, Any]
TRANSACTION = 2  # a write in a transaction is charged twice: to prepare it, and to commit it


class Call(NamedTuple):
    """One call to the table, in units of capacity."""

    operation: str
    read: float
    write: int


class Meter:
    """Has the methods of botocore's client. Before and after each write it looks at the items, which is not counted."""

    def __init__(self, client: Any) -> None:
        self._client = client
        self.calls: list[Call] = []

    def __getattr__(self, operation: str) -> Callable[..., Any]:
        return partial(self._call, operation)

    def _call(self, operation: str, **request: Any) -> Any:
        written = list(_written(operation, request))
        before = [self._look(request, key) for request, key in written]
        try:
            answer = getattr(self._client, operation)(**request)
        except self._client.exceptions.ClientError:
            self.calls.append(Call(operation, 0, len(written)))  # a condition that fails is charged as a write
            raise
        after = [self._look(request, key) for request, key in written]
        pairs = list(zip(before, after, strict=True))
        times = TRANSACTION if operation == "transact_write_items" else 1
        write = sum(times * write_units(*pair) + index_units(*pair) for pair in pairs)
        self.calls.append(Call(operation, _read(operation, request, answer), write))
        return answer

    def _look(self, request: Request, key: Request) -> Attributes | None:
        found: Attributes | None = self._client.get_item(TableName=request["TableName"], Key=key).get("Item")
        return found


def _written(operation: str, request: Request) -> Iterable[tuple[Request, Request]]:
    """Yield (part of the request, key) for each item that may be written."""
    if operation == "update_item":
        yield request, request["Key"]
    if operation == "put_item":
        yield request, {name: request["Item"][name] for name in ("pk", "sk")}
    for action in request.get("TransactItems", []):
        part = next(iter(action.values()))
        yield part, part.get("Key") or {name: part["Item"][name] for name in ("pk", "sk")}


def _read(operation: str, request: Request, answer: Request) -> float:
    """Return the units of what was read: consistently, but from an index, at half the price."""
    match operation:
        case "get_item":
            return read_units([item_size(answer.get("Item", {}))])
        case "batch_get_item":
            found = [item for items in answer["Responses"].values() for item in items]
            wanted = sum(len(table["Keys"]) for table in request["RequestItems"].values())
            return read_units([*map(item_size, found), *[0] * (wanted - len(found))])
        case "query":
            return read_units([sum(map(item_size, answer["Items"]))]) / (2 if "IndexName" in request else 1)
    return 0
