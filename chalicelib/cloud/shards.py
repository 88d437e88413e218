"""Spreads due work over partitions of the index `due`: one partition takes a thousand units of writing a second.

Only the table knows of shards: actions write and read a kind of due work by its plain name. The first shard has the
kind's own name, so that rows written before there were shards are in it.
"""

from typing import NamedTuple
from zlib import crc32

from chalicelib.cloud.table import Item, Key

MARK = "#"  # before the number of a shard; no kind of due work has it in its name


class Shards(NamedTuple):
    """Rows are written into the first `written` shards of their kind, and looked for in the first `read`."""

    written: int = 1
    read: int = 1

    def partition_of(self, kind: str, key: Key) -> str:
        """Return where a row of the kind is indexed: always the same for the same key."""
        return _named(kind, crc32(f"{key.pk}{MARK}{key.sk}".encode()) % self.written)

    def partitions(self, kind: str) -> list[str]:
        """Return all partitions in which rows of the kind may be."""
        return [_named(kind, number) for number in range(max(self.written, self.read))]


ONE_SHARD = Shards()


def unsharded(item: Item) -> Item:
    """Return the item as it was handed to the table."""
    return {**item, "due_kind": item["due_kind"].partition(MARK)[0]} if "due_kind" in item else item


def _named(kind: str, shard: int) -> str:
    return f"{kind}{MARK}{shard}" if shard else kind
