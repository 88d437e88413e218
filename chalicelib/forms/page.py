"""A page of a form."""

from typing import Annotated

from pydantic import Field as Limits
from pydantic import StringConstraints

from chalicelib.forms.kinds.document import DocumentQuestion
from chalicelib.forms.question import Condition
from chalicelib.forms.registry import AskedQuestion
from chalicelib.portal.text import Text
from chalicelib.record import Record


class FormPage(Record):
    """One page of a form."""

    key: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]*$")]
    title: Text
    introduction: Text | None = None
    when: Condition | None = None
    questions: Annotated[tuple[AskedQuestion, ...], Limits(min_length=1)]

    def __hash__(self) -> int:
        """Return the key's: hashing all its questions takes longer than reading their answers."""
        return hash(self.key)

    @property
    def has_documents(self) -> bool:
        """Whether one of its questions chooses from the documents."""
        return any(isinstance(question, DocumentQuestion) for question in self.questions)
