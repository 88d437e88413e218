"""The client: its methods are those of botocore's that DynamoTable calls, with their answers and errors."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, Literal

from botocore.exceptions import ReadTimeoutError

from tests.support.simulated_dynamodb import transactions
from tests.support.simulated_dynamodb.errors import THROTTLED, cancelled, condition_failed, invalid, refusal
from tests.support.simulated_dynamodb.expressions import Placeholders, changes_of, holds, parsed, updated
from tests.support.simulated_dynamodb.queries import BaseQuery, IndexQuery, page
from tests.support.simulated_dynamodb.rows import Place, Rows, checked, place_of
from tests.support.simulated_dynamodb.transactions import InFlight, Transactions
from tests.support.simulated_dynamodb.troubles import Calm
from tests.support.simulated_dynamodb.values import MB, Attributes, item_size

MOST_KEYS = 100
BATCH = 16 * MB  # of one answer of BatchGetItem


class SimulatedDynamoDB:
    """One table in one region. `now` is the region's clock."""

    def __init__(self, now: Callable[[], datetime], troubles: Calm | None = None) -> None:
        self.troubles = troubles or Calm()
        self.rows = Rows(now, self.troubles)
        self._transactions = Transactions(self.rows)
        self._now = now

    # --- reading ---

    def get_item(self, *, TableName: str, Key: Attributes, ConsistentRead: Literal[True]) -> Attributes:  # noqa: N803, ARG002
        place = place_of(Key)
        self._begin("GetItem", place)
        item = self.rows.items.get(place)
        self.troubles.ends("GetItem")
        return {"Item": item} if item else {}

    def batch_get_item(self, *, RequestItems: Mapping[str, Any]) -> Attributes:  # noqa: N803
        [(table, request)] = RequestItems.items()
        places = [place_of(key) for key in request["Keys"]]
        if not 1 <= len(places) <= MOST_KEYS or len(set(places)) != len(places):
            raise invalid("Too many items requested for the BatchGetItem call, or none, or one twice")
        self._begin("BatchGetItem")
        left_out = [place for place in places if self.troubles.is_throttled(place[0])]
        if len(left_out) == len(places):
            raise refusal(THROTTLED, "BatchGetItem")
        asked = self.troubles.shuffled([place for place in places if place not in left_out])
        count = self.troubles.leaves_out(len(asked) - 1)
        found, too_much = self._batch(asked[count:])
        self.troubles.ends("BatchGetItem")
        keys = [_key(place) for place in (*left_out, *asked[:count], *too_much)]
        return {"Responses": {table: found}, "UnprocessedKeys": {table: {**request, "Keys": keys}} if keys else {}}

    def _batch(self, places: Sequence[Place]) -> tuple[list[Attributes], Sequence[Place]]:
        """Read one row after the other, so that others may write in between; return what there is no room for."""
        found: list[Attributes] = []
        size = 0
        for number, place in enumerate(places):
            if number:
                self.troubles.meanwhile()
            item = self.rows.items.get(place)
            size += item_size(item) if item else 0
            if size > BATCH:
                return found, places[number:]
            found += [item] if item else []
        return found, []

    def query(self, **request: Any) -> Attributes:
        source = (
            IndexQuery(request, self.rows, self._now()) if "IndexName" in request else BaseQuery(request, self.rows)
        )
        self._begin("Query", (source.partition, ""))
        answer = page(source, request.get("Limit"), self.troubles.meanwhile)
        self.troubles.ends("Query")
        return answer

    # --- writing ---

    def put_item(
        self,
        *,
        TableName: str,  # noqa: N803, ARG002
        Item: Attributes,  # noqa: N803
        ReturnValuesOnConditionCheckFailure: str,  # noqa: N803, ARG002
        **request: Any,
    ) -> Attributes:
        place, words = place_of(Item), Placeholders(request)
        self._begin_write("PutItem", place, request, words)
        self.rows.write(place, checked(dict(Item)))
        self.troubles.ends("PutItem")
        return {}

    def update_item(
        self,
        *,
        TableName: str,  # noqa: N803, ARG002
        Key: Attributes,  # noqa: N803
        ReturnValues: str,  # noqa: N803, ARG002
        ReturnValuesOnConditionCheckFailure: str,  # noqa: N803, ARG002
        **request: Any,
    ) -> Attributes:
        place, words = place_of(Key), Placeholders(request)
        before = self._begin_write("UpdateItem", place, request, words)
        after = checked(updated(before or Key, changes_of(request["UpdateExpression"]), words))
        self.rows.write(place, after)
        self.troubles.ends("UpdateItem")
        return {"Attributes": after}

    def transact_write_items(self, *, TransactItems: transactions.Request, ClientRequestToken: str) -> Attributes:  # noqa: N803
        actions = [_Action(each) for each in TransactItems]
        places = [action.place for action in actions]
        transactions.check(ClientRequestToken, places)
        self._begin("TransactWriteItems")
        if self._transactions.is_done(ClientRequestToken, TransactItems, self._now()):
            return {}
        reasons = [self._reason(action) for action in actions]
        if set(reasons) != {"None"}:
            self.troubles.refused()
            raise cancelled(reasons)
        writes = {action.place: action.after(self.rows.items.get(action.place)) for action in actions if action.writes}
        transactions.check_size(writes.values())
        fate = self.troubles.fate()
        flight = InFlight(ClientRequestToken, self._now(), places, writes)
        self._transactions.begin(ClientRequestToken, TransactItems, flight, is_late=fate == "late")
        if fate != "answered":
            raise ReadTimeoutError(endpoint_url="-")
        self.troubles.ends("TransactWriteItems")
        return {}

    def _reason(self, action: "_Action") -> str:
        """Return why a transaction is cancelled because of one of its writes."""
        if self._transactions.holds(action.place):
            return "TransactionConflict"
        if self.troubles.is_throttled(action.place[0]):
            return "ThrottlingError"
        return "None" if action.holds(self.rows.items.get(action.place)) else "ConditionalCheckFailed"

    # --- by itself ---

    def remove_expired(self, until: datetime) -> None:
        """Let TTL remove what had expired at a time: AWS does so within days, and tells of it in the stream."""
        self._transactions.go_on(self._now(), self.troubles.rows_applied())
        for place in self.rows.expired(until.timestamp()):
            self.rows.write(place, None, by_ttl=True)

    def _begin(self, operation: str, place: Place | None = None) -> None:
        self._transactions.go_on(self._now(), self.troubles.rows_applied())
        self.troubles.begins(operation)
        if place and self.troubles.is_throttled(place[0]):
            raise refusal(THROTTLED, operation)

    def _begin_write(
        self, operation: str, place: Place, request: Mapping[str, Any], words: Placeholders
    ) -> Attributes | None:
        """Return the row that is about to be written; who writes it in a transaction comes first."""
        self._begin(operation, place)
        if self._transactions.holds(place):
            self.troubles.refused()
            raise refusal("TransactionConflictException", operation)
        before = self.rows.items.get(place)
        if not _holds(request, before, words):
            raise condition_failed(before)
        return before


class _Action:
    """One member of a transaction."""

    def __init__(self, member: Mapping[str, Any]) -> None:
        [(self._kind, self._request)] = member.items()
        self._words = Placeholders(self._request)
        self.place = place_of(self._request.get("Item") or self._request["Key"])
        self.writes = self._kind != "ConditionCheck"

    def holds(self, item: Attributes | None) -> bool:
        return _holds(self._request, item, self._words)

    def after(self, item: Attributes | None) -> Attributes | None:
        """Return the row as the write leaves it; None where it removes it."""
        match self._kind:
            case "Put":
                return checked(dict(self._request["Item"]))
            case "Update":
                changes = changes_of(self._request["UpdateExpression"])
                return checked(updated(item or self._request["Key"], changes, self._words))
        return None


def _holds(request: Mapping[str, Any], item: Attributes | None, words: Placeholders) -> bool:
    condition = request.get("ConditionExpression")
    return condition is None or holds(parsed(condition), item, words)


def _key(place: Place) -> Attributes:
    return {"pk": {"S": place[0]}, "sk": {"S": place[1]}}
