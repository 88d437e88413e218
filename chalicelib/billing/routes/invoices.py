"""A person's invoices: listed, read, paid (REQUIREMENTS M1, M2)."""

from chalicelib.accounts.access import person, signed_in
from chalicelib.billing.actions.find import get_own, shown
from chalicelib.billing.actions.links import address_of, make_link
from chalicelib.billing.actions.pay import Payer, pay
from chalicelib.billing.actions.reconcile import ask
from chalicelib.billing.model import InvoiceWithPayments
from chalicelib.billing.presenters import ASKS, confirmation_page, invoice_page, invoices_page
from chalicelib.billing.schemas import ConfirmationPage, InvoicePage, InvoicesPage, LinkMade
from chalicelib.phrase import phrase
from chalicelib.web.answers import Answer, Done, Elsewhere, Page
from chalicelib.web.desk import Desk
from chalicelib.web.inputs import Nothing
from chalicelib.web.visit import Visit

desk = Desk()
LINK_MADE = phrase("The link is made. Copy it and send it to who pays.")
INVOICE = "/{lang}/invoices/{number}"


def bill_of_address(visit: Visit) -> InvoiceWithPayments:
    """Return the person's bill that the address names; raise NotFound."""
    return get_own(visit.services, person(visit).account.id, visit.parameters["number"])


@desk.get("/{lang}/invoices", access=signed_in, gives=InvoicesPage, asks=ASKS)
def list_page(visit: Visit) -> Page:
    found = shown(visit.services, person(visit).account.id)
    return Page("billing/invoices.html", invoices_page(visit, found))


@desk.get(INVOICE, access=signed_in, gives=InvoicePage)
def show_invoice(visit: Visit) -> Page:
    return Page("billing/invoice.html", invoice_page(visit, bill_of_address(visit)))


@desk.get(f"{INVOICE}/pay", access=signed_in, gives=InvoicePage)
def pay_page(visit: Visit) -> Page:
    payments = visit.services.payments
    model = invoice_page(visit, bill_of_address(visit))
    return Page("billing/pay.html", model, sends_to=payments.pages_at if payments else None)


@desk.post(f"{INVOICE}/pay", access=signed_in, takes=Nothing, form=pay_page)
def post_pay(visit: Visit, _: Nothing) -> Answer:
    payer = Payer(visit.language, email=person(visit).account.email)
    return Elsewhere(pay(visit.services, bill_of_address(visit).invoice, payer, visit.now))


@desk.get(f"{INVOICE}/confirmation", access=signed_in, gives=ConfirmationPage)
def show_confirmation(visit: Visit) -> Page:
    bill = ask(visit.services, bill_of_address(visit), visit.now)
    return Page("billing/confirmation.html", confirmation_page(bill, by_link=False))


@desk.post(f"{INVOICE}/link", access=signed_in, takes=Nothing, gives=LinkMade)
def post_link(visit: Visit, _: Nothing) -> Answer:
    invoice = make_link(visit.services, bill_of_address(visit).invoice, visit.now)
    link = address_of(visit.services, invoice, visit.absolute(""), visit.now) or ""
    return Done(f"/invoices/{invoice.number}", LinkMade(link=link), notice=LINK_MADE)
