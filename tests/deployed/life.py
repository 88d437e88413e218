"""The steps of an application's life, in browsers: what the person does, and what staff do."""

import re
from typing import Any

from playwright.sync_api import Locator, Page, expect
from pyotp import TOTP

from chalicelib.portal.text import Language
from tests.deployed.people import GOOD, fill_in, press
from tests.support.documents import pdf

NUMBER = re.compile(r"\d{3}-\d{3}-\d{3}")
# What is written into the inputs of a form, by how their names end; anything else is a word.
TYPED = {".day": "12", ".month": "3", ".year": "1985", ".street": "12, rue des Pins", ".postal_code": "A1C 6L9"}
KINDS = {"tel": "613 555-0100", "email": "maple@example.org"}


class Applicant:
    """Someone with an account, in a browser."""

    def __init__(self, page: Page, origin: str, language: Language, *, with_scripts: bool) -> None:
        self.page = page
        self.language = language
        self.home = f"{origin}/{language}"
        self.file = ""  # the address of the application
        self._with_scripts = with_scripts

    def sign_in(self, identifier: str) -> None:
        self.page.goto(f"{self.home}/sign-in")
        fill_in(self.page, identifier=identifier, password=GOOD)

    def begin(self, service: str) -> str:
        """Start an application; return its number as people read it."""
        self.page.goto(f"{self.home}/services/{service}")
        press(self.page)
        self.file = self.page.url
        return str(NUMBER.findall(self.page.locator("main").inner_text())[0])

    def fill_in_everything(self) -> int:
        """Answer all questions, page by page, until none is left; return how many pages there were."""
        self.page.locator(".app-tasks a").first.click()
        pages = 0
        while "/form/" in self.page.url:
            _answer(self.page)
            before = self.page.url
            self.page.locator("main .govuk-button[value=continue]").click()
            self.page.wait_for_load_state()
            assert self.page.url != before, self.page.locator("main").inner_text()
            pages += 1
        return pages

    def send_documents(self) -> None:
        """Upload what is asked of the person, one file for each."""
        self.page.goto(f"{self.file}/documents")
        waiting = self.page.locator(".app-slot:has(button):not(:has(.app-slot__documents)) button")
        while waiting.count():
            waiting.first.click()
            send_file(self.page, with_scripts=self._with_scripts)

    def submit(self) -> None:
        self.page.goto(f"{self.file}/check")
        fill_in(self.page, declaration=True)

    def answer(self, text: str) -> None:
        self.page.goto(self.file)
        fill_in(self.page, answer=text)


class Reviewer:
    """A member of staff, in a browser of their own."""

    def __init__(self, page: Page, origin: str, language: Language) -> None:
        self.page = page
        self.language = language
        self.home = f"{origin}/{language}/staff"
        self.file = ""

    def join(self, link: str, password: str) -> None:
        """Follow an invitation: choose a password, set up an authenticator app, keep the codes."""
        self.page.goto(link)
        fill_in(self.page, password=password)
        secret = self.page.locator("[data-secret], .app-secret").first.inner_text().replace(" ", "")
        fill_in(self.page, code=TOTP(secret).now())
        expect(self.page.locator("main li code")).to_have_count(10)

    def send_for_third_party(self, number: str) -> None:
        """Upload what came by post for a draft."""
        self.page.goto(f"{self.home}/queue")
        self.page.locator("[name=number]").fill(number)
        self.page.locator("form:has([name=number]) button").click()
        self.page.wait_for_load_state()
        self.page.locator(".app-slot button").first.click()
        send_file(self.page, with_scripts=True)

    def open(self, number: str) -> None:
        """Open a file from the queue, and take it in hand."""
        self.page.goto(f"{self.home}/queue")
        self.page.get_by_role("link", name=number).click()
        self.file = self.page.url
        self.page.locator("form[action$='/take'] button").click()
        self.page.wait_for_load_state()

    def accept_documents(self) -> None:
        links = self.page.locator("a[href*='/documents/']:not([href$='/file'])")
        addresses = [links.nth(each).get_attribute("href") for each in range(links.count())]
        for address in dict.fromkeys(addresses):
            self.page.goto(self.file.split("/", 3)[0] + "//" + self.file.split("/", 3)[2] + str(address))
            self.page.locator("[name=decision][value=accept]").check()
            press(self.page)

    def ask(self, text: str) -> None:
        self.page.goto(f"{self.file}/question")
        fill_in(self.page, text=text)

    def decide(self, decision: str, reason: str) -> None:
        self.page.goto(f"{self.file}/decision")
        self.page.locator(f"[name=decision][value={decision}]").check()
        fill_in(self.page, reason=reason)


def send_file(page: Page, *, with_scripts: bool) -> None:
    """Choose a file and send it to the bucket; without scripts, confirm what came."""
    page.locator("input[type=file]").set_input_files(
        {"name": "Relevé.pdf", "mimeType": "application/pdf", "buffer": pdf()}
    )
    page.locator("form[data-upload] button").click()
    if not with_scripts:
        page.wait_for_load_state()
        page.locator("form[data-upload-keep] button").first.click()
    page.wait_for_url(re.compile(r"/(documents|third-party)$"))


def _answer(page: Page) -> None:
    """Answer every question that the page shows, and those that it asks then."""
    answered: set[str] = set()
    while new := [name for name in _asked(page) if name not in answered]:
        _fill(page.locator(f"main [name='{new[0]}']"), new[0])
        answered.add(new[0])


def _asked(page: Page) -> list[str]:
    fields = page.locator("main [name^='answers.']").all()
    return list(dict.fromkeys(str(field.get_attribute("name")) for field in fields if field.is_visible()))


def _fill(fields: Locator, name: str) -> None:
    field = fields.first
    kind = str(field.get_attribute("type") or field.evaluate("e => e.tagName"))
    if kind == "radio":
        values: Any = [option.get_attribute("value") for option in fields.all()]
        fields.nth(values.index("no") if "no" in values else 0).check()  # no where one can, else the first
    elif kind == "checkbox":
        field.check()
    elif kind == "SELECT":
        field.select_option("ON")
    else:
        field.fill(_text(field, name, kind))


def _text(field: Locator, name: str, kind: str) -> str:
    ending = next((text for end, text in TYPED.items() if name.endswith(end)), None)
    figures = field.get_attribute("inputmode") in ("numeric", "decimal")
    return ending or KINDS.get(kind) or ("900" if figures else "Érable")
