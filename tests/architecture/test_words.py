"""Every sentence is collected, said, and said in French too; no policy's number is hidden in one."""

import ast
import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from jinja2 import nodes

from chalicelib.web.engine import Engine, source_loader
from infra.words import CATALOGUE, renewed
from tests.architecture.source import ROOT, calls, modules

# Numbers that stand in sentences because no portal may want them otherwise.
EXAMPLE = re.compile(r"(such as|[Ff]or example,?) [^,;]*\d\S*( \d+)*( [A-Z\d]+)?")  # « such as A1C 6L9 »
NUMBERS = {
    "A user name has 3 to 64 letters, digits, dots, hyphens or underscores.": "what a user name is, everywhere",
    "It is made to meet the Web Content Accessibility Guidelines (WCAG) 2.2, level AA, and is checked against them at "
    "every change.": "the standard's own number",
    "It works with a keyboard alone, with a screen reader, without scripts, on a phone, and at 400%% zoom.": "WCAG's",
}


@pytest.fixture(scope="session")
def words() -> Catalog:
    return read_po(BytesIO(CATALOGUE.read_bytes()), locale="fr")


@pytest.mark.req("X1")
def test_the_catalogue_holds_the_sentences_of_today_and_no_others() -> None:
    written = CATALOGUE.read_bytes()
    assert _lines(renewed(written)) ^ _lines(written) == set(), "run: make words"
    assert renewed(written) == written


def _lines(catalogue: bytes) -> set[str]:
    return set(catalogue.decode().splitlines())


@pytest.mark.req("X1")
def test_every_sentence_is_said_in_french(words: Catalog) -> None:
    assert [message.id for message in words if message.id and (message.fuzzy or not _is_said(message.string))] == []


def _is_said(french: Any) -> bool:
    """Tell whether there are words, for each number of things where there are several forms."""
    return bool(french) and all([french] if isinstance(french, str) else french)


def test_no_sentence_of_the_code_is_put_together_where_it_is_said() -> None:
    """What is not written out can't be collected, so it would stay English."""
    spoken = {"phrase": 1, "counted": 2}
    found = [
        (module.at(call), argument)
        for module in modules("chalicelib")
        for name, count in spoken.items()
        for call in calls(module, name)
        for argument in call.args[:count]
    ]
    assert [place for place, argument in found if not _is_text(argument)] == []


def _is_text(argument: ast.expr) -> bool:
    return isinstance(argument, ast.Constant) and isinstance(argument.value, str)


def test_no_sentence_of_a_template_is_put_together_where_it_is_said() -> None:
    assert [place for place, argument in _spoken_in_templates() if not isinstance(argument, nodes.Const)] == []


def _spoken_in_templates() -> Iterator[tuple[str, nodes.Expr]]:
    engine = Engine(source_loader())
    for path in sorted((ROOT / "templates").rglob("*.*")):
        for call in engine.parse(path.read_text()).find_all(nodes.Call):
            name = call.node.name if isinstance(call.node, nodes.Name) else ""
            count = {"_": 1, "gettext": 1, "ngettext": 2}.get(name, 0)
            yield from ((f"{path.name}:{call.lineno}", argument) for argument in call.args[:count])


def test_a_number_in_a_sentence_is_no_policy(words: Catalog) -> None:
    sentences = {message.id for message in words if isinstance(message.id, str)}
    said = {sentence for sentence in sentences if re.search(r"\d", EXAMPLE.sub("", sentence))}
    assert said == NUMBERS.keys()
