"""Nothing that comes in is run: by Python, by the system, by a reader of XML, or by a browser (SECURITY SEC63)."""

import ast
import re
from collections.abc import Iterator

import pytest

from tests.architecture.source import PACKED, ROOT, Module, calls, modules

RUNNERS = ("eval", "exec", "compile", "__import__", "system", "popen", "Popen", "check_output", "check_call")
XML = re.compile(r"xml\.(?!sax\.saxutils$)|lxml|defusedxml|html5lib")  # `saxutils` writes only
UNPICKLED = {"chalicelib/forms/catalogue.py", "chalicelib/portal/loader.py"}  # what the build put into the package
SCRIPTS = {path.name: path.read_text() for path in (ROOT / "styles" / "scripts").glob("*.js")}


def imported(module: Module) -> Iterator[str]:
    for node in ast.walk(module.tree):
        if isinstance(node, ast.ImportFrom):
            yield node.module or ""
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names)


def found_in_scripts(pattern: str) -> list[tuple[str, str]]:
    return [(name, found) for name, text in SCRIPTS.items() for found in re.findall(pattern, text)]


@pytest.mark.req("SEC63")
def test_no_code_or_command_is_run_from_text() -> None:
    named = [module.at(call) for module in modules(*PACKED) for call in calls(module, *RUNNERS) if not _is_of_re(call)]
    assert named == []
    assert [module.name for module in modules(*PACKED) if "subprocess" in imported(module)] == []


@pytest.mark.req("SEC63")
def test_no_reader_of_xml_is_imported() -> None:
    assert [(module.name, name) for module in modules(*PACKED) for name in imported(module) if XML.match(name)] == []


@pytest.mark.req("SEC63")
def test_only_what_the_build_wrote_is_unpickled() -> None:
    unsafe = {"pickle", "shelve", "marshal", "dill", "yaml"}
    assert {module.name for module in modules(*PACKED) if unsafe & {*imported(module)}} == UNPICKLED


@pytest.mark.req("SEC63")
def test_a_script_writes_text_and_runs_none() -> None:
    markup = r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|DOMParser|createContextualFragment|srcdoc"
    assert found_in_scripts(markup) == []
    assert found_in_scripts(r"\beval\(|new Function|setTimeout\(\s*[\"'`]|javascript:") == []


@pytest.mark.req("SEC63")
def test_no_script_writes_under_a_name_that_it_was_given() -> None:
    """A name such as `__proto__` would change every object of the page."""
    assert found_in_scripts(r"\w\[[^\]\n]*[^\]\d\s][^\]\n]*\]\s*(?:\?\?|\|\||&&|[-+*/])?=(?![=>])") == []
    assert found_in_scripts(r"__proto__|\.prototype\b|for \((?:const|let) \w+ in ") == []


@pytest.mark.req("SEC11")
def test_nothing_hinders_pasting_and_helpers_know_which_password_is_asked_for() -> None:
    templates = "\n".join(path.read_text() for path in (ROOT / "templates" / "pages").rglob("*.html"))
    fields = re.findall(r"\bpassword_input\(.*", templates)
    assert fields
    assert {found for each in fields for found in re.findall(r"autocomplete='(.*?)'", each)} == {"new-password"}
    assert "autocomplete='current-password'" in (ROOT / "templates" / "macros" / "forms.html").read_text()  # by default
    assert found_in_scripts(r"[\"']paste[\"']|onpaste|beforeinput") == []
    assert "onpaste" not in templates


def _is_of_re(call: ast.Call) -> bool:
    return isinstance(call.func, ast.Attribute) and getattr(call.func.value, "id", "") == "re"
