"""The document of the table's rows, made from the `ROWS` that modules declare."""

from collections.abc import Callable, Iterable, Iterator
from functools import cache
from importlib import import_module
from typing import Any, NamedTuple

from chalicelib.cloud.table import RowKind
from infra.project import ROOT

NAME = "data-model.md"
OPENING = """\
<!-- Made by `make docs` from the `ROWS` of the storage modules: change those. -->

# Data model

All that a portal stores lies in one DynamoDB table (single-table design), but for the files in S3. A row is found by
its partition key `pk` and its sort key `sk`. What belongs to a person lies in the partition of the account, so that the
keys of a request are made from the account of its session.

In a key, `<name>` is a part without `#`, and `<name...>` a part that may contain it.

| Attribute | What it is for |
| --- | --- |
| `version` | Optimistic lock: a write fails if the row was written since it was read. |
| `idempotency_token` | Names the run of an action: after a lost answer, it proves that the write was ours. |
| `due_kind`, `due_at` | Index `due`: what a scheduled job works through, by kind and time. |
| `queue`, `queue_at` | Index `queue`: what waits for staff, and the emails of each person, by time. |
| `ttl` | When DynamoDB removes the row, in seconds since 1970. |

The indexes hold keys only and are eventually consistent: they find candidates, and the row itself decides.
"""


class Declared(NamedTuple):
    """A kind of row with the module that declares it, such as `chalicelib.accounts.storage`."""

    module: str
    kind: RowKind

    @property
    def capability(self) -> str:
        return self.module.split(".")[1]


@cache
def declared() -> tuple[Declared, ...]:
    """Return what all modules declare, by capability, in the order of their declarations."""
    return tuple(Declared(module, kind) for module in _modules() for kind in import_module(module).ROWS)


def data_model() -> str:
    """Return the text of docs/data-model.md."""
    capabilities = dict.fromkeys(each.capability for each in declared())
    return "\n".join([OPENING, *(line for each in capabilities for line in _section(each))])


def _modules() -> Iterator[str]:
    """Yield the names of the modules that declare rows; others are not imported."""
    for path in sorted((ROOT / "chalicelib").rglob("*.py")):
        if "\nROWS = " in path.read_text():
            yield ".".join(path.relative_to(ROOT).with_suffix("").parts)


def _section(capability: str) -> Iterator[str]:
    yield f"## {capability.capitalize()}\n"
    yield _line(["pk", "sk", "What it is", "Record", "Indexes", "TTL", "Written by", "Parsed by"])
    yield _line(["---"] * 8)
    yield from (_row(each.kind) for each in declared() if each.capability == capability)
    yield ""


def _row(kind: RowKind) -> str:
    record = _named(kind.record.__module__, kind.record.__qualname__) if kind.record else ""
    parser = _functions([kind.parsed_by] if kind.parsed_by else [])
    keys = [f"`{kind.pk}`", f"`{kind.sk}`"]
    return _line([*keys, kind.purpose, record, _indexes(kind), kind.ttl, _functions(kind.written_by), parser])


def _indexes(kind: RowKind) -> str:
    due = [f"due: `{each}`" for each in kind.due]
    return ", ".join([*due, *([f"queue: `{kind.queue}`"] if kind.queue else [])])


def _functions(functions: Iterable[Callable[..., Any]]) -> str:
    return ", ".join(_named(each.__module__, each.__qualname__) for each in functions)


def _named(module: str, name: str) -> str:
    """Return the name with a link to its file."""
    return f"[`{name}`](../{module.replace('.', '/')}.py)"


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"
