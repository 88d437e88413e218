"""What staff type about a file, and what they are told when it won't do."""

from typing import Annotated, ClassVar

from chalicelib.applications.inputs import FileNumber
from chalicelib.applications.model import Decision
from chalicelib.forms.inputs import LARGEST_PAGE
from chalicelib.phrase import phrase
from chalicelib.staff.inputs import ReasonWhereRefused
from chalicelib.web.inputs import Asks, Input, Line, Sentences

NOBODY = "nobody"
WHICH = phrase("Choose a decision.")
WHY = phrase("Say why, in a few sentences. The applicant reads it.")
TOO_LONG = phrase("This text is too long. Shorten it.")
WHO = phrase("Choose who works on the file.")


class FindFile(Input):
    """A file, by its number."""

    number: FileNumber

    @property
    def digits(self) -> str:
        return "".join(filter(str.isdecimal, self.number))


class Assign(Input):
    """Who of the staff works on the file: an id, or `nobody`."""

    assignee: Annotated[Line, Asks(WHO, WHO)]

    @property
    def chosen(self) -> str | None:
        return None if self.assignee == NOBODY else self.assignee


class WriteNote(Input):
    """What staff note for one another."""

    body_limit: ClassVar[int] = LARGEST_PAGE

    text: Annotated[Sentences, Asks(phrase("Write the note."), TOO_LONG)]


class AskPerson(Input):
    """What staff ask of the person."""

    body_limit: ClassVar[int] = LARGEST_PAGE

    text: Annotated[Sentences, Asks(phrase("Write what you ask."), TOO_LONG)]


class Hold(Input):
    """Why the file can't go on for now; the person reads it."""

    body_limit: ClassVar[int] = LARGEST_PAGE

    reason: Annotated[Sentences, Asks(WHY, TOO_LONG)]


class Decide(Input):
    """How the review ends; a refusal says why."""

    body_limit: ClassVar[int] = LARGEST_PAGE

    decision: Annotated[Decision, Asks(WHICH, WHICH)]
    reason: Annotated[ReasonWhereRefused, Asks(WHY, WHY)] = None
