"""Requests as staff see them."""

import pytest

from chalicelib.app_factory import create_app
from chalicelib.staff.model import StaffRole
from tests.support.requests import asked
from tests.support.staff import staff_browser
from tests.support.world import World

SAID = {
    ("fr", "approved"): ("Réponse", "Demande approuvée"),
    ("fr", "refused"): ("Réponse", "Demande refusée"),
    ("en", "approved"): ("The answer", "Request approved"),
    ("en", "refused"): ("The answer", "Request refused"),
}


@pytest.mark.req("W3")
@pytest.mark.parametrize(("language", "decision"), SAID)
def test_an_answer_that_was_given_is_read_as_what_was_decided(language: str, decision: str) -> None:
    freight = World("freight")
    here = f"/{language}/staff/requests/{asked(freight).id}"
    browser = staff_browser(freight, create_app(freight), StaffRole.REVIEWER, language=language)
    browser.submit(here, decision=decision, reason="Non.")
    page = browser.get(here).body
    heading, row = SAID[language, decision]
    assert f'<h2 class="govuk-heading-m">{heading}</h2>' in page
    assert row in page
