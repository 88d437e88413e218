"""Everything that is done, with every call of it going wrong in every way, then done again: it ends as if all had gone
well. And nothing that writes is left out.
"""

import ast
from collections.abc import Iterator
from functools import cache

import pytest

from infra.project import ROOT
from tests.faults.cases import ACCOUNTS
from tests.faults.crashes import Ground, differs
from tests.faults.file_cases import FILES
from tests.faults.mail_cases import MAILS
from tests.faults.share_cases import SHARED
from tests.faults.staff_cases import STAFF

CASES = {**ACCOUNTS, **SHARED, **FILES, **MAILS, **{f"staff: {name}": each for name, each in STAFF.items()}}

ELSEWHERE = {  # what writes, by how its name begins, and the tests that show that it ends well
    "accounts.actions.throttling.count_failure": "tests/accounts/test_lockout.py",  # its email is a courtesy
    "accounts.actions.sign_in._note_sign_in": "tests/accounts/test_shared_code.py",  # lost, the next sign-in notes it
    "due._set_aside": "tests/test_due.py",
    "billing.": "tests/billing/test_hardship.py",  # Stripe's calls are among those that fail there
    "outbox.": "tests/outbox/test_hardship.py",
    "requests.": "tests/requests/test_access.py",
    "staff.actions.rekeying.": "tests/ops/test_keys.py",  # each is one row, and what is left is done by the next run
}


@cache
def ground_of(name: str) -> Ground:
    return Ground(CASES[name])


@pytest.mark.req("REL02", "REL25")
@pytest.mark.parametrize("name", CASES)
def test_after_any_crash_it_ends_as_if_there_had_been_none(name: str) -> None:
    ground = ground_of(name)
    well = ground.well()
    faults = list(ground.faults())
    assert faults, "it asks nothing of the cloud"
    found = {fault: differs(CASES[name], ground.after(fault), well) for fault in faults}
    assert {fault: what for fault, what in found.items() if what} == {}


def writers() -> Iterator[str]:
    """Yield every function of the product that writes into the table: `accounts.actions.sign_up.sign_up`."""
    for path in sorted((ROOT / "chalicelib").rglob("*.py")):
        module = ".".join(path.relative_to(ROOT / "chalicelib").with_suffix("").parts)
        if not module.startswith("cloud.") and module != "unit_of_work":
            yield from _writers(ast.parse(path.read_text()), module)


def _writers(node: ast.AST, name: str) -> Iterator[str]:
    for child in ast.iter_child_nodes(node):
        inner = f"{name}.{child.name}" if isinstance(child, ast.FunctionDef | ast.ClassDef) else name
        if isinstance(child, ast.Call) and _writes(child.func):
            yield name
        yield from _writers(child, inner)


def _writes(called: ast.expr) -> bool:
    if not isinstance(called, ast.Attribute):
        return False
    target = ast.unparse(called.value).rpartition(".")[2]
    return (target, called.attr) in {("table", "commit"), ("table", "update"), ("work", "commit")}


@pytest.mark.req("REL25")
def test_nothing_that_writes_is_left_out() -> None:
    walked: set[str] = set()
    for name in CASES:
        ground_of(name).well()
        walked |= ground_of(name).table.writers
    missing = set(writers()) - walked
    assert sorted(name for name in missing if not name.startswith(tuple(ELSEWHERE))) == []
    assert [each for each in ELSEWHERE if not any(name.startswith(each) for name in missing)] == [], "not needed"
    assert [path for path in ELSEWHERE.values() if not (ROOT / path).exists()] == []
