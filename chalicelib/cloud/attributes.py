"""Items and conditions in DynamoDB's own form. Names and values always travel as placeholders, never in the text."""

from collections.abc import Mapping
from typing import Any

from chalicelib.cloud.table import AllOf, AnyOf, Compare, Condition, Item, NotExists

Attribute = dict[str, Any]  # {"S": "text"}


def pack(value: Any) -> Attribute:
    """Return a value as DynamoDB takes it; raise TypeError for what the table must not hold (floats, sets, bytes)."""
    match value:
        case str():
            return {"S": value}
        case None | bool():
            return {"NULL": True} if value is None else {"BOOL": value}
        case int():
            return {"N": str(value)}
        case dict():
            return {"M": pack_item(value)}
        case list() | tuple():
            return {"L": [pack(member) for member in value]}
    message = f"the table does not hold {type(value).__name__}"
    raise TypeError(message)


def unpack(attribute: Attribute) -> Any:
    kind, value = next(iter(attribute.items()))
    match kind:
        case "NULL":
            return None
        case "N":
            return int(value)
        case "M":
            return unpack_item(value)
        case "L":
            return [unpack(member) for member in value]
    return value


def pack_item(item: Mapping[str, Any]) -> dict[str, Attribute]:
    return {name: pack(value) for name, value in item.items()}


def unpack_item(attributes: Mapping[str, Attribute]) -> Item:
    return {name: unpack(attribute) for name, attribute in attributes.items()}


class Expressions:
    """The placeholders of one request, and the expressions that use them."""

    def __init__(self) -> None:
        self._names: dict[str, str] = {}  # by attribute: each has one placeholder
        self._values: dict[str, Attribute] = {}

    def name(self, name: str) -> str:
        return self._names.setdefault(name, f"#n{len(self._names)}")

    def value(self, value: Any) -> str:
        placeholder = f":v{len(self._values)}"
        self._values[placeholder] = pack(value)
        return placeholder

    def condition(self, condition: Condition) -> str:
        match condition:
            case Compare(name, operator, value):
                return f"{self.name(name)} {operator} {self.value(value)}"
            case NotExists(name):
                return f"attribute_not_exists({self.name(name)})"
            case AnyOf(conditions):
                return "(" + " OR ".join(map(self.condition, conditions)) + ")"
            case AllOf(conditions):
                return "(" + " AND ".join(map(self.condition, conditions)) + ")"

    def update(self, values: Mapping[str, Any], add: Mapping[str, int]) -> str:
        """Return an UpdateExpression that sets the values and counts up what is to be added."""
        sets = ", ".join(f"{self.name(name)} = {self.value(value)}" for name, value in values.items())
        adds = ", ".join(f"{self.name(name)} {self.value(value)}" for name, value in add.items())
        return " ".join(part for part in (sets and f"SET {sets}", adds and f"ADD {adds}") if part)

    def when(self, condition: Condition | None) -> dict[str, Any]:
        """Return the request's ConditionExpression, where there is a condition."""
        return {} if condition is None else {"ConditionExpression": self.condition(condition)}

    def placeholders(self) -> dict[str, Any]:
        """Return the request's names and values; DynamoDB refuses empty ones."""
        names = {placeholder: name for name, placeholder in self._names.items()}
        both = {"ExpressionAttributeNames": names, "ExpressionAttributeValues": self._values}
        return {name: members for name, members in both.items() if members}
