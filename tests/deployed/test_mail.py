"""A mail that comes back, on the packed app: the person is told, and mends it (REQUIREMENTS X4)."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from infra.local.client import Client
from tests.deployed.conftest import Api, Mails
from tests.deployed.people import GOOD, Mail, activated, fill_in, press, says
from tests.support.patience import until

PORTAL, EMAIL = "social-work", "returned@example.org"
BANNER = ".govuk-notification-banner:not(.govuk-notification-banner--success)"


def tell(client: Client, mail: Mail, event: str) -> None:
    """Say, in the place of SES, what became of a mail, once its sender has noted that it is one."""
    said = {"portal": PORTAL, "mail": mail["id"], "event": event}
    until(lambda: client.submit("/dev/mail/events", said).status == 303, "the email knows that it was sent")


def looked_at_until(page: Page, banners: int) -> None:
    """Load the page again until it has as many banners."""

    def has_them() -> bool:
        page.reload()
        return page.locator(BANNER).count() == banners

    until(has_them, f"{banners} banners")


@pytest.mark.req("X4", "REL13")
def test_whom_a_mail_did_not_reach_is_told_and_has_the_address_tried(
    page: Page, api: Api, mails: Mails, origin: Callable[[str], str]
) -> None:
    client = api(PORTAL)
    identifier = activated(client, mails, PORTAL, EMAIL, "fr")
    page.goto(f"{origin(PORTAL)}/fr/sign-in")
    fill_in(page, identifier=identifier, password=GOOD)
    tell(client, mails(PORTAL, EMAIL)[0], "bounced")
    looked_at_until(page, banners=1)
    expect(page.locator(BANNER)).to_contain_text("Nos courriels ne vous parviennent pas.")
    page.locator(f"{BANNER} a").click()
    says(page, "Retourné\u00a0: cette boîte de courriel n’existe pas")
    press(page, "Envoyer un courriel d’essai")
    says(page, "Un courriel d’essai est en route.")
    tell(client, mails(PORTAL, EMAIL, count=2)[0], "delivered")
    page.goto(f"{origin(PORTAL)}/fr/account")
    looked_at_until(page, banners=0)
    page.goto(f"{origin(PORTAL)}/fr/account/mail")
    says(page, "Livré dans votre boîte de courriel")
