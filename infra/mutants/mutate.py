"""Makes mutants of a module: its source with one small change, such as `<` for `<=` or a member less in a set."""

import ast
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

COMPARED: dict[type[ast.cmpop], str] = {
    ast.Lt: "<=",
    ast.LtE: "<",
    ast.Gt: ">=",
    ast.GtE: ">",
    ast.Eq: "!=",
    ast.NotEq: "==",
    ast.In: "not in",
    ast.NotIn: "in",
    ast.Is: "is not",
    ast.IsNot: "is",
}
COMBINED: dict[type[ast.operator], str] = {
    ast.Add: "-",
    ast.Sub: "+",
    ast.Mult: "+",
    ast.Div: "*",
    ast.FloorDiv: "*",
    ast.Mod: "+",
    ast.BitOr: "&",
    ast.BitAnd: "|",
}
TYPES = ("annotation", "returns")  # `int | None` is no sum


class Edit(NamedTuple):
    """One change of a source: what stands between two places, in bytes, becomes this text."""

    kind: str
    start: int
    end: int
    text: str


class Mutant(NamedTuple):
    """A module with one change. `before` and `after` are its lines, by which a survivor is known."""

    file: str
    line: int
    kind: str
    before: str
    after: str
    source: str


class _Source:
    """A module's text, in which nodes are found by their bytes."""

    def __init__(self, text: str) -> None:
        self.bytes = text.encode()
        self.starts = [0]
        for line in self.bytes.splitlines(keepends=True):
            self.starts.append(self.starts[-1] + len(line))

    def start(self, node: ast.expr | ast.stmt) -> int:
        return self.starts[node.lineno - 1] + node.col_offset

    def end(self, node: ast.expr | ast.stmt) -> int:
        return self.starts[(node.end_lineno or 0) - 1] + (node.end_col_offset or 0)  # what is parsed has both

    def text(self, node: ast.expr | ast.stmt) -> str:
        return self.bytes[self.start(node) : self.end(node)].decode()

    def replaced(self, kind: str, node: ast.expr | ast.stmt, text: str) -> Edit:
        return Edit(kind, self.start(node), self.end(node), text)

    def between(self, kind: str, left: ast.expr, right: ast.expr, operator: str) -> Edit:
        """Return the change of an operator; brackets around its sides stay."""
        start, end = self.end(left), self.start(right)
        gap = self.bytes[start:end].decode()
        before, after = gap[: len(gap) - len(gap.lstrip(") \n"))], gap[len(gap.rstrip("( \n")) :]
        return Edit(kind, start, end, f"{before} {operator} {after}".replace("  ", " "))

    def line(self, position: int) -> int:
        return sum(start <= position for start in self.starts)


def mutants(file: str, text: str) -> list[Mutant]:
    """Return all mutants of a module that can be compiled, in the order of their places."""
    source, tree = _Source(text), ast.parse(text)
    edits = sorted({edit for node in _code(tree) for edit in _edits(node, source, tree)}, key=lambda each: each[1:])
    made = (_mutant(file, source, edit) for edit in edits)
    return [each for each in made if each.source != text and _compiles(each.source)]


def _mutant(file: str, source: _Source, edit: Edit) -> Mutant:
    changed = source.bytes[: edit.start] + edit.text.encode() + source.bytes[edit.end :]
    first, last = source.line(edit.start), source.line(max(edit.start, edit.end - 1))
    grown = changed.count(b"\n") - source.bytes.count(b"\n")
    before = _lines(source.bytes, first, last)
    return Mutant(file, first, edit.kind, before, _lines(changed, first, last + grown), changed.decode())


def _lines(text: bytes, first: int, last: int) -> str:
    return " ".join(line.decode().strip() for line in text.splitlines()[first - 1 : last])


def _compiles(source: str) -> bool:
    try:
        compile(source, "mutant", "exec")
    except SyntaxError:
        return False
    return True


def _code(node: ast.AST) -> Iterator[ast.AST]:
    """Yield the nodes that do something: no types, and no imports."""
    yield node
    for name, value in ast.iter_fields(node):
        if name in TYPES or isinstance(node, ast.Import | ast.ImportFrom):
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST):
                yield from _code(child)


def _edits(node: ast.AST, source: _Source, tree: ast.Module) -> Iterator[Edit]:
    if isinstance(node, ast.expr):
        yield from _of_operators(node, source)
        yield from _of_values(node, source)
        yield from _of_members(node, source, tree)
    elif isinstance(node, ast.stmt):
        yield from _of_statements(node, source)


def _of_operators(node: ast.expr, source: _Source) -> Iterator[Edit]:
    match node:
        case ast.Compare(left=left, ops=ops, comparators=others):
            for (one, other), op in zip(pairwise([left, *others]), ops, strict=True):
                yield source.between("comparison", one, other, COMPARED[type(op)])
        case ast.BoolOp(op=op, values=values):
            for one, other in pairwise(values):
                yield source.between("and/or", one, other, "or" if isinstance(op, ast.And) else "and")
        case ast.BinOp(left=left, op=op, right=right) if type(op) in COMBINED:
            yield source.between("arithmetic", left, right, COMBINED[type(op)])


def _of_values(node: ast.expr, source: _Source) -> Iterator[Edit]:
    match node:
        case ast.Constant(value=bool(value)):
            yield source.replaced("constant", node, str(not value))
        case ast.Constant(value=int(value)):
            yield source.replaced("constant", node, str(value + 1))
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            yield source.replaced("not", node, f"({source.text(operand)})")
        case ast.IfExp(test=test):
            yield source.replaced("condition", test, f"(not ({source.text(test)}))")


def _of_members(node: ast.expr, source: _Source, tree: ast.Module) -> Iterator[Edit]:
    match node:
        case ast.Call():
            yield from _of_arguments(node, source, tree)
        case ast.Set(elts=members) | ast.List(elts=members, ctx=ast.Load()):
            yield from _without_one(node, members, source)
            yield from _with_one(node, members, source, tree)
        case ast.Dict(keys=keys, values=values):
            texts = [_entry(key, value, source) for key, value in zip(keys, values, strict=True)]
            for index in range(len(texts)):
                yield source.replaced("entry", node, "{" + ", ".join(texts[:index] + texts[index + 1 :]) + "}")


def _of_arguments(node: ast.Call, source: _Source, tree: ast.Module) -> Iterator[Edit]:
    for keyword in node.keywords:
        rest: list[ast.expr | ast.keyword] = [*node.args, *(each for each in node.keywords if each is not keyword)]
        inside = ", ".join(_text(each, source) for each in rest)
        yield Edit("keyword", source.end(node.func), source.end(node), f"({inside})")
    for each in node.args:
        yield from (source.replaced("neighbour", each, name) for name in _neighbours(each, tree))


def _text(argument: ast.expr | ast.keyword, source: _Source) -> str:
    if isinstance(argument, ast.expr):
        return source.text(argument)
    value = source.text(argument.value)
    return f"{argument.arg}={value}" if argument.arg else f"**{value}"


def _entry(key: ast.expr | None, value: ast.expr, source: _Source) -> str:
    return f"{source.text(key)}: {source.text(value)}" if key else f"**{source.text(value)}"


def _without_one(node: ast.expr, members: list[ast.expr], source: _Source) -> Iterator[Edit]:
    opening, closing = ("{", "}") if isinstance(node, ast.Set) else ("[", "]")
    for gone in members:
        rest = ", ".join(source.text(each) for each in members if each is not gone)
        empty = not rest and isinstance(node, ast.Set)
        yield source.replaced("member less", node, "set()" if empty else f"{opening}{rest}{closing}")


def _with_one(node: ast.expr, members: list[ast.expr], source: _Source, tree: ast.Module) -> Iterator[Edit]:
    """Add to a set of an enumeration's members each other one that the module names."""
    texts = [source.text(each) for each in members]
    owners = {source.text(each.value) for each in members if isinstance(each, ast.Attribute)}
    if isinstance(node, ast.Set) and len(owners) == 1:
        for name in sorted(_attributes(tree, owners.pop()) - set(texts)):
            yield source.replaced("member more", node, "{" + ", ".join([*texts, name]) + "}")


def _attributes(tree: ast.Module, owner: str) -> set[str]:
    """Return `State.DRAFT` and the like, as far as the module names them."""
    found = (node for node in ast.walk(tree) if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name))
    return {f"{owner}.{node.attr}" for node in found if ast.unparse(node.value) == owner and node.attr.isupper()}


def _neighbours(node: ast.expr, tree: ast.Module) -> Iterator[str]:
    """Yield the module's constant after this one: of a table's rows, it makes wrong ones."""
    targets = [target for each in tree.body if isinstance(each, ast.Assign) for target in each.targets]
    names = [target.id for target in targets if isinstance(target, ast.Name) and target.id.isupper()]
    if isinstance(node, ast.Name) and node.id in names:
        yield names[names.index(node.id) - 1]


def _of_statements(node: ast.stmt, source: _Source) -> Iterator[Edit]:
    match node:
        case ast.Raise():
            yield source.replaced("raise", node, "pass")
        case ast.Expr(value=ast.Call()):
            yield source.replaced("call", node, "pass")
        case ast.Return(value=ast.expr() as value) if not (isinstance(value, ast.Constant) and value.value is None):
            yield source.replaced("return", node, "return None")
        case ast.If(test=test) | ast.While(test=test) if not isinstance(test, ast.Compare):
            yield source.replaced("condition", test, f"not ({source.text(test)})")
