"""What the doctor finds: one line for each thing that was looked at."""

from typing import NamedTuple


class Finding(NamedTuple):
    """`records` are lines to paste into the domain's zone."""

    good: bool
    what: str
    records: tuple[str, ...] = ()

    def __str__(self) -> str:
        lines = [
            f"{'ok     ' if self.good else 'NOT OK '} {self.what}",
            *(f"          {each}" for each in self.records),
        ]
        return "\n".join(lines)
