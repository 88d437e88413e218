"""The documents: their links resolve, their commands exist, decisions and the glossary are complete."""

import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path

from tests.architecture.source import ROOT, name_of, tracked

DOCUMENTS = [path for path in tracked() if path.suffix == ".md"]
DECISIONS = ROOT / "docs/decisions"
RECORDS = [path for path in DOCUMENTS if path.parent == DECISIONS and path.name != "README.md"]
STATUS = re.compile(r"accepted|(?:amended|superseded) by \[(\d{4})\]\((\1-[a-z0-9-]+\.md)\)")


@cache
def _text(document: Path) -> str:
    """Return the document without its blocks of code."""
    return re.sub(r"^```.*?^```", "", document.read_text(), flags=re.MULTILINE | re.DOTALL)


def _links(document: Path) -> Iterator[tuple[Path, str]]:
    """Yield (file, anchor) of every relative link."""
    for link in re.findall(r"\]\(([^)\s]+)\)", _text(document)):
        if not re.match(r"[a-z]+:", link):
            path, _, anchor = link.partition("#")
            yield (document.parent / path if path else document), anchor


@cache
def _anchors(document: Path) -> frozenset[str]:
    """Return the anchors that GitHub gives the headings, and those that stand in the text."""
    headings = re.findall(r"^#+ (.+)$", _text(document), re.MULTILINE)
    made = [re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings]
    return frozenset(made + re.findall(r'<a id="([^"]+)">', _text(document)))


def _every_link() -> list[tuple[str, Path, str]]:
    """Return (document, file, anchor) of every relative link there is."""
    found = [(name_of(document), path, anchor) for document in DOCUMENTS for path, anchor in _links(document)]
    assert found
    return found


def test_every_link_leads_to_a_file() -> None:
    assert [(document, str(path)) for document, path, _ in _every_link() if not path.exists()] == []


def test_every_link_leads_to_an_anchor() -> None:
    asked = [each for each in _every_link() if each[2] and each[1].suffix == ".md"]
    assert [(document, f"{path}#{anchor}") for document, path, anchor in asked if anchor not in _anchors(path)] == []


def test_every_command_of_a_document_is_a_target() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    named = {(name_of(document), target) for document in DOCUMENTS for target in _targets(document)}
    assert named
    assert {(document, target) for document, target in named if target not in targets} == set()


def _targets(document: Path) -> Iterator[str]:
    """Yield the targets of make that a document names in its blocks of code and in its lines."""
    blocks = "".join(re.findall(r"^```.*?^```", document.read_text(), re.MULTILINE | re.DOTALL))
    commands = re.findall(r"^make ((?:[a-z-]+ ?)+)", blocks, re.MULTILINE)
    commands += re.findall(r"`make ((?:[a-z-]+ ?)+)", _text(document))
    for command in commands:
        yield from command.split()


# --- decisions ---


def test_decisions_are_numbered_without_gaps_in_the_order_of_their_dates() -> None:
    numbers = [int(record.name[:4]) for record in RECORDS]
    dates = [_field(record, "Date") for record in RECORDS]
    assert numbers == list(range(1, len(RECORDS) + 1))
    assert dates == sorted(dates)


def test_a_decision_has_number_date_status_and_subject() -> None:
    for record in RECORDS:
        assert record.read_text().startswith(f"# {int(record.name[:4])}. "), record
        assert date.fromisoformat(_field(record, "Date")).isoformat() == _field(record, "Date"), record
        assert STATUS.fullmatch(_field(record, "Status")), record
        assert _field(record, "Subject"), record


def test_the_index_of_decisions_is_complete() -> None:
    lines = [line for line in (DECISIONS / "README.md").read_text().splitlines() if line.startswith("| [")]
    assert lines == [_line(record) for record in RECORDS]


def _field(record: Path, name: str) -> str:
    found = re.search(rf"^- {name}: (.+)$", record.read_text(), re.MULTILINE)
    return found[1] if found else ""


def _line(record: Path) -> str:
    """Return the line of the index that says what the record says."""
    number, title = record.name[:4], record.read_text().split("\n")[0].partition(". ")[2]
    return f"| [{number}]({record.name}) | {_field(record, 'Date')} | {title} | {_field(record, 'Status')} |"


# --- the glossary ---


def _terms() -> list[list[str]]:
    """Return the cells of each line of the table, with the anchor before the term."""
    lines = (ROOT / "docs/glossary.md").read_text().splitlines()
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("| <a ")]


def test_every_term_of_the_glossary_has_an_anchor_both_languages_and_a_meaning() -> None:
    anchored = re.compile(r'<a id="([a-z-]+)"></a>[A-Za-z -]+')
    assert [cells for cells in _terms() if len(cells) != 5 or not anchored.fullmatch(cells[0])] == []
    assert [cells[0] for cells in _terms() if not cells[1] or not re.search(r"\.$", cells[2])] == []


def test_the_glossary_is_alphabetical_and_has_each_term_once() -> None:
    terms = [cells[0].partition("</a>")[2].lower() for cells in _terms()]
    assert terms == sorted(set(terms))
