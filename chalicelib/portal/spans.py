"""What policies count in: numbers, exact spans, and how often something may happen.

A number in quotes is none, and a span has a longest: a key whose `M` was meant for minutes and says months is refused.
"""

import re
from datetime import timedelta
from typing import Annotated, Any, Self

from pydantic import BeforeValidator, Field, model_validator

from chalicelib.portal.faults import wrong
from chalicelib.record import Record

ISO_8601 = r"^P(?!$)(\d+W|(\d+D)?(T(?=\d)(\d+H)?(\d+M)?(\d+S)?)?)$"  # as files say it


def _exact(value: Any) -> Any:
    """Refuse what pydantic takes for seconds (45), for hours and minutes (00:45), and for months of 30 days (P1M)."""
    if isinstance(value, timedelta) or (isinstance(value, str) and re.fullmatch(ISO_8601, value)):
        return value
    if months := re.fullmatch(r"P(\d+)M", str(value)):
        raise wrong("span_of_months", months=int(months[1]))
    raise wrong("span")


Switch = Annotated[bool, Field(strict=True)]
Integer = Annotated[int, Field(strict=True)]
Whole = Annotated[int, Field(strict=True, ge=0)]
Count = Annotated[int, Field(strict=True, ge=1)]
Written = Annotated[str, Field(pattern=ISO_8601)]
Span = Annotated[timedelta, BeforeValidator(_exact, json_schema_input_type=Written), Field(gt=timedelta(0))]
UpToAnHour = Annotated[Span, Field(le=timedelta(hours=1))]
UpToADay = Annotated[Span, Field(le=timedelta(days=1))]
UpToAMonth = Annotated[Span, Field(le=timedelta(days=31))]
UpToAYear = Annotated[Span, Field(le=timedelta(days=366))]


class Limit(Record):
    """At most `count` times in any window of length `per`; windows don't slide."""

    count: Count
    per: UpToADay


class SharedLimit(Limit):
    """The limit of one visitor beside a budget that all share: `when_spent` times more while that one is spent.

    So a flood slows strangers down, and shuts nobody out.
    """

    when_spent: Count

    @model_validator(mode="after")
    def _in_proportion(self) -> Self:
        if self.when_spent > self.count:
            raise wrong("more_when_spent")
        return self
