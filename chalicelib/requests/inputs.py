"""What people ask for, and what staff answer."""

from typing import Annotated, ClassVar

from pydantic import AfterValidator, Field, ValidationInfo

from chalicelib.applications.inputs import LARGEST_PAGE, Raw, Sentences
from chalicelib.phrase import phrase
from chalicelib.portal.forms.fields import Name
from chalicelib.requests.model import Decision
from chalicelib.web.inputs import Asks, Input, Line

WHICH = phrase("Choose an answer.")
WHY = phrase("Say why, in a few sentences. The person reads it.")


class Ask(Input):
    """A form: all its answers."""

    body_limit: ClassVar[int] = LARGEST_PAGE

    answers: dict[Name, Raw] = Field(default_factory=dict)


def _given_where_refused(reason: str | None, info: ValidationInfo) -> str | None:
    if info.data.get("decision") is Decision.REFUSED and not reason:
        message = "a refusal without a reason"
        raise ValueError(message)
    return reason


class Answer(Input):
    """What staff answer; a refusal says why. `identifier` is what the account has that is meant, if there is one."""

    body_limit: ClassVar[int] = LARGEST_PAGE

    decision: Annotated[Decision, Asks(WHICH, WHICH)]
    identifier: Line | None = None
    reason: Annotated[
        Sentences | None, Field(validate_default=True), AfterValidator(_given_where_refused), Asks(WHY, WHY)
    ] = None
