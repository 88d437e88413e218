"""What the build does ahead, so that a start need not."""

import shutil
import struct
import zlib
from pathlib import Path

import cryptography.hazmat.bindings._rust as rust
import pytest

from chalicelib.portal import loader
from infra.packing import docstrings
from infra.packing.shared_objects import empty_unloaded
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


def _loaded(content: bytes) -> list[bytes]:
    """Return the segments of a shared object that the loader maps: its program headers name them."""
    start, size, number = struct.unpack_from("<32xQ14xHH", content)
    headers = [struct.unpack_from("<I4xQ16xQ", content, start + index * size) for index in range(number)]
    return [content[offset : offset + length] for kind, offset, length in headers if kind == 1]


def test_a_shared_object_loses_only_what_is_never_loaded(tmp_path: Path) -> None:
    """By its program headers, where the code reads its sections."""
    whole = Path(str(rust.__file__))
    emptied = Path(shutil.copy(whole, tmp_path))
    empty_unloaded(emptied)
    before, after = whole.read_bytes(), emptied.read_bytes()
    assert _loaded(after) == _loaded(before)
    assert len(after) == len(before)
    assert len(zlib.compress(after)) < len(zlib.compress(before)) - 200_000


DOCUMENTED = '''"""Of the module,

and more."""
from __future__ import annotations


class Plain:
    """Of the class,
    and more."""


@dataclass
class Data:
    """Kept."""

    text: str = """kept"""


async def work():
    """Of the function."""  # and why
    assert True


def rest(): "Kept: code follows."; return 1
'''
WITHOUT = """


from __future__ import annotations


class Plain:
    0



@dataclass
class Data:
    '''Kept.'''

    text: str = '''kept'''


async def work():
    0
    assert True


def rest(): "Kept: code follows."; return 1
"""


def test_a_module_loses_its_docstrings_and_no_line_moves(tmp_path: Path) -> None:
    module = tmp_path / "module.py"
    module.write_text(DOCUMENTED)
    docstrings.strip(module)
    assert module.read_text() == WITHOUT.replace("'''", '"""')
    compile(module.read_text(), "module.py", "exec")
