"""Takes the docstrings out of the modules that others wrote: nobody asks for help in a Lambda.

Python's own way, `-OO`, would take out what is asserted too.
"""

import ast
from pathlib import Path

Documented = ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef


def strip(module: Path) -> None:
    """Leave every other line as it is, and where it is."""
    source = module.read_bytes()
    lines = source.splitlines(keepends=True)
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, Documented) and ast.get_docstring(node, clean=False) and not _is_dataclass(node):
            _blank(lines, node.body[0], b"" if isinstance(node, ast.Module) else b"0")
    module.write_bytes(b"".join(lines))


def _is_dataclass(node: ast.AST) -> bool:
    """Tell whether it may be one: without a docstring, it would compute one of its signature at each start."""
    return isinstance(node, ast.ClassDef) and bool(node.decorator_list)


def _blank(lines: list[bytes], docstring: ast.stmt, left: bytes) -> None:
    """Put what is left in place of the docstring, unless other code follows it on its last line."""
    first, last = docstring.lineno - 1, (docstring.end_lineno or docstring.lineno) - 1
    before, after = lines[first][: docstring.col_offset], lines[last][docstring.end_col_offset :]
    if after.strip() and not after.strip().startswith(b"#"):
        return
    lines[first : last + 1] = [before + left + b"\n", *[b"\n"] * (last - first)]
