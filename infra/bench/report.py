"""docs/performance.md: the budgets, and beside them what one run measured."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from infra.bench.actions import DOCUMENT, Action
from infra.bench.cold import ColdStarts
from infra.bench.pages import PageCost, WarmPages

MADE = "<!-- Made by `make bench`. -->"
OPENING = """
# Performance

What a start, an action and a page cost, against the budgets that the project set itself. A cold start is counted in
instructions, which repeat to a thousandth; the *floor* is Python that makes a boto3 client of DynamoDB, with byte code,
and does nothing else: what any Lambda on DynamoDB pays.
"""
HOW = """
## How it is measured

- **Cold start**: the zip as it is deployed, unpacked; an isolated Python with nothing else on its path; `valgrind
  --tool=cachegrind` counts from the first instruction to the answer. Table and key are on the local cloud behind TLS;
  the password's hash is a real one. Lambda's own runtime client is in neither side of the ratios.
- **Calls** pass through a counting client. **Units** are computed from the items by DynamoDB's published rules, since
  the local cloud charges every item alike: 4 KB to a read, 1 KB to a write, twice that in a transaction, one unit to
  enter or leave the index, half a read's from it.
- **Pages**: `valgrind --tool=callgrind` counts from the gateway's event to its answer, for every page that the tests'
  tour of each portal sees, in both languages, at its third visit; the table is one in memory.
- **Elsewhere**: the five questions of a page of ours (who you are, of social-work, in French), by other frameworks with
  the same components, asked for by their own test clients: no session, no database. The third answer counts.
- **Warm**: CPU time from the gateway's event to its answer, median of 500, the table and the hash replaced by
  stand-ins that answer at once.
- **Assets**: gzip, as the gateway compresses.
"""
COMPARED = re.compile(r"social-work /fr/applications/\d+/form/identity")  # with the same questions at the peers'


class Machine(NamedTuple):
    """Where and when; only ratios can be compared between machines."""

    date: str
    description: str
    versions: str


class Measured(NamedTuple):
    """One run. `warm` is in milliseconds, `assets` in bytes, `due` by the number of accounts.

    `peers` are in millions of instructions.
    """

    cold: ColdStarts
    actions: Mapping[str, Action]
    due: Mapping[int, Action]
    warm: Mapping[str, float]
    assets: Mapping[str, int]
    pages: WarmPages
    peers: Mapping[str, float]


class Ceiling(NamedTuple):
    """`measured` and `limit` in `unit`."""

    what: str
    limit: float
    measured: float
    unit: str

    @property
    def kept(self) -> bool:
        return self.measured <= self.limit


def budgets(found: Measured) -> list[Ceiling]:
    """Return every budget with what this run says of it."""
    actions, dues = found.actions, [action.read_units + action.write_units for action in found.due.values()]
    return [
        Ceiling("Cold start to the first sign-in answer", 1.25, found.cold.ratio("sign-in"), "times the floor"),
        Ceiling("Cold start to the first page", 1.1, found.cold.ratio("page"), "times the floor"),
        Ceiling("Modules compiled at a start", 0, len(found.cold.compiled), ""),
        Ceiling("The zip", 13, found.cold.zip_bytes / 2**20, "MiB"),
        Ceiling("Sign-in: calls to the table", 4, len(actions["sign-in"].calls), ""),
        Ceiling("Sign-in: transactions", 1, actions["sign-in"].transactions, ""),
        Ceiling("Sign-in: write units", 9, actions["sign-in"].write_units, ""),
        Ceiling("A document, from its form to its verdict: write units", 11, _document_units(actions), ""),
        Ceiling("A signed-in page: reads", 2, actions["account page"].reads, ""),
        Ceiling("Its session row, in the same minute: writes", 0, actions["account page"].writes, ""),
        Ceiling("Saving a form: calls", 2, len(actions["saving the profile"].calls), ""),
        Ceiling("A hundred due items, at most and at least", 1.1, max(dues) / min(dues), "times the units"),
        Ceiling("A warm page", 6, _dearest(found.pages.plain), "M instructions"),
        Ceiling("A list of 20 of staff's", 12, _dearest(found.pages.staff_lists), "M instructions"),
        Ceiling("A page with a QR code", 30, _dearest(found.pages.drawn), "M instructions"),
        Ceiling("Static assets of the first page", 40, sum(found.assets.values()) / 1024, "KB"),
    ]


def _document_units(actions: Mapping[str, Action]) -> int:
    return sum(action.write_units for name, action in actions.items() if name.startswith(DOCUMENT))


def _dearest(pages: list[PageCost]) -> float:
    return pages[0].cost


def report(found: Measured, machine: Machine) -> str:
    sections = (
        _budgets(found),
        _cold(found.cold),
        _actions(found),
        _pages(found.pages),
        _peers(found),
        _warm(found.warm),
        _assets(found.assets),
    )
    closing = f"Measured on {machine.date}: {machine.description}; {machine.versions}."
    parts = [MADE, OPENING, *("\n".join(section) for section in sections), HOW, closing]
    return "\n\n".join(part.strip("\n") for part in parts) + "\n"


def _budgets(found: Measured) -> Iterator[str]:
    yield from _table("Budgets", ["What", "Budget", "Measured", ""])
    for budget in budgets(found):
        limit, measured = (f"{value:.3g} {budget.unit}".strip() for value in (budget.limit, budget.measured))
        yield _line([budget.what, f"≤ {limit}", measured, "kept" if budget.kept else "**over**"])


def _cold(cold: ColdStarts) -> Iterator[str]:
    yield from _table("Cold start", ["What", "Million instructions", "Times the floor"])
    for name, count in cold.instructions.items():
        yield _line([TITLES[name], f"{count / 1e6:,.0f}", f"{cold.ratio(name):.2f}"])


TITLES = {
    "python": "Python alone",
    "floor": "The floor",
    "import": "The app, imported",
    "page": "The app, to its first page (`/fr/sign-in`)",
    "sign-in": "The app, to its first sign-in answer (JSON)",
}


def _actions(found: Measured) -> Iterator[str]:
    yield from _table("The table", ["What", "Calls", "Transactions", "Read units", "Write units"])
    for action in found.actions.values():
        yield _action(action.name, action)
    for size, action in found.due.items():
        yield _action(f"ending 100 sign-ups among {size:,} accounts", action)


def _action(name: str, action: Action) -> str:
    return _line([name, len(action.calls), action.transactions, f"{action.read_units:g}", action.write_units])


def _pages(pages: WarmPages) -> Iterator[str]:
    yield from _table("Warm pages: the dearest of each portal", ["Portal", "Page", "Million instructions"])
    dearest: dict[str, PageCost] = {}
    for page in pages.plain:
        dearest.setdefault(page.portal, page)
    for page in [*dearest.values(), *pages.staff_lists[:1], *pages.drawn[:1]]:
        yield _line([page.portal, f"`{page.url}`", f"{page.cost:.1f}"])
    middle = pages.plain[len(pages.plain) // 2]
    yield _line(["the median of all", f"`{middle.url}`", f"{middle.cost:.1f}"])


def _peers(found: Measured) -> Iterator[str]:
    ours = next(page.cost for page in found.pages.plain if COMPARED.fullmatch(f"{page.portal} {page.url}"))
    yield from _table("One page of a form elsewhere", ["With", "Million instructions", "Times ours"])
    yield _line(["Guichet: session, guard and draft read too", f"{ours:.1f}", "1.0"])
    for name, cost in found.peers.items():
        yield _line([name, f"{cost:.1f}", f"{cost / ours:.1f}"])


def _warm(warm: Mapping[str, float]) -> Iterator[str]:
    yield from _table("Warm, without table and hash", ["What", "ms of CPU"])
    for name, milliseconds in warm.items():
        yield _line([name, f"{milliseconds:.2f}"])


def _assets(assets: Mapping[str, int]) -> Iterator[str]:
    yield from _table("Static assets of the first page", ["What", "Compressed bytes"])
    for name, size in assets.items():
        yield _line([f"`{name}`", f"{size:,}"])


def _table(title: str, columns: list[str]) -> Iterator[str]:
    yield f"## {title}\n"
    yield _line(columns)
    yield _line(["---", *["--:"] * (len(columns) - 1)])


def _line(cells: Iterable[object]) -> str:
    return f"| {' | '.join(map(str, cells))} |"
