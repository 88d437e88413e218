"""An address is found, chosen and completed on the page of a form, without JavaScript (REQUIREMENTS F9)."""

import re
from html import unescape

import pytest

from chalicelib.app_factory import create_app
from chalicelib.web.cookies import SESSION
from tests.support.http import Answer, Browser, Program
from tests.support.members import browser_of_member
from tests.support.world import World

pytestmark = pytest.mark.req("F9", "X2")
TYPED = {
    "answers.postal_address.kind": "head_office",
    "answers.postal_address.unit": "16e étage",
    "answers.postal_address.postal_code": "a1c6l9",
    "answers.business_phone": "1 800 555-0177",
}


class OnThePage:
    """A member at the page of addresses of a draft."""

    def __init__(self, portal: str = "financial-licensing") -> None:
        self.world = World(portal)
        self.app = create_app(self.world)
        self.browser: Browser = browser_of_member(self.world, self.app, "en")
        self.browser.get("/en/services/service-provider-licence")
        begun = self.browser.post("/en/services/service-provider-licence/begin")
        self.path = f"{begun.location}/form/locations"

    def press(self, question: str = "postal_address", **typed: str) -> Answer:
        """Press one of the address's buttons with what is typed so far."""
        self.browser.get(self.path)
        seen = value_of(self.browser.page, "seen")
        return self.browser.post(f"{self.path}/address/{question}", seen=seen, **{**TYPED, **typed})


def value_of(page: Answer, name: str) -> str:
    tag = re.search(rf'<input[^>]* name="{re.escape(name)}"[^>]*>', page.body)
    assert tag, name
    found = re.search(r' value="([^"]*)"', tag[0])
    return unescape(found[1]) if found else ""


def choices(page: Answer) -> list[str]:
    return [unescape(value) for value in re.findall(r'name="use" value="([^"]*)"', page.body)]


def test_addresses_of_a_postal_code_are_offered_and_what_was_typed_stays() -> None:
    page = OnThePage().press()
    assert (page.status, len(choices(page))) == (200, 3)
    assert [value_of(page, name) for name in TYPED if "kind" not in name] == ["16e étage", "a1c6l9", "1 800 555-0177"]


def test_a_chosen_address_comes_back_in_the_inputs_to_be_completed() -> None:
    here = OnThePage()
    page = here.press(use=choices(here.press())[0])
    parts = ("street", "unit", "city", "postal_code")
    assert [value_of(page, f"answers.postal_address.{part}") for part in parts] == [
        "5160 rue de la Bourse",
        "16e étage",
        "Port-Clair",
        "A1C 6L9",
    ]
    assert choices(page) == []


def test_a_postal_code_that_nobody_knows_is_told_beside_what_was_typed() -> None:
    page = OnThePage().press(**{"answers.postal_address.postal_code": "H2Y 1C6"})
    assert page.status == 422
    assert 'href="#answers.postal_address.postal_code"' in page.body
    assert value_of(page, "answers.postal_address.unit") == "16e étage"


@pytest.mark.parametrize("question", ["business_phone", "nothing"])
def test_only_an_address_is_searched_for(question: str) -> None:
    assert OnThePage().press(question).status == 404


def test_a_program_is_given_the_addresses() -> None:
    here = OnThePage()
    program = Program(here.app, session=here.browser.cookies[SESSION])
    answers = {"postal_address": {"postal_code": "A1C 6L9"}}
    found = program.post(f"{here.path}/address/postal_address", seen=0, answers=answers).json["found"]
    assert [choice["city"] for choice in found["choices"]] == ["Port-Clair"] * 3
