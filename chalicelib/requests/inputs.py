"""What people ask for, and what staff answer."""

from typing import Annotated, ClassVar

from pydantic import Field

from chalicelib.applications.model import Decision
from chalicelib.forms.inputs import LARGEST_PAGE, Raw
from chalicelib.forms.question import Name
from chalicelib.phrase import phrase
from chalicelib.staff.inputs import ReasonWhereRefused
from chalicelib.web.inputs import Asks, Input, Line

WHICH = phrase("Choose an answer.")
WHY = phrase("Say why, in a few sentences. The person reads it.")


class Ask(Input):
    """A form: all its answers."""

    body_limit: ClassVar[int] = LARGEST_PAGE

    answers: dict[Name, Raw] = Field(default_factory=dict)


class Answer(Input):
    """What staff answer; a refusal says why. `identifier` is what the account has that is meant, if there is one."""

    body_limit: ClassVar[int] = LARGEST_PAGE

    decision: Annotated[Decision, Asks(WHICH, WHICH)]
    identifier: Line | None = None
    reason: Annotated[ReasonWhereRefused, Asks(WHY, WHY)] = None
