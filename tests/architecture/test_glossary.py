"""The vocabulary: names of the glossary are in the code, no class name stands twice, no retired word names anything."""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache

from tests.architecture.source import ROOT, Module, functions, modules

TABLE = [line for line in (ROOT / "docs/glossary.md").read_text().splitlines() if line.startswith("| <a ")]
NAMED = sorted({name for line in TABLE for name in re.findall(r"`([^`]+)`", line.split(" | ")[3])})
PREFIXES = sorted({name for line in TABLE for name in re.findall(r"`…?([A-Z_-]+#)", line.rpartition(" | ")[2])})

# Words that named something once. The glossary has the terms of today.
RETIRED = {
    *("desk", "desks", "entrance", "entrances", "visit", "visits", "wish", "wishes"),
    *("letter", "letters", "courier", "afresh", "anyones", "estate", "mandate", "watch", "remittance", "remittances"),
    *("papers", "hear", "meant", "matters", "rooms", "desks", "book", "bill", "bills", "colleague", "colleagues"),
}
RETIRED_NAMES = {  # whole names: their words have other uses
    *("Absent", "Book", "Case", "Counter", "Debt", "Elsewhere", "LateCounter", "Moved", "Owner"),
    *(
        "Paper",
        "Refusal",
        "Told",
        "told",
        "Visit",
        "all_mine",
        "but",
        "mine",
        "open_counter",
        "owe",
        "owe_letter",
        "owe_nothing",
    ),
    *("owe", "owe_letter", "owe_nothing", "until_settled", "look_at", "watch_over", "room", "of_row"),
}
# Where an identifier has a retired word in its everyday sense, or keeps the name of a field that clients send or read.
KEPT = {
    ("app.py", "CloudWatchEvent"): "AWS's own name",
    ("chalicelib/accounts/actions/emails.py", "enqueue_colleague_added"): "of the template, which rows name",
    ("chalicelib/accounts/actions/emails.py", "enqueue_colleague_removed"): "likewise",
    ("chalicelib/accounts/actions/sharing.py", "enqueue_colleague_added"): "likewise",
    ("chalicelib/accounts/actions/sharing.py", "enqueue_colleague_removed"): "likewise",
    ("chalicelib/applications/actions/documents.py", "AddDocument"): "a name of /openapi.json",
    ("chalicelib/applications/actions/third_parties.py", "AddDocument"): "likewise",
    ("chalicelib/applications/backoffice/routes/third_parties.py", "AddDocument"): "likewise",
    ("chalicelib/applications/routes/documents.py", "AddDocument"): "likewise",
    ("chalicelib/documents/inputs.py", "AddDocument"): "likewise",
    ("chalicelib/requests/presenters.py", "AccountMeant"): "likewise",
    ("chalicelib/requests/schemas.py", "AccountMeant"): "likewise",
    ("chalicelib/tracing/model.py", "BILL_OF_LADING"): "what carriers call it",
    ("chalicelib/billing/backoffice/presenters.py", "matters"): "a field of finance's list, as programs read it",
    ("chalicelib/billing/backoffice/schemas.py", "matters"): "likewise",
    ("chalicelib/applications/rules/waiting_times.py", "Counter"): "of the standard library",
}
RETIRED_ROWS = (
    "PACE#",
    "NOTHING#",
    "STAGE#",
    "STRIPE#",
    "FINDER",
    "VERIFY#",
    "COLLEAGUE#",
    "WATCH#",
    "LETTERS#",
    "LETTER#",
)


def _code() -> list[Module]:
    return modules("app.py", "chalicelib", "scheduled")


@cache
def _classes() -> Counter[str]:
    return Counter(node.name for module in _code() for node in ast.walk(module.tree) if isinstance(node, ast.ClassDef))


@cache
def _functions() -> set[str]:
    return {function.name for module in _code() for function in functions(module)}


@cache
def _text() -> str:
    return "".join((ROOT / module.name).read_text() for module in _code())


def _is_there(name: str) -> bool:
    if name.endswith("()"):
        return name[:-2] in _functions()
    if name[0].isupper():
        return name in _classes() or re.search(rf"^{name} = ", _text(), re.MULTILINE) is not None
    path = name.rstrip("/")
    return any((ROOT / top / path).exists() for top in ("", "chalicelib")) or any(
        (ROOT / "chalicelib").glob(f"*/{path}")
    )


def test_every_name_in_the_glossary_is_in_the_code() -> None:
    assert NAMED
    assert [name for name in NAMED if not _is_there(name)] == []


def test_every_prefix_in_the_glossary_is_one_of_a_row() -> None:
    assert PREFIXES
    assert [prefix for prefix in PREFIXES if prefix not in _text()] == []


def test_no_class_name_stands_twice() -> None:
    assert [name for name, times in _classes().items() if times > 1] == []


def test_no_identifier_has_a_retired_word() -> None:
    found = {(module.name, name) for module in _code() for name in _identifiers(module) if _is_retired(name)}
    assert found - KEPT.keys() == set()


def test_every_exception_is_still_one() -> None:
    there = {(module.name, name) for module in _code() for name in _identifiers(module)}
    assert KEPT.keys() - there == set()


def test_no_module_has_a_retired_name() -> None:
    assert [module.name for module in _code() if set(re.split(r"[/._]", module.name)) & RETIRED] == []


def test_no_docstring_or_comment_has_a_word_that_means_nothing_else() -> None:
    alone = re.compile(r"\b(?:desks?|courier|until_settled|LateCounter|open_counter|estate|afresh)\b")
    read = [(module.name, (ROOT / module.name).read_text()) for module in [*_code(), *modules("infra")]]
    assert [(name, word) for name, text in read for word in alone.findall(text)] == []


def test_no_row_has_a_retired_prefix() -> None:
    assert [prefix for prefix in RETIRED_ROWS if f'"{prefix}' in _text()] == []


def _is_retired(name: str) -> bool:
    is_of_a_tree = re.fullmatch(r"(generic_)?visit(_[A-Z]\w*)?", name)  # so Jinja calls what compiles a node
    return not is_of_a_tree and (name in RETIRED_NAMES or not RETIRED.isdisjoint(_words(name)))


def _words(name: str) -> set[str]:
    """Return the words of an identifier: `take_HTTPWish` has take, http, wish."""
    return {word.lower() for word in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+", name)}


def _identifiers(module: Module) -> Iterator[str]:
    for node in ast.walk(module.tree):
        for field in ("id", "name", "attr", "arg"):
            value = getattr(node, field, None)
            if isinstance(value, str):
                yield value
