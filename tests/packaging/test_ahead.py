"""What the build does ahead, so that a start need not."""

from pathlib import Path

import pytest

from chalicelib.portal import loader
from infra.packing.type_hints import strip

MODULE = """
class Fields(TypedDict, total=False):
    name: str

class Other(Base):
    name: str = "x"
"""


@pytest.mark.parametrize("key", loader.keys())
def test_a_portal_that_was_checked_ahead_is_the_one_that_its_file_describes(unpacked: Path, key: str) -> None:
    portals = unpacked / "chalicelib" / "portal" / "portals"
    assert (portals / key / loader.CHECKED).exists()
    assert loader.load(key, portals) == loader.load(key)


def test_a_typed_dict_loses_its_fields_and_nothing_else_does(tmp_path: Path) -> None:
    module = tmp_path / "module.py"
    module.write_text(MODULE)
    strip(module)
    assert module.read_text().split() == MODULE.replace("name: str\n\n", "pass\n\n").replace('"', "'").split()
