"""Response of the pages that notices link to."""

from chalicelib.record import Record


class KeepPage(Record):
    """Page where a person keeps a thing; `number` is the draft's, None for an account."""

    number: str | None = None
    link_is_open: bool
