"""The two documents, in Markdown."""

from collections import Counter
from collections.abc import Iterable, Iterator

from infra.docs.marks import Shown
from infra.docs.rows import BAR, Deviation, Row, Rows

MADE = "<!-- Made by `make docs` from rows.toml and the marks of the tests: change those. -->\n"
REQUIREMENTS = """
# What the counter must do

Five portals, modelled on five real ones, and what the document of each says that its users can do. A row stands here
once, with its state as the tests show it: they are marked `@pytest.mark.req("A3")`.
"""
SECURITY = """
# Security and reliability

The bar that every portal is held to. Its sources are OWASP's ASVS 5.0 and cheat sheets, NIST SP 800-63B-4, and what
was read in the code of login.gov, PyPI, GOV.UK One Login, Notify and Pay. How each requirement of the ASVS stands is in
[asvs.md](asvs.md).
"""
DEVIATIONS = """
## Weaker promises, kept on purpose

The documents promise some things that are no longer good practice. The safer choice is the default; a portal has the
weaker one only where its document says so, and a test holds this list to the portals' files.
"""


def documents(rows: Rows, shown: Shown) -> dict[str, str]:
    """Return what each file of docs/ should say."""
    return {"requirements.md": _requirements(rows, shown), "security.md": _security(rows, shown)}


def _requirements(rows: Rows, shown: Shown) -> str:
    sections = [section for section in rows.sections if section not in BAR]
    return _page(REQUIREMENTS, _sections(rows, shown, sections, with_portals=True))


def _security(rows: Rows, shown: Shown) -> str:
    deviations = [DEVIATIONS, *map(_deviation, rows.deviations)]
    return _page(SECURITY, [*_sections(rows, shown, BAR, with_portals=False), *deviations])


def _page(opening: str, parts: Iterable[str]) -> str:
    return "\n".join(part.strip("\n") + "\n" for part in (MADE, opening, *parts))


def _sections(rows: Rows, shown: Shown, sections: Iterable[str], *, with_portals: bool) -> Iterator[str]:
    for section in sections:
        yield f"## {rows.sections[section]}\n"
        yield _tally(rows.of(section).values())
        yield "\n".join(_table(rows.of(section), shown, with_portals=with_portals))


def _tally(rows: Iterable[Row]) -> str:
    counts = Counter(row.state for row in rows)
    return ", ".join(f"{count} {state}" for state, count in sorted(counts.items())) + "."


def _table(rows: dict[str, Row], shown: Shown, *, with_portals: bool) -> Iterator[str]:
    titles = ["Row", "What", *(["Portals"] if with_portals else []), "State", "Shown by"]
    yield _line(titles)
    yield _line(["---"] * len(titles))
    for name, row in rows.items():
        portals = [", ".join(row.portals) or "all"] if with_portals else []
        yield _line([name, row.text, *portals, _state(row), _links(shown.get(name, []))])


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _state(row: Row) -> str:
    return f"{row.state}: {row.note}" if row.note else row.state


def _links(files: Iterable[str]) -> str:
    return ", ".join(f"[{_title(file)}](../{file})" for file in files)


def _title(file: str) -> str:
    """Return `accounts/sign_in` for tests/accounts/test_sign_in.py."""
    return file.removeprefix("tests/").removesuffix(".py").replace("test_", "")


def _deviation(deviation: Deviation) -> str:
    return f"""
### {", ".join(deviation.portals)}: `{deviation.policy}` ({", ".join(deviation.rows)})

- Promised: {deviation.promise}.
- Practice: {deviation.practice}.
- Why it stays: {deviation.reason}
"""
