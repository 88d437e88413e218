"""The packed app while a part of the cloud is out of reach."""

from collections.abc import Callable

import pytest

from tests.deployed.conftest import Api, Mails
from tests.deployed.functions import Clock, Functions
from tests.deployed.people import GOOD, activated


@pytest.mark.req("REL11", "A3")
def test_while_ses_is_down_people_sign_up_and_the_mail_goes_when_it_is_back(
    api: Api, mails: Mails, functions: Callable[[str], Functions], clock: Callable[[str], Clock]
) -> None:
    email = "patient@example.org"
    with functions("example").without("sesv2"):
        sent = {"email": email, "password": GOOD, "accept_terms": True}
        assert api("example").post("/en/sign-up", sent).status == 202
    clock("example").advance(hours=1)
    functions("example").run("sweep")
    assert mails("example", email)[0]["subject"] == "Activate the example account"


@pytest.mark.req("SEC09", "REL28")
@pytest.mark.parametrize("service", ["dynamodb", "secrets_manager"])
def test_without_its_table_or_key_the_app_says_when_to_come_back(
    api: Api, mails: Mails, functions: Callable[[str], Functions], service: str
) -> None:
    activated(api("social-work"), mails, "social-work", f"{service}@example.org")
    proof = {"identifier": f"{service}@example.org", "password": GOOD}
    with functions("social-work").without(service):
        refused = api("social-work").post("/fr/sign-in", proof)
        page = api("social-work").get("/fr/sign-in", accept="text/html")
    assert [refused.status, refused.headers["Retry-After"]] == [503, "5"]
    assert refused.json()["title"] == "Le service est très sollicité"
    assert page.status in (200, 503)
    assert '<html lang="fr-CA"' in page.data.decode()
    assert api("social-work").post("/fr/sign-in", proof).status == 200
