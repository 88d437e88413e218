"""Each email has one function that enqueues it, by its name, and a real action by which the tests render it."""

import ast
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from infra.project import ROOT
from tests.architecture.source import Module, modules, name_of
from tests.support.email_scenarios import EMAILS
from tests.support.emails import TEMPLATES

MODULES = sorted((ROOT / "chalicelib").rglob("emails.py"))
BUILDERS = {"enqueue_email", "email_to", "NewEmail"}


def templates_in(path: Path) -> Iterator[tuple[str, str]]:
    """Yield each template that a module names, with the function."""
    for found in ast.parse(path.read_text()).body:
        if isinstance(found, ast.FunctionDef):
            names = {each.value for each in ast.walk(found) if isinstance(each, ast.Constant)}
            yield from ((name, found.name) for name in names & set(TEMPLATES) if isinstance(name, str))


def test_each_template_is_enqueued_by_the_one_function_of_its_name() -> None:
    found = sorted(pair for path in MODULES for pair in templates_in(path))
    assert found == [(name, f"enqueue_{name.replace('-', '_')}") for name in TEMPLATES]


def test_only_the_emails_modules_build_emails() -> None:
    importing = {module.name for module in modules("chalicelib", "scheduled") if _imported(module) & BUILDERS}
    assert importing
    assert importing - {name_of(path) for path in MODULES} == set()


def _imported(module: Module) -> set[str]:
    """Return the names that a module imports from others, but for the outbox's model."""
    froms = [found for found in ast.walk(module.tree) if isinstance(found, ast.ImportFrom)]
    return {each.name for found in froms if found.module != "chalicelib.outbox.model" for each in found.names}


def test_a_real_action_enqueues_each_email_in_a_test() -> None:
    assert sorted(Counter(case.template for case in EMAILS)) == TEMPLATES
