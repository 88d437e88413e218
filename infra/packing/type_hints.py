"""Takes out of a module what only type checkers read and Python pays for all the same.

The fields of a TypedDict are such: Python compiles each of them, as text, whenever it imports the module.
"""

import ast
from pathlib import Path

from infra.trouble import Trouble


def strip(module: Path) -> None:
    """Leave the module's TypedDicts without fields."""
    stripped = _Stripper().visit(ast.parse(module.read_text()))
    module.write_text(ast.unparse(stripped))


def leave_out_models(module: Path) -> None:
    """Leave Powertools' types of batches without the models of pydantic: it would import its parser for them alone."""
    text, condition = module.read_text(), 'has_pydantic = "pydantic" in sys.modules'
    if condition not in text:
        raise Trouble(f"{module.name} decides in another way which types there are: see infra/packing/type_hints.py.")
    module.write_text(text.replace(condition, "has_pydantic = False"))


class _Stripper(ast.NodeTransformer):
    def visit_ClassDef(self, node: ast.ClassDef) -> ast.ClassDef:
        if any(isinstance(base, ast.Name) and base.id == "TypedDict" for base in node.bases):
            node.body = [ast.Pass()]
        return node
