"""Whose an application is: the answers to the questions that the service names (M3)."""

import pytest

from chalicelib.applications.rules.names import applicant
from chalicelib.forms.kinds.text import TextQuestion
from chalicelib.forms.service import Service
from chalicelib.portal.text import Text
from tests.support.applications import catalogue

WORDS = Text(fr="Nom", en="Name")
PERSON = ("given", "family")
CASES = [
    (PERSON, {"given": " Zoé ", "family": "Côté"}, "Zoé Côté"),
    (PERSON, {"given": "Zoé"}, None),
    (PERSON, {"given": "Zoé", "family": " "}, None),
    (("firm",), {"firm": "Côté  inc.", "given": "Zoé", "family": "Côté"}, "Côté inc."),
    (("firm",), {}, None),
    ((), {"given": "Zoé"}, None),
]


def form(holder: tuple[str, ...]) -> Service:
    """Return a form that asks for a person's name and a firm's, and says which of them stands on its papers."""
    service = next(iter(catalogue("example")))
    asked = tuple(TextQuestion(type="text", key=key, label=WORDS) for key in (*PERSON, "firm"))
    return service.replace(pages=(service.pages[0].replace(questions=asked),), documents=(), holder=holder)


@pytest.mark.req("M3")
@pytest.mark.parametrize(("holder", "answers", "name"), CASES)
def test_papers_bear_the_name_that_the_service_asks_for(
    holder: tuple[str, ...], answers: dict[str, str], name: str | None
) -> None:
    assert applicant(form(holder), answers) == name
