"""The question that chooses one of the uploaded documents."""

from datetime import date
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field as Limits
from pydantic import StringConstraints

from chalicelib.forms.question import CHOOSE, DocumentNames, Lines, Name, Question
from chalicelib.forms.typed import NOTHING, as_texts
from chalicelib.phrase import Phrase, phrase


class DocumentQuestion(Question):
    """One of the documents that were uploaded on the documents' page."""

    type: Literal["document"]
    documents: Annotated[tuple[Name, ...], Limits(min_length=1)]  # keys of the documents asked for

    missing_message: ClassVar[Phrase] = phrase("Choose a document: {label}")
    wrong_message: ClassVar[Phrase] = CHOOSE
    sample_fields: ClassVar[dict[str, Any]] = {"documents": ("diploma",)}

    def value_type(self, today: date) -> Any:  # noqa: ARG002
        return Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]

    def comparable(self, raw: Any) -> Any:
        return as_texts(raw)

    def quote(self, raw: Any) -> Any:
        return phrase("another document") if raw else NOTHING

    def display(self, value: str, documents: DocumentNames) -> Lines:
        return (documents.get(value, NOTHING),)

    def input_values(self, raw: Any) -> Any:
        return raw

    def samples(self) -> tuple[Any, ...]:
        return ("0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f",)  # an id, as every upload has one
