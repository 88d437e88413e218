"""The part of DynamoDB's expressions that the product writes; all else is refused, also where AWS would take it."""

import re
from collections.abc import Mapping
from functools import cache
from typing import Any, NamedTuple

from tests.support.simulated_dynamodb.errors import invalid
from tests.support.simulated_dynamodb.values import Attributes, worth

TOKEN = re.compile(r"\s*(#\w+|:\w+|\w+|<=|>=|<>|[=<>(),])")
LONGEST = 4096  # bytes of one expression
COMPARISONS = {
    "=": lambda found, given: found == given,
    "<": lambda found, given: found < given,
    "<=": lambda found, given: found <= given,
    ">": lambda found, given: found > given,
    ">=": lambda found, given: found >= given,
}
FUNCTIONS = ("attribute_exists", "attribute_not_exists", "begins_with")


class Node(NamedTuple):
    """`AND` and `OR` of nodes; or a comparison, a function or `BETWEEN` of placeholders: an attribute, then values."""

    operator: str
    operands: tuple[Any, ...]


class Placeholders:
    """Names and values of one request. Each must be used: DynamoDB refuses what is not."""

    def __init__(self, request: Mapping[str, Any]) -> None:
        self._names: Mapping[str, str] = request.get("ExpressionAttributeNames", {})
        self._values: Attributes = request.get("ExpressionAttributeValues", {})
        texts = [str(text) for name, text in request.items() if name.endswith("Expression")]
        used = {token for text in texts for token in re.findall(r"[#:]\w+", text)}
        if used != {*self._names, *self._values} or not all(len(text.encode()) <= LONGEST for text in texts):
            raise invalid(f"unused or undefined placeholders, or too long: {texts}")

    def name(self, placeholder: str) -> str:
        if placeholder not in self._names:
            raise invalid(f"{placeholder} is no name of an attribute: the product writes all names as placeholders")
        return self._names[placeholder]

    def value(self, placeholder: str) -> Attributes:
        if placeholder not in self._values:
            raise invalid(f"{placeholder} is no value")
        found: Attributes = self._values[placeholder]
        return found


@cache
def parsed(text: str) -> Node:
    """Return a condition, or a condition on keys, as a tree."""
    tokens = TOKEN.findall(text)
    if "".join(tokens) != re.sub(r"\s", "", text):
        raise invalid(f"Invalid expression: {text}")
    node, rest = _either(tokens)
    if rest:
        raise invalid(f"Invalid expression: {text}")
    return node


def _either(tokens: list[str]) -> tuple[Node, list[str]]:
    return _joined("OR", tokens)


def _joined(word: str, tokens: list[str]) -> tuple[Node, list[str]]:
    """Read members between which the word stands; AND binds more than OR."""
    inner = (lambda rest: _joined("AND", rest)) if word == "OR" else _member
    node, tokens = inner(tokens)
    members = [node]
    while tokens[:1] == [word]:
        node, tokens = inner(tokens[1:])
        members.append(node)
    return (node if len(members) == 1 else Node(word, tuple(members))), tokens


def _member(tokens: list[str]) -> tuple[Node, list[str]]:
    match tokens:
        case ["(", *rest]:
            node, rest = _either(rest)
            if rest[:1] == [")"]:
                return node, rest[1:]
        case [function, "(", *rest] if function in FUNCTIONS:
            end = rest.index(")") if ")" in rest else 0
            return Node(function, tuple(rest[:end:2])), rest[end + 1 :]
        case [name, "BETWEEN", low, "AND", high, *rest]:
            return Node("BETWEEN", (name, low, high)), rest
        case [name, operator, value, *rest] if operator in COMPARISONS:
            return Node(operator, (name, value)), rest
    raise invalid(f"Invalid expression at: {' '.join(tokens)}")


def holds(node: Node, item: Mapping[str, Any] | None, words: Placeholders) -> bool:
    """Tell whether a condition is true of an item; None stands for no item."""
    if node.operator in ("AND", "OR"):
        every = (holds(member, item, words) for member in node.operands)
        return all(every) if node.operator == "AND" else any(every)
    name, *given = node.operands
    found = (item or {}).get(words.name(name))
    match node.operator:
        case "attribute_exists":
            return found is not None
        case "attribute_not_exists":
            return found is None
    return found is not None and _compares(node.operator, found, [words.value(each) for each in given])


def _compares(operator: str, found: Attributes, given: list[Attributes]) -> bool:
    kind, value = worth(found)
    others = [worth(each) for each in given]
    if any(other != kind for other, _ in others):
        return False
    first = others[0][1]
    match operator:
        case "begins_with":
            return bool(value.startswith(first))
        case "BETWEEN":
            return bool(first <= value <= others[1][1])
    return bool(COMPARISONS[operator](value, first))


class Changes(NamedTuple):
    """What an UpdateExpression does: placeholders of names, with those of values."""

    sets: tuple[tuple[str, str], ...]
    adds: tuple[tuple[str, str], ...]
    removes: tuple[str, ...]


CLAUSE = re.compile(r"\s*(SET|ADD|REMOVE)\s+((?:(?!\b(?:SET|ADD|REMOVE)\b).)+)")


@cache
def changes_of(text: str) -> Changes:
    """Return what an UpdateExpression sets, adds and removes."""
    clauses = {clause: [part.strip() for part in parts.split(",")] for clause, parts in CLAUSE.findall(text)}
    sets = tuple(tuple(re.split(r"\s*=\s*", part)) for part in clauses.get("SET", []))
    adds = tuple(tuple(part.split()) for part in clauses.get("ADD", []))
    removes = tuple(clauses.get("REMOVE", []))
    if not clauses or any(len(pair) != 2 for pair in (*sets, *adds)):
        raise invalid(f"Invalid UpdateExpression: {text}")
    return Changes(sets, adds, removes)  # type: ignore[arg-type]


def updated(item: Mapping[str, Any], changes: Changes, words: Placeholders) -> Attributes:
    """Return the item as an update leaves it."""
    after = dict(item)
    names = [words.name(name) for name, _ in (*changes.sets, *changes.adds)] + [*map(words.name, changes.removes)]
    if len(set(names)) != len(names):
        raise invalid("Invalid UpdateExpression: Two document paths overlap with each other")
    for name, value in changes.sets:
        after[words.name(name)] = words.value(value)
    for name, value in changes.adds:
        (before, count), (kind, more) = worth(after.get(words.name(name), {"N": "0"})), worth(words.value(value))
        if before != "N" or kind != "N":
            raise invalid("An operand in the update expression has an incorrect data type")
        after[words.name(name)] = {"N": str(count + more)}
    for name in changes.removes:
        after.pop(words.name(name), None)
    return after
