"""The clock, the environment and the application's own file: each is where one looks for it.

What imports say is held by import-linter (.importlinter); this is what they don't say.
"""

import ast
import json

import pytest

from chalicelib.settings import Settings
from infra.project import ROOT
from tests.architecture.source import PACKED, Module, calls, modules

CLOCK = "chalicelib/cloud/system_clock.py"
TELLS_THE_TIME = ("now", "utcnow", "today", "time", "time_ns", "monotonic", "perf_counter", "gmtime", "localtime")
CONFIG = json.loads((ROOT / ".chalice" / "config.json").read_text())


def test_one_module_reads_the_clock() -> None:
    """Everything else that runs in a Lambda is told the time."""
    found = {module.name for module in modules(*PACKED) for call in calls(module, *TELLS_THE_TIME) if _is_clock(call)}
    assert found == {CLOCK}


def _is_clock(call: ast.Call) -> bool:
    """Tell `datetime.now()` from `services.clock.now()`, which asks the one clock."""
    return isinstance(call.func, ast.Attribute) and ast.unparse(call.func.value) in ("datetime", "date", "time")


@pytest.mark.parametrize("stage", sorted(CONFIG["stages"]))
def test_a_stage_gives_exactly_what_the_settings_declare(stage: str) -> None:
    given = CONFIG["stages"][stage]["environment_variables"]
    assert given.keys() == {name.upper() for name in Settings.model_fields}


def test_the_application_reads_its_variables_by_the_settings() -> None:
    (app,) = modules("app.py")
    assert [ast.unparse(call) for call in calls(app, "get", "getenv")] == []


def test_the_application_knows_the_counter_the_services_and_the_jobs() -> None:
    (app,) = modules("app.py")
    assert _imported(app) - {"gc", "os", "sys", "typing", "chalice.app"} == {
        "chalicelib.app_factory",
        "chalicelib.command_line",
        "chalicelib.services",
        "scheduled",
    }


def test_nothing_imports_the_application() -> None:
    importers = [module.name for module in modules("chalicelib", "scheduled", "infra") if "app" in _imported(module)]
    assert importers == ["infra/bench/starts/answer.py"]  # which starts it as Lambda does, to see what that costs


def test_every_function_of_the_application_has_a_job_of_its_name() -> None:
    (app,) = modules("app.py")
    jobs = {module.name for module in modules("scheduled")} - {"scheduled/__init__.py"}
    assert jobs == {f"scheduled/{node.name}.py" for node in app.tree.body if isinstance(node, ast.FunctionDef)}


def _imported(module: Module) -> set[str]:
    nodes = list(ast.walk(module.tree))
    whole = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    return whole | {node.module for node in nodes if isinstance(node, ast.ImportFrom) and node.module}
