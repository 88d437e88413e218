"""Every template is used, and every one that is used is there."""

from collections.abc import Iterator
from functools import cache

import pytest
from jinja2 import nodes

from chalicelib.web.engine import Engine
from chalicelib.web.template_compiler import source_loader
from tests.architecture.source import ROOT, modules, texts

PARTS = {"subject.txt", "body.txt", "body.html"}  # of a mail
TEMPLATES = {path.relative_to(ROOT / "templates").as_posix() for path in (ROOT / "templates").rglob("*.*")}
MAILS = {path.name for path in (ROOT / "templates" / "mail").iterdir() if path.is_dir()}
ENGINE = Engine(source_loader())


@cache
def _parsed(name: str) -> nodes.Template:
    return ENGINE.parse((ROOT / "templates" / name).read_text())


def _named_in_code() -> set[str]:
    """Return what the code calls by name: pages without their folder, and the layouts of mails."""
    return {text for module in modules("chalicelib") for text in texts(module) if text.endswith((".html", ".txt"))}


def _named_in(name: str) -> set[str]:
    """Return the templates that this one extends or takes macros from."""
    kinds = (nodes.Extends, nodes.FromImport, nodes.Import, nodes.Include)
    found = (node.template for node in _parsed(name).find_all(kinds))  # type: ignore[attr-defined]
    return {node.value for node in found if isinstance(node, nodes.Const)}


def test_every_page_that_a_route_names_is_there() -> None:
    pages = {name if name.startswith("mail/") else f"pages/{name}" for name in _named_in_code() if "/" in name}
    assert pages - TEMPLATES == set()


def test_every_page_is_one_that_a_route_names() -> None:
    pages = {name.removeprefix("pages/") for name in TEMPLATES if name.startswith("pages/")}
    assert pages - _named_in_code() == set()


@pytest.mark.parametrize("mail", sorted(MAILS))
def test_a_mail_has_a_subject_a_text_and_html(mail: str) -> None:
    assert {path.name for path in (ROOT / "templates" / "mail" / mail).iterdir()} == PARTS


def test_every_template_that_another_names_is_there() -> None:
    named = {each for name in TEMPLATES for each in _named_in(name)}
    assert named - set(ENGINE.list_templates()) == set()


def test_every_layout_and_every_file_of_macros_is_named_by_another() -> None:
    named = {each for name in TEMPLATES for each in _named_in(name)} | _named_in_code()
    shared = {name for name in TEMPLATES if not name.startswith("pages/") and name.split("/")[-1] not in PARTS}
    assert shared - named == set()


def test_every_macro_is_used() -> None:
    macros = {(name, macro.name) for name in TEMPLATES for macro in _parsed(name).find_all(nodes.Macro)}
    used = set(_used_macros())
    assert sorted(macro for macro in macros if macro not in used) == []


def _used_macros() -> Iterator[tuple[str, str]]:
    """Yield (file, macro) for each that is imported from another file, or called in its own."""
    for name in TEMPLATES:
        for taken in _parsed(name).find_all(nodes.FromImport):
            source = taken.template
            if isinstance(source, nodes.Const):
                yield from ((source.value, each if isinstance(each, str) else each[0]) for each in taken.names)
        for call in _parsed(name).find_all(nodes.Call):
            if isinstance(call.node, nodes.Name):
                yield name, call.node.name


LIBRARIES = sorted(name for name in TEMPLATES if name.startswith("macros/"))


@pytest.mark.parametrize("name", LIBRARIES)
def test_a_file_of_macros_holds_macros_and_imports_alone(name: str) -> None:
    """They are compiled to functions: nothing else in the file would ever run."""
    others = [node for node in _parsed(name).body if not isinstance(node, nodes.FromImport | nodes.Macro)]
    texts = [part for node in others if isinstance(node, nodes.Output) for part in node.nodes]
    assert [node for node in others if not isinstance(node, nodes.Output)] == []
    assert [part for part in texts if not (isinstance(part, nodes.TemplateData) and not part.data.strip())] == []


def test_every_macro_that_a_template_imports_is_there() -> None:
    macros = {(name, macro.name) for name in LIBRARIES for macro in _parsed(name).find_all(nodes.Macro)}
    assert sorted(set(_imported_macros()) - macros) == []


def _imported_macros() -> Iterator[tuple[str, str]]:
    for name in TEMPLATES:
        for taken in _parsed(name).find_all(nodes.FromImport):
            if isinstance(taken.template, nodes.Const) and taken.template.value.startswith("macros/"):
                yield from ((taken.template.value, each if isinstance(each, str) else each[0]) for each in taken.names)
