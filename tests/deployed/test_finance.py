"""Finance on the packed app, in a real browser: its pages can be read by everyone, and money counts when two say so."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from chalicelib.accounts.actions.find import by_identifier
from chalicelib.billing.actions.find import get_by_number
from chalicelib.billing.actions.invoice_by_hand import invoice_by_hand
from chalicelib.billing.actions.invoicing import issue
from chalicelib.billing.actions.offline_payments import OfflinePayment, record
from chalicelib.billing.debts import Charge
from chalicelib.portal.fees import load_fees
from chalicelib.portal.text import Text
from chalicelib.services import Services
from chalicelib.staff.model import StaffRole
from infra.local.cloud import Cloud
from infra.ops.staff import invite_staff
from tests.deployed.conftest import Api, Mails
from tests.deployed.life import Reviewer
from tests.deployed.people import GOOD, activated, link_in, says
from tests.deployed.test_accessible import reads_well
from tests.support.billing import debt

PORTAL, SOMEONE = "social-work", "f" * 32
PAYER, FINANCE = "owes@billing.example", "finance@staff.example"
FORMS = ("close", "credit", "payment", "refund")  # about an invoice
Origin = Callable[[str], str]


@pytest.fixture
def number(cloud: Cloud, api: Api, mails: Mails) -> str:
    """The number of an invoice, for which a cheque came that someone recorded."""
    services = cloud.services(PORTAL)
    services.fees = load_fees(PORTAL)
    activated(api(PORTAL), mails, PORTAL, PAYER, "fr")
    invoice = _issued(services)
    record(services, invoice, OfflinePayment("cheque", "00042"), SOMEONE, services.clock.now())
    invite_staff(services, FINANCE, "fr", [StaffRole.FINANCE])
    return invoice


def _issued(services: Services) -> str:
    """Make an invoice by hand, do what the schedule does each minute, and return its number."""
    now, title = services.clock.now(), Text(fr="Copies", en="Copies")
    account = by_identifier(services, "email", PAYER, now)
    assert account
    owed = debt(account.id, about="STAFF", service="STAFF", title=title, event="other")
    made = invoice_by_hand(services, owed, Charge(title, 10_00, ("hst",)), SOMEONE, now)
    issue(services, account.id, made.id, made.due_at or now)
    return get_by_number(services, made.id).invoice.name


@pytest.mark.req("W4", "X1", "X2", "SEC40")
def test_every_page_of_finance_is_accessible_and_a_second_one_confirms_a_cheque(
    page: Page, origin: Origin, mails: Mails, number: str
) -> None:
    finance = Reviewer(page, origin(PORTAL), "fr")
    finance.join(link_in(mails(PORTAL, FINANCE)[0]), GOOD)
    here = f"/invoices/{number}"
    for path in ("/invoices", here, *(f"{here}/{form}" for form in FORMS), "/invoices/new"):
        reads_well(page, finance.home + path)
    page.goto(finance.home + here)
    page.get_by_role("button", name="Confirmer").click()
    says(page, "Le paiement est confirmé")
    reads_well(page, f"{finance.home}/journal")
