"""How OWASP's ASVS 5.0 is met, as docs/asvs.toml says: the page and what it is made of."""

import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Literal, Self

from pydantic import model_validator

from chalicelib.record import Record
from infra.docs.asvs_levels import LEVELS
from infra.project import ROOT

NAME = "asvs.md"
SOURCE = ROOT / "docs" / "asvs.toml"
HELD_TO = (1, 2)  # levels
OPENING = """\
<!-- Made by `make docs` from asvs.toml and asvs-levels.toml: change those. -->

# OWASP ASVS 5.0, levels 1 and 2

Each requirement of the Application Security Verification Standard {version} by its number, and how it stands here. The
words are ours: read OWASP's own beside them. A requirement is met by tests (those named here, or those of a row of
[security.md](security.md)), by configuration, by a document, or by whoever deploys (the operator); *open* says what is
missing. What is not applicable names what the portals don't have; a test finds the words that would tell that they do.

{applicable} of {all} requirements are applicable. Tests show {tested} of them, {share} %.
"""
RENEWAL = """\
## Renew this page

After a change of the code, change [asvs.toml](asvs.toml) and run `make docs`; `tests/architecture/test_asvs.py` fails
where a test that is named is gone, where a number has no line, and where something that was not applicable has come.

For a new edition of the standard, take its flat JSON from OWASP's repository ASVS, in the folder `docs_en` of the
edition, and run `python -m infra.docs.asvs_levels VERSION FILE > docs/asvs-levels.toml`. The test then names the
numbers that have no line, or that are gone; read also what OWASP changed under the same number.
"""


class Line(Record):
    """How one requirement stands. `tests` are functions, as pytest names them; `unless` are regular expressions."""

    by: Literal["test", "configuration", "document", "operator", "not applicable", "open"]
    says: str
    rows: tuple[str, ...] = ()
    tests: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _shown(self) -> Self:
        shown = {"test": self.rows or self.tests, "not applicable": True, "open": True}.get(self.by, self.files)
        if not shown:
            message = f"{self.by} needs to be shown somewhere: {self.says}"
            raise ValueError(message)
        return self


def read_lines() -> dict[str, Line]:
    """Return the lines by the numbers of their requirements, such as `6.2.1`."""
    return {number: Line.model_validate(each) for number, each in tomllib.loads(SOURCE.read_text()).items()}


def read_levels() -> tuple[str, dict[str, int]]:
    """Return the edition of the standard, and the level of each of its requirements."""
    read = tomllib.loads(LEVELS.read_text())
    sections: dict[str, str] = read["levels"]
    numbered = {f"{name}.{n}": int(level) for name, all_of in sections.items() for n, level in enumerate(all_of, 1)}
    return read["version"], numbered


def asvs() -> str:
    """Return the text of docs/asvs.md."""
    (version, levels), lines = read_levels(), read_lines()
    kinds: Counter[str] = Counter(line.by for line in lines.values())
    applicable = len(lines) - kinds["not applicable"]
    said = {"all": len(lines), "applicable": applicable, "tested": kinds["test"], "version": version}
    parts = [OPENING.format(**said, share=kinds["test"] * 100 // applicable), *_tally(kinds), ""]
    chapters = dict.fromkeys(number.partition(".")[0] for number in lines)
    return "\n".join([*parts, *(line for each in chapters for line in _chapter(each, lines, levels)), RENEWAL])


def _tally(kinds: Counter[str]) -> Iterator[str]:
    yield from _table(["How", "Requirements"], ([kind, str(count)] for kind, count in kinds.most_common()))


def _chapter(name: str, lines: dict[str, Line], levels: dict[str, int]) -> Iterator[str]:
    yield f"## V{name}\n"
    own = {number: line for number, line in lines.items() if number.startswith(f"{name}.")}
    yield from _table(
        ["Number", "Level", "How", "What", "Seen in"],
        ([number, str(levels.get(number, "")), line.by, line.says, _seen(line)] for number, line in own.items()),
    )
    yield ""


def _table(titles: list[str], rows: Iterable[list[str]]) -> Iterator[str]:
    yield from (f"| {' | '.join(cells)} |" for cells in (titles, ["---"] * len(titles), *rows))


def _seen(line: Line) -> str:
    rows = [f"[{row}](security.md)" for row in line.rows]
    files = [f"[{file}](../{file})" for file in line.files]
    return ", ".join([*rows, *map(_link, line.tests), *files])


def _link(test: str) -> str:
    """Return the test's name as the sentence that it is, with a link to its file."""
    file, _, name = test.partition("::")
    return f"[{name.removeprefix('test_').replace('_', ' ')}](../{file})"
