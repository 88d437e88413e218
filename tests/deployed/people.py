"""People who use a deployed portal: by program, or in a browser."""

import re

from playwright.sync_api import Page, expect

from infra.local.client import Client
from tests.deployed.conftest import Mails

GOOD = "maple-Canoe-77-thunder"
BETTER = "birch-Kayak-99-lightning"
Mail = dict[str, str]


def code_in(mail: Mail) -> str:
    """Return the code that a mail of activation carries."""
    found = re.search(r"^\d{6,10}$", mail["text"], re.MULTILINE)
    assert found, mail["text"]
    return found[0]


def link_in(mail: Mail) -> str:
    """Return the link that opens something."""
    found = re.search(r"http\S+token=\S+", mail["text"])
    assert found, mail["text"]
    return found[0]


def token_in(mail: Mail) -> str:
    """Return what that link carries."""
    return link_in(mail).partition("token=")[2]


def identifier_in(mail: Mail, email: str) -> str:
    """Return what its owner signs in with: a number that the mail gives, or the address."""
    found = re.search(r"(?:Application ID|Identifiant de demande)\s*: (\d+)", mail["text"])
    return found[1] if found else email


def activated(client: Client, mails: Mails, portal: str, email: str, language: str = "en") -> str:
    """Let a program open an account; return what its owner signs in with."""
    sent = {"email": email, "password": GOOD, "accept_terms": True}
    signed_up = client.post(f"/{language}/sign-up", sent)
    assert signed_up.status == 202
    mail = mails(portal, email)[0]
    proof = {"email": email, "code": code_in(mail), "secret": signed_up.json()["secret"]}
    assert client.post(f"/{language}/activate", proof).status == 200
    return identifier_in(mail, email)


def sign_in(client: Client, identifier: str, password: str = GOOD, language: str = "en") -> dict[str, str]:
    """Let a program sign in; return the header that proves its session."""
    answer = client.post(f"/{language}/sign-in", {"identifier": identifier, "password": password})
    assert answer.status == 200, answer.data
    return {"authorization": f"Bearer {answer.json()['session']}"}


def fill_in(page: Page, **fields: str | bool) -> None:
    """Fill in the form of a page and send it."""
    for name, value in fields.items():
        field = page.locator(f"main [name={name}]").first
        field.set_checked(value) if isinstance(value, bool) else field.fill(value)
    press(page)


def press(page: Page, button: str | None = None) -> None:
    """Press the button of this name, or the one that sends the page's form."""
    wanted = page.locator("main form button[type=submit]").first
    (page.get_by_role("button", name=button, exact=True) if button else wanted).click()
    page.wait_for_load_state()


def says(page: Page, words: str) -> None:
    expect(page.locator("main")).to_contain_text(words)
