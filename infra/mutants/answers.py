"""Reads docs/mutants.toml: the survivors that no test needs to notice, and why."""

import tomllib
from pathlib import Path

from chalicelib.record import Record
from infra.mutants.mutate import Mutant
from infra.project import ROOT

SOURCE = ROOT / "docs" / "mutants.toml"


class Answer(Record):
    """A survivor, by the lines of its code, and why it may survive."""

    before: str
    after: str
    why: str


class Answers(Record):
    """All of them."""

    answers: tuple[Answer, ...] = ()

    def why(self, mutant: Mutant) -> str | None:
        """Return why a mutant may survive; None where nothing says so."""
        found = (each.why for each in self.answers if (each.before, each.after) == (mutant.before, mutant.after))
        return next(found, None)


def read_answers(path: Path = SOURCE) -> Answers:
    return Answers.model_validate(tomllib.loads(path.read_text()))
