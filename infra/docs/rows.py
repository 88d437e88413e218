"""The rows of the requirements and of the security bar, as docs/rows.toml holds them."""

import re
import tomllib
from typing import Literal, Self

from pydantic import model_validator

from chalicelib.record import Record
from infra.project import ROOT

SOURCE = ROOT / "docs" / "rows.toml"
BAR = ("SEC", "REL")  # the sections of the security document


class Row(Record):
    """One thing that is asked. `note` says what is missing, when it comes, or why it is not needed."""

    text: str
    portals: tuple[str, ...] = ()  # all of them where none is named
    state: Literal["done", "partly", "not yet", "not needed"]
    note: str = ""

    @model_validator(mode="after")
    def _explained(self) -> Self:
        if (self.state == "done" and self.note) or (self.state in ("partly", "not needed") and not self.note):
            message = f"{self.state} {'says all' if self.note else 'needs a note'}: {self.text}"
            raise ValueError(message)
        return self


class Deviation(Record):
    """A policy that some portals' documents promise and that is weaker than today's practice."""

    policy: Literal["composition", "max_age", "duplicate_address", "second_fact", "shared_codes"]
    portals: tuple[str, ...]
    rows: tuple[str, ...]
    promise: str
    practice: str
    reason: str


class Rows(Record):
    """`sections` are titles, by the letters that a row's name begins with."""

    sections: dict[str, str]
    rows: dict[str, Row]
    deviations: tuple[Deviation, ...]

    def of(self, section: str) -> dict[str, Row]:
        return {name: row for name, row in self.rows.items() if section_of(name) == section}


def section_of(name: str) -> str:
    """Return `SEC` of `SEC12`."""
    return re.sub(r"\d+$", "", name)


def read_rows() -> Rows:
    return Rows.model_validate(tomllib.loads(SOURCE.read_text()))
