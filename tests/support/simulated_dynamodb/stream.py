"""The table's stream, and how Lambda reads it: shard by shard, in batches that come again when anything goes wrong."""

import json
from collections.abc import Callable, Iterator, Mapping
from random import Random
from typing import Any
from zlib import crc32

from tests.support.simulated_dynamodb.rows import Rows, Write

SHARDS = 3
BATCH = 10  # records at most; AWS's default is a hundred, and few rows are enough to fill batches here
TRIES = 6  # of one record: the first, and MaximumRetryAttempts of infra/package.yaml
Function = Callable[[dict[str, Any]], Mapping[str, Any]]


class Subscription:
    """A function that listens to the records of a pattern. `dead` are those that it was given too often.

    Rows of one shard come in order, but for what comes again; those of different shards in any order.
    """

    def __init__(self, rows: Rows, pattern: str, chance: Random) -> None:
        self._rows, self._pattern, self._chance = rows, json.loads(pattern), chance
        self._read = 0  # writes that were sorted into shards
        self._shards: list[list[dict[str, Any]]] = [[] for _ in range(SHARDS)]
        self._tries: dict[str, int] = {}
        self.dead: list[dict[str, Any]] = []

    def poll(self, function: Function) -> None:
        """Give the function a batch of each shard."""
        self._sort()
        for shard in self._chance.sample(self._shards, SHARDS):
            if shard:
                self._give(shard, function)

    @property
    def is_idle(self) -> bool:
        return self._read == len(self._rows.writes) and not any(self._shards)

    def _sort(self) -> None:
        for number, write in enumerate(self._rows.writes[self._read :], self._read):
            record = record_of(write, number)
            if matches(self._pattern, record):
                self._shards[crc32(write.place[0].encode()) % SHARDS].append(record)
        self._read = len(self._rows.writes)

    def _give(self, shard: list[dict[str, Any]], function: Function) -> None:
        """Give a batch; keep what failed and all behind it, and at times all, as where the reader itself fails.

        Where the function raises, AWS parts the batch in two; a batch of its first record ends the same way.
        """
        batch = shard[: self._chance.randint(1, BATCH)]
        for record in batch:
            self._tries[_number(record)] = self._tries.get(_number(record), 0) + 1
        try:
            failed = [each["itemIdentifier"] for each in function({"Records": batch})["batchItemFailures"]]
        except BaseException:
            self._bury(shard, batch[:1])
            raise
        taken = next((place for place, record in enumerate(batch) if _number(record) in failed), len(batch))
        if taken == len(batch) and self._chance.random() < 0.1:
            return  # the batch was taken, but it comes again
        del shard[:taken]
        self._bury(shard, batch[taken : taken + 1])

    def _bury(self, shard: list[dict[str, Any]], first: list[dict[str, Any]]) -> None:
        """Take the record that holds up its shard away, where it was given often enough."""
        if first and self._tries[_number(first[0])] >= TRIES:
            self.dead.append(shard.pop(0))


def record_of(write: Write, number: int) -> dict[str, Any]:
    """Return a write as the stream tells it: with NEW_IMAGE, as infra/data.yaml asks."""
    kind = "REMOVE" if write.after is None else "INSERT" if write.before is None else "MODIFY"
    pk, sk = write.place
    told: dict[str, Any] = {
        "ApproximateCreationDateTime": int(write.at.timestamp()),
        "Keys": {"pk": {"S": pk}, "sk": {"S": sk}},
        "SequenceNumber": f"{number:021}",
        **({"NewImage": write.after} if write.after else {}),
    }
    by_ttl = {"userIdentity": {"type": "Service", "principalId": "dynamodb.amazonaws.com"}} if write.by_ttl else {}
    return {"eventID": f"{number}", "eventName": kind, "eventSource": "aws:dynamodb", "dynamodb": told, **by_ttl}


def matches(pattern: Any, found: Any) -> bool:
    """Tell whether a record fits the pattern of an event filter: values, and how they begin."""
    if isinstance(pattern, dict):
        return isinstance(found, dict) and all(matches(each, found.get(name)) for name, each in pattern.items())
    return any(_fits(rule, found) for rule in pattern)


def patterns(mapping: Mapping[str, Any]) -> Iterator[str]:
    """Yield the patterns of an event source mapping of CloudFormation."""
    yield from (each["Pattern"] for each in mapping["FilterCriteria"]["Filters"])


def _fits(rule: Any, found: Any) -> bool:
    return str(found).startswith(rule["prefix"]) if isinstance(rule, dict) else found == rule


def _number(record: Mapping[str, Any]) -> str:
    return str(record["dynamodb"]["SequenceNumber"])
