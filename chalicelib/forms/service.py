"""A service: what someone can apply for, and everything that is asked for it (REQUIREMENTS F1)."""

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Annotated

from pydantic import Field as Limits
from pydantic import StringConstraints

from chalicelib.forms.page import FormPage
from chalicelib.forms.question import Condition, Name, Question
from chalicelib.portal.periods import Period, at_most
from chalicelib.portal.spans import Switch
from chalicelib.portal.text import Text
from chalicelib.record import Record

Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]*$")]


class DocumentAsked(Record):
    """A document that belongs to an application. `sender` names who sends it where the person doesn't (F4)."""

    key: Name
    label: Text
    hint: Text | None = None
    required: Switch = True
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
    free: Switch = False  # nothing is charged for it, where the portal charges for others
    retired: Switch = False  # nobody can begin it any more; the files that there are keep their form
    needed: tuple[Text, ...] = ()  # what to have at hand
    pages: Annotated[tuple[FormPage, ...], Limits(min_length=1)]
    documents: tuple[DocumentAsked, ...] = ()
    declaration: Text  # what one declares by submitting
    holder: tuple[Name, ...] = ()  # only where no paper is ever made out: then there need be none
    registers: Switch = False  # it ends with a registration, which has a certificate
    opens: Key | None = None  # the audience that someone registered belongs to (REQUIREMENTS A8)
    four_eyes: Switch = False  # one member of staff proposes the decision, another one takes it
    drafts_kept: Annotated[Period, at_most(years=100)] | None = None

    def page(self, key: str) -> FormPage | None:
        return next((page for page in self.pages if page.key == key), None)

    def document(self, key: str) -> DocumentAsked | None:
        return next((document for document in self.documents if document.key == key), None)

    def where(self, question: str) -> tuple[FormPage, Question]:
        """Return a question of the form, and its page; raise KeyError."""
        return self._places[question]

    @cached_property
    def _places(self) -> Mapping[str, tuple[FormPage, Question]]:
        return {asked.key: (page, asked) for page in self.pages for asked in page.questions}

    @property
    def questions(self) -> Iterator[Question]:
        for page in self.pages:
            yield from page.questions
