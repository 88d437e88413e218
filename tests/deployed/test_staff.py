"""Staff on the packed app: invited by the operator, let in by an app's code or by a passkey, in a real browser."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page
from pyotp import TOTP

from chalicelib.staff.model import StaffRole
from infra.local.client import Client
from infra.local.cloud import Cloud
from infra.local.codes import Worker
from infra.ops.staff import invite_staff
from tests.deployed.people import link_in

PORTAL = "social-work"
PASSWORD = "granite-Heron-47-lantern"
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
}

Mails = Callable[..., list[dict[str, str]]]


@pytest.fixture
def link(cloud: Cloud, mails: Mails) -> Callable[[str], str]:
    """`link(email)` invites an administrator and returns the mailed link."""

    def invited(email: str) -> str:
        invite_staff(cloud.services(PORTAL), email, "fr", [StaffRole.ADMINISTRATOR])
        return link_in(mails(PORTAL, email)[0])

    return invited


@pytest.mark.req("S10", "X3")
def test_a_program_comes_in_by_an_apps_code(api: Callable[..., Client], link: Callable[[str], str]) -> None:
    client = api(PORTAL)
    token = link("by-app@staff.example").partition("token=")[2]
    setup = client.post("/fr/staff/invitation", {"token": token, "password": PASSWORD}).json()
    proof = {"token": token, "setup": setup["setup"], "code": TOTP(setup["secret"]).now()}
    answer = client.post("/fr/staff/invitation/factor", proof)
    assert answer.status == 200
    session = {"authorization": f"Bearer {answer.json()['session']}"}
    assert client.get("/fr/staff/people", **session).status == 200
    assert client.get("/fr/account", **session).status == 401


@pytest.mark.req("S10", "X1")
def test_a_browser_makes_a_passkey_and_signs_in_with_it(
    page: Page, context: BrowserContext, origin: Callable[[str], str], link: Callable[[str], str]
) -> None:
    device = context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    page.goto(link("by-passkey@staff.example"))
    page.fill("#password", PASSWORD)
    page.get_by_role("button", name="Continuer").click()
    page.get_by_role("button", name="Créer une clé d’accès").click()
    page.wait_for_url("**/staff/recovery-codes")
    assert page.locator("main code").count() == 10
    page.get_by_role("button", name="Fermer la session").click()
    page.wait_for_url("**/staff/sign-in")
    page.goto(f"{origin(PORTAL)}/en/staff/people")
    page.fill("#email", "by-passkey@staff.example")
    page.fill("#password", PASSWORD)
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url("**/en/staff/people")
    assert page.get_by_text("by-passkey@staff.example").count()


def test_the_front_shows_what_the_apps_of_a_portals_staff_show(cloud: Cloud, api: Callable[..., Client]) -> None:
    secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    cloud.front.codes.tell(PORTAL, [Worker("someone@staff.example", "reviewer", PASSWORD, secret)])
    (row,) = api(PORTAL).get("/dev/totp").json()
    assert TOTP(secret).verify(row["code"], valid_window=1)
    assert api("freight").get("/dev/totp").json() == []
