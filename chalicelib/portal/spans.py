"""What policies count in: numbers, exact spans, and how often something may happen."""

from datetime import timedelta
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from chalicelib.record import Record


def _iso_8601(value: Any) -> Any:
    """Refuse what pydantic takes for seconds (45) or for hours and minutes (00:45): a unit is always written."""
    if not (isinstance(value, timedelta) or str(value).startswith("P")):
        message = f"{value!r} is not a span in ISO 8601 such as PT30M"
        raise ValueError(message)
    return value


Count = Annotated[int, Field(ge=1)]
ISO_8601 = r"^P(?!$)(\d+Y)?(\d+M)?(\d+W)?(\d+D)?(T(?=\d)(\d+H)?(\d+M)?(\d+S)?)?$"  # as files say it
Written = Annotated[str, Field(pattern=ISO_8601)]
Span = Annotated[timedelta, BeforeValidator(_iso_8601, json_schema_input_type=Written), Field(gt=timedelta(0))]


class Limit(Record):
    """At most `count` times in any window of length `per`; windows don't slide."""

    count: Count
    per: Span
