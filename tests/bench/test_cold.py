"""Programs that are started as Lambda would start them."""

from pathlib import Path

import pytest

from infra.bench.cold import compiled
from infra.packing.bytecode import compile_tree

APP = """
import other

def app(event, context):
    return {"statusCode": event["status"]}
"""


@pytest.fixture
def package(tmp_path: Path) -> Path:
    (tmp_path / "app.py").write_text(APP)
    (tmp_path / "other.py").write_text("")
    (tmp_path / "event").write_text('{"status": 200}')
    return tmp_path


def test_modules_without_byte_code_are_named(package: Path) -> None:
    found = compiled(package, str(package / "event"), {})
    assert found == [str(package / "app.py"), str(package / "other.py")]


def test_modules_with_byte_code_are_not(package: Path) -> None:
    compile_tree(package)
    assert compiled(package, str(package / "event"), {}) == []
