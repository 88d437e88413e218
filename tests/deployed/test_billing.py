"""From an invoice to its receipt: the packed app, Stripe's SDK against its stand-in, and a browser without scripts."""

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from chalicelib.accounts.actions.find import by_identifier
from chalicelib.billing.actions.find import get_by_number
from chalicelib.billing.actions.invoicing import invoice_for
from chalicelib.billing.model import Invoice
from chalicelib.portal.fees import load_fees
from chalicelib.services import Services
from chalicelib.unit_of_work import UnitOfWork
from infra.local.cloud import Cloud
from tests.deployed.conftest import Api, Mails
from tests.deployed.functions import Functions
from tests.deployed.people import GOOD, activated, fill_in, press, says
from tests.support.billing import debt

PORTAL = "social-work"
Issue = Callable[[str], Invoice]


@pytest.fixture
def services(cloud: Cloud) -> Services:
    found = cloud.services(PORTAL)
    found.fees = load_fees(PORTAL)
    return found


@pytest.fixture
def loses_webhooks(cloud: Cloud) -> Iterator[None]:
    """No webhook comes, for good."""
    cloud.front.stripe.hooks.dropped = True
    yield
    cloud.front.stripe.hooks.dropped = False


@pytest.fixture
def issued(services: Services, functions: Callable[[str], Functions]) -> Issue:
    """`issued("a@example.org")` owes someone an invoice, and runs the job that issues it."""

    def issue(email: str) -> Invoice:
        owed = _owed(services, email)
        functions(PORTAL).run("reconcile")
        return get_by_number(services, owed.id).invoice

    return issue


def _owed(services: Services, email: str) -> Invoice:
    now = services.clock.now()
    account = by_identifier(services, "email", email, now)
    assert account
    work = UnitOfWork(services, services.clock.now())
    owed = invoice_for(work, debt(account.id, about="APPLICATION#1"))
    assert owed
    work.commit()
    return owed


def paid(page: Page, home: str, invoice: Invoice, email: str) -> None:
    """Sign in, press what there is to press, and come back."""
    page.goto(f"{home}/fr/sign-in")
    fill_in(page, identifier=email, password=GOOD)
    page.goto(f"{home}/fr/invoices/{invoice.number}/pay")
    press(page, "Payer 126,50\u00a0$")
    page.click("button[value=pay]")
    page.wait_for_load_state()


@pytest.mark.req("M1", "M2", "M3", "X2")
def test_an_invoice_is_paid_and_its_receipt_saved_without_scripts(
    issued: Issue, cloud: Cloud, api: Api, mails: Mails, page_without_scripts: Page, tmp_path: Path
) -> None:
    page, email, home = page_without_scripts, "payer@billing.example", cloud.front.origin(PORTAL)
    activated(api(PORTAL), mails, PORTAL, email, "fr")
    invoice = issued(email)
    assert "126,50" in mails(PORTAL, email, 2)[0]["text"]
    paid(page, home, invoice, email)
    says(page, "Paiement reçu")
    assert "reçu votre paiement" in mails(PORTAL, email, 3)[0]["subject"]
    page.goto(f"{home}/fr/receipts/{invoice.number}")
    with page.expect_download() as download:
        page.get_by_text("Enregistrer en PDF").click()
    file = tmp_path / "receipt.pdf"
    download.value.save_as(file)
    assert "Tagged:          yes" in _said("pdfinfo", file)
    assert "Zoé Lefèbvre-Côté" in _said("pdftotext", file, "-")


@pytest.mark.req("M2", "REL08")
@pytest.mark.usefixtures("loses_webhooks")
def test_who_comes_back_is_told_that_it_is_paid_even_if_no_webhook_ever_comes(
    issued: Issue, cloud: Cloud, api: Api, mails: Mails, page_without_scripts: Page
) -> None:
    page, email, home = page_without_scripts, "unheard@billing.example", cloud.front.origin(PORTAL)
    activated(api(PORTAL), mails, PORTAL, email, "fr")
    paid(page, home, issued(email), email)
    says(page, "Paiement reçu")


def _said(tool: str, file: Path, *options: str) -> str:
    return subprocess.run([tool, str(file), *options], capture_output=True, check=True, text=True).stdout  # noqa: S603
