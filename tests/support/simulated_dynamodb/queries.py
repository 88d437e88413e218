"""Queries: a page of at most a megabyte, read row by row, so that others may write in between."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any, Protocol

from tests.support.simulated_dynamodb.errors import invalid
from tests.support.simulated_dynamodb.expressions import Node, Placeholders, holds, parsed
from tests.support.simulated_dynamodb.rows import Rows
from tests.support.simulated_dynamodb.values import MB, Attributes, item_size

PAGE = 1 * MB


class Source(Protocol):
    """Where a query reads: its rows come as they are at the moment when each is taken."""

    partition: str

    def rows(self) -> Iterator[Attributes]: ...
    def key(self, row: Attributes) -> Attributes: ...


class KeyCondition:
    """A KeyConditionExpression: one partition, and at most one condition on what it is sorted by."""

    def __init__(self, request: Mapping[str, Any], hash_name: str, range_name: str) -> None:
        self._words = Placeholders(request)
        tree = parsed(request["KeyConditionExpression"])
        terms = list(tree.operands) if tree.operator == "AND" else [tree]
        names = [self._words.name(term.operands[0]) for term in terms]
        if names not in ([hash_name], [hash_name, range_name]) or terms[0].operator != "=":
            raise invalid("Query condition missed key schema element, or has one twice")
        self.partition: str = self._words.value(terms[0].operands[1])["S"]
        self._sorted: Node | None = terms[1] if len(terms) > 1 else None

    def holds(self, item: Attributes) -> bool:
        return self._sorted is None or holds(self._sorted, item, self._words)


class BaseQuery:
    """A query of the table itself, by its keys."""

    def __init__(self, request: Mapping[str, Any], rows: Rows) -> None:
        if not request.get("ConsistentRead"):
            raise invalid("The product reads rows consistently; nothing else is played here")
        self._condition, self._rows = KeyCondition(request, "pk", "sk"), rows
        self.partition = self._condition.partition
        self._newest_first = not request.get("ScanIndexForward", True)
        self._after: str | None = request["ExclusiveStartKey"]["sk"]["S"] if "ExclusiveStartKey" in request else None

    def rows(self) -> Iterator[Attributes]:
        sk = self._after
        while (sk := self._rows.following(self.partition, sk, newest_first=self._newest_first)) is not None:
            item = self._rows.items[self.partition, sk]
            if self._condition.holds(item):
                yield item

    def key(self, row: Attributes) -> Attributes:
        return {name: row[name] for name in ("pk", "sk")}


class IndexQuery:
    """A query of an index: what it knows by now, keys only."""

    def __init__(self, request: Mapping[str, Any], rows: Rows, now: datetime) -> None:
        if request.get("ConsistentRead"):
            raise invalid("Consistent reads are not supported on global secondary indexes")
        self._index = rows.indexes[request["IndexName"]]
        self._condition = KeyCondition(request, self._index.hash_name, self._index.range_name)
        self.partition = self._condition.partition
        self._now, self._after = now, request.get("ExclusiveStartKey")

    def rows(self) -> Iterator[Attributes]:
        known = self._index.known(self.partition, self._now)
        after = self._place(self._after) if self._after else None
        for sort, place in known:
            item = self._row(sort, *place)
            if (after is None or (sort, place) > after) and self._condition.holds(item):
                yield item

    def key(self, row: Attributes) -> Attributes:
        return row

    def _row(self, sort: str, pk: str, sk: str) -> Attributes:
        index = {self._index.hash_name: {"S": self.partition}, self._index.range_name: {"S": sort}}
        return {"pk": {"S": pk}, "sk": {"S": sk}, **index}

    def _place(self, row: Attributes) -> tuple[str, tuple[str, str]]:
        return row[self._index.range_name]["S"], (row["pk"]["S"], row["sk"]["S"])


def page(source: Source, limit: int | None, meanwhile: Callable[[], None]) -> Attributes:
    """Return one page. Where it ends early, or just at its limit, it says where the next begins, if there is one."""
    items: list[Attributes] = []
    size = 0
    for row in source.rows():
        items.append(row)
        size += item_size(row)
        if size >= PAGE or len(items) == limit:
            return {"Items": items, "LastEvaluatedKey": source.key(row)}
        meanwhile()
    return {"Items": items}
