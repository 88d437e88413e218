"""Whose an application is, by the questions that browsers would fill a name into (M3)."""

import pytest

from chalicelib.applications.rules.names import applicant
from chalicelib.portal.forms.fields import TextQuestion
from chalicelib.portal.forms.service import Service
from chalicelib.portal.text import Text
from tests.support.applications import catalogue

WORDS = Text(fr="Nom", en="Name")


def form(*asked: tuple[str, str | None]) -> Service:
    """Return a form that asks for these, by key and by what browsers call it."""
    service = next(iter(catalogue("example")))
    questions = tuple(TextQuestion(type="text", key=key, label=WORDS, autocomplete=called) for key, called in asked)
    return service.but(pages=(service.pages[0].but(questions=questions),), documents=())


PERSON = [("given", "given-name"), ("family", "family-name")]
CASES = [
    (PERSON, {"given": " Zoé ", "family": "Côté"}, "Zoé Côté"),
    (PERSON, {"given": "Zoé"}, None),
    ([("who", "name")], {"who": "Zoé  Côté"}, "Zoé Côté"),
    ([("firm", "organization"), *PERSON], {"firm": "Côté inc.", "given": "Zoé", "family": "Côté"}, "Zoé Côté"),
    ([("firm", "organization")], {"firm": "Côté inc."}, "Côté inc."),
    ([("who", "name"), ("witness", "name")], {"who": "Zoé", "witness": "Ana"}, "Zoé"),
    ([("town", "address-level2"), ("note", None)], {"town": "Baie", "note": "-"}, None),
]


@pytest.mark.req("M3")
@pytest.mark.parametrize(("asked", "answers", "name"), CASES)
def test_the_name_that_is_given_first_counts(
    asked: list[tuple[str, str | None]], answers: dict[str, str], name: str | None
) -> None:
    assert applicant(form(*asked), answers) == name
