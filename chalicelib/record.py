"""The base of everything that is data here: portals, records, inputs, pages."""

from typing import Any, Self

from pydantic import BaseModel, ConfigDict


class Record(BaseModel):
    """Frozen, and closed: an unknown field is an error. Built at first use: a cold start pays for what it needs."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True, hide_input_in_errors=True)

    def but(self, **changes: Any) -> Self:
        """Return a copy with these fields changed, checked like any other."""
        return type(self).model_validate({**dict(self), **changes})
