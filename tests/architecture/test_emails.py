"""Each email has one function that enqueues it, by its name, and a real action by which the tests render it."""

import ast
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from infra.project import ROOT
from tests.support.email_scenarios import EMAILS
from tests.support.emails import TEMPLATES

CODE = [*(ROOT / "chalicelib").rglob("*.py"), *(ROOT / "scheduled").rglob("*.py")]
MODULES = [path for path in CODE if path.name == "emails.py"]
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


@pytest.mark.parametrize("path", CODE, ids=lambda path: str(path.relative_to(ROOT)))
def test_only_the_emails_modules_build_emails(path: Path) -> None:
    imported = {
        each.name
        for found in ast.walk(ast.parse(path.read_text()))
        if isinstance(found, ast.ImportFrom) and found.module != "chalicelib.outbox.model"
        for each in found.names
    }
    assert path in MODULES or imported & BUILDERS == set()


def test_a_real_action_enqueues_each_email_in_a_test() -> None:
    assert sorted(Counter(case.template for case in EMAILS)) == TEMPLATES
