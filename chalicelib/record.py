"""The base of everything that is data here: portals, records, inputs, pages."""

from collections.abc import Mapping
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, ValidationError

from chalicelib.errors import WrittenByNewer

PLACES = {  # attributes of a row that say where it is found and when it is removed: the write itself sets them
    *("pk", "sk", "due_kind", "due_at", "queue", "queue_at", "ttl", "idempotency_token"),
}
UNKNOWN_MEMBER = {"enum", "literal_error"}  # what pydantic says of a state that is not among those it knows


class Record(BaseModel):
    """Frozen, and closed: an unknown field is an error. Built at first use: a cold start pays for what it needs.

    But what a row holds besides, newer code has written: a record that was read keeps it, shows it to nobody, and is
    stored with it again (docs/decisions/0129).
    """

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True, hide_input_in_errors=True)

    @classmethod
    def from_item(cls, item: Mapping[str, Any]) -> Self:
        """Return the record that an item holds beside its keys; what it lacked when it was written is usual.

        Raise WrittenByNewer where it is in a state that this code does not know.
        """
        known = cls.model_fields
        held = {name: value for name, value in item.items() if name in known or name not in PLACES}
        try:
            return cls.model_validate(held, extra="allow")
        except ValidationError as error:
            if any(fault["type"] in UNKNOWN_MEMBER for fault in error.errors(include_input=False)):
                raise WrittenByNewer from error
            raise

    def replace(self, **changes: Any) -> Self:
        """Return a copy with these fields changed, checked like any other."""
        known = type(self).model_fields
        if not changes.keys() <= known.keys():
            raise TypeError(f"{type(self).__name__} has no {', '.join(changes.keys() - known.keys())}")
        return type(self).model_validate({**dict(self), **changes}, extra="allow")

    def declared(self) -> dict[str, Any]:
        """Return the values of all fields by name, without what newer code added."""
        return {name: getattr(self, name) for name in type(self).model_fields}

    def stored(self, *, nulls: bool = False) -> dict[str, Any]:
        """Return it as a row holds it: as JSON, with what newer code added; without what is None, unless `nulls`."""
        return _with_added(self, self.model_dump(mode="json", exclude_none=not nulls))


def _with_added(record: Record, dumped: dict[str, Any]) -> dict[str, Any]:
    """Return what was dumped of a record, with what newer code added to it and to the records in it."""
    parts = {name: _stored(getattr(record, name), part) for name, part in dumped.items()}
    return {**(record.__pydantic_extra__ or {}), **parts}


def _stored(value: Any, dumped: Any) -> Any:
    match value:
        case Record():
            return _with_added(value, dumped)
        case tuple() if any(isinstance(each, Record) for each in value):
            return [_stored(each, part) for each, part in zip(value, dumped, strict=True)]
        case Mapping() if any(isinstance(each, Record) for each in value.values()):
            return {name: _stored(each, dumped[name]) for name, each in value.items()}
    return dumped
