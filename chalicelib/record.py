"""The base of everything that is data here: portals, records, inputs, pages."""

from collections.abc import Mapping
from typing import Any, Self

from pydantic import BaseModel, ConfigDict


class Record(BaseModel):
    """Frozen, and closed: an unknown field is an error. Built at first use: a cold start pays for what it needs."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True, hide_input_in_errors=True)

    @classmethod
    def from_item(cls, item: Mapping[str, Any]) -> Self:
        """Return the record that an item holds beside its keys; what it lacked when it was written is usual."""
        return cls.model_validate({name: item[name] for name in cls.model_fields if name in item})

    def replace(self, **changes: Any) -> Self:
        """Return a copy with these fields changed, checked like any other."""
        return type(self).model_validate({**dict(self), **changes})
