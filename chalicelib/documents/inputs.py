"""Input models of documents; the files themselves go to the bucket."""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints

from chalicelib.phrase import phrase
from chalicelib.staff.inputs import given_where_refused
from chalicelib.web.inputs import Asks, Input, Line

WHICH = phrase("Say whether the document is accepted or refused.")
WHY = phrase("Say why the document is refused, in a few sentences.")


class AddDocument(Input):
    """A document to be sent: which one is asked for, and whose place it takes (REQUIREMENTS F3)."""

    slot: Line
    replaces: Line | None = None


class Review(Input):
    """What the staff say of a document; the person reads the reason."""

    decision: Annotated[Literal["accept", "refuse"], Asks(WHICH, WHICH)]
    reason: Annotated[
        Annotated[str, StringConstraints(strip_whitespace=True, max_length=1000)] | None,
        Field(validate_default=True),
        AfterValidator(given_where_refused),
        Asks(WHY, WHY),
    ] = None

    @property
    def refused_for(self) -> str | None:
        return self.reason if self.decision == "refuse" else None
