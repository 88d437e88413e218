"""What a person typed never becomes part of an expression: names and values travel beside it (SECURITY SEC63)."""

import ast
from collections.abc import Iterator

import pytest

from chalicelib.cloud.attributes import Expressions
from tests.architecture.source import PACKED, Module, calls, modules

WRITES_EXPRESSIONS = "chalicelib/cloud/attributes.py"
SENDS_EXPRESSIONS = "chalicelib/cloud/dynamo.py"
OPERATORS = {"=", "<", "<=", ">", ">="}
PLACEHOLDERS = {"name", "value"}  # methods of Expressions that return one


@pytest.mark.req("SEC63")
def test_expressions_are_spoken_of_in_two_modules_only() -> None:
    speakers = {module.name for module in modules(*PACKED) if any(_names_an_expression(n) for n in _nodes(module))}
    assert speakers == {WRITES_EXPRESSIONS, SENDS_EXPRESSIONS}


@pytest.mark.req("SEC63")
def test_whoever_sends_an_expression_fills_it_with_placeholders_only() -> None:
    (module,) = modules(SENDS_EXPRESSIONS)
    filled = [n for n in _nodes(module) if isinstance(n, ast.FormattedValue)]
    assert [ast.unparse(each) for each in filled if not _is_placeholder(each.value)] == []


@pytest.mark.req("SEC63")
@pytest.mark.parametrize("place", [WRITES_EXPRESSIONS, SENDS_EXPRESSIONS])
def test_no_expression_is_put_together_by_percent_or_format(place: str) -> None:
    (module,) = modules(place)
    by_percent = [n for n in _nodes(module) if isinstance(n, ast.BinOp) and isinstance(n.op, ast.Mod)]
    assert [module.at(each) for each in [*by_percent, *calls(module, "format", "format_map", "Template")]] == []


@pytest.mark.req("SEC63")
def test_an_operator_is_one_that_the_code_itself_names() -> None:
    found = [(module.at(call), call.args[1]) for module in modules("chalicelib") for call in calls(module, "Compare")]
    odd = [place for place, operator in found if not isinstance(operator, ast.Constant)]
    assert odd == []
    assert {operator.value for _, operator in found if isinstance(operator, ast.Constant)} <= OPERATORS


@pytest.mark.req("SEC63")
@pytest.mark.parametrize("typed", ["x = :v0 OR #n0 = :v0", "pk", "#n0", ":v0", "attribute_exists(pk)"])
def test_a_placeholder_holds_nothing_of_what_it_stands_for(typed: str) -> None:
    words = Expressions()
    assert (words.name(typed), words.value(typed)) == ("#n0", ":v0")


def _nodes(module: Module) -> Iterator[ast.AST]:
    return ast.walk(module.tree)


def _names_an_expression(node: ast.AST) -> bool:
    """Tell whether it is the name of one of DynamoDB's expressions, as a key or as an argument."""
    named = node.arg if isinstance(node, ast.keyword) else node.value if isinstance(node, ast.Constant) else None
    return isinstance(named, str) and named.isalpha() and named.endswith("Expression")


def _is_placeholder(filled: ast.expr) -> bool:
    return isinstance(filled, ast.Call) and isinstance(filled.func, ast.Attribute) and filled.func.attr in PLACEHOLDERS
