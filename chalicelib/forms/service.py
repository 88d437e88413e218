"""A service: what someone can apply for, and everything that is asked for it (REQUIREMENTS F1)."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Self

from pydantic import Field as Limits
from pydantic import StringConstraints, model_validator

from chalicelib.forms.kinds.document import DocumentQuestion
from chalicelib.forms.kinds.text import TextQuestion
from chalicelib.forms.page import FormPage
from chalicelib.forms.question import Condition, Name, Question
from chalicelib.portal.periods import Period
from chalicelib.portal.text import Text
from chalicelib.record import Record

Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]*$")]


class DocumentAsked(Record):
    """A document that belongs to an application. `sender` names who sends it where the person doesn't (F4)."""

    key: Name
    label: Text
    hint: Text | None = None
    required: bool = True
    when: Condition | None = None
    sender: Text | None = None


class Eligibility(Record):
    """Who may apply: members of an audience, or who was approved for another service before (REQUIREMENTS F10)."""

    audiences: Annotated[tuple[str, ...], Limits(min_length=1)]
    approved_for: tuple[Key, ...] = ()  # any of these services


class Service(Record):
    """One service. `drafts_kept` is its own limit where it has one (REQUIREMENTS F11).

    `holder` names the questions whose answers are, one after the other, the name on its papers: a person's or a firm's.
    """

    key: Key
    title: Text
    summary: Text
    eligibility: Eligibility
    retired: bool = False  # nobody can begin it any more; the files that there are keep their form
    needed: tuple[Text, ...] = ()  # what to have at hand
    pages: Annotated[tuple[FormPage, ...], Limits(min_length=1)]
    documents: tuple[DocumentAsked, ...] = ()
    declaration: Text  # what one declares by submitting
    holder: tuple[Name, ...] = ()  # only where no paper is ever made out: then there need be none
    registers: bool = False  # it ends with a registration, which has a certificate
    opens: Key | None = None  # the audience that someone registered belongs to (REQUIREMENTS A8)
    four_eyes: bool = False  # one member of staff proposes the decision, another one takes it
    drafts_kept: Period | None = None

    def page(self, key: str) -> FormPage | None:
        return next((page for page in self.pages if page.key == key), None)

    def document(self, key: str) -> DocumentAsked | None:
        return next((document for document in self.documents if document.key == key), None)

    def where(self, question: str) -> tuple[FormPage, Question]:
        """Return a question of the form, and its page; raise KeyError."""
        places = {asked.key: (page, asked) for page in self.pages for asked in page.questions}
        return places[question]

    @property
    def questions(self) -> Iterator[Question]:
        for page in self.pages:
            yield from page.questions

    @model_validator(mode="after")
    def _sound(self) -> Self:
        """Refuse keys that stand twice, conditions or choices that point nowhere, and papers without a name."""
        faults = [*self._repeated(), *self._lost_conditions(), *self._lost_documents(), *self._lost_holder()]
        if faults:
            raise ValueError("; ".join(faults))
        return self

    def _repeated(self) -> Iterator[str]:
        keys = [*(page.key for page in self.pages), *(question.key for question in self.questions)]
        keys += [f"document {document.key}" for document in self.documents]
        yield from (f"{key} stands twice" for key in sorted({key for key in keys if keys.count(key) > 1}))

    def _lost_conditions(self) -> Iterator[str]:
        known: dict[str, frozenset[str]] = {}  # what was asked so far: a condition looks back, so there is no circle
        for page in self.pages:
            yield from _lost(page.key, page.when, known)
            for question in page.questions:
                yield from _lost(question.key, question.when, known)
                known[question.key] = question.listed_answers()
        for document in self.documents:
            yield from _lost(document.key, document.when, known)

    def _lost_documents(self) -> Iterator[str]:
        known = {document.key for document in self.documents}
        for question in self.questions:
            if isinstance(question, DocumentQuestion) and not set(question.documents) <= known:
                yield f"{question.key}: no such document"

    def _lost_holder(self) -> Iterator[str]:
        given = {question.key for page in self.pages if page.when is None for question in _names(page)}
        strangers = (key for key in self.holder if key not in given)
        yield from (f"holder: {key} is no line of text that everyone fills in" for key in strangers)
        if self.registers and not self.holder:
            yield "holder: a registration has a certificate, which bears a name"


def _names(page: FormPage) -> Iterator[Question]:
    """Yield the questions of a page that can ask for a name: lines that nobody leaves empty."""
    yield from (
        each for each in page.questions if isinstance(each, TextQuestion) and each.required and each.when is None
    )


def _lost(key: str, condition: Condition | None, known: Mapping[str, frozenset[str]]) -> Iterator[str]:
    if condition and not set(condition.among) <= known.get(condition.field, frozenset()):
        yield f"{key}: {condition.field} is not answered {' or '.join(condition.among)} before it"
