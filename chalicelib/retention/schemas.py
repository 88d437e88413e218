"""What the pages behind the links of notices show."""

from chalicelib.record import Record


class KeepPage(Record):
    """Where something is kept; `number` is that of a draft, None for an account."""

    number: str | None = None
    link_is_open: bool
