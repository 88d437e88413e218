"""A person's invoices: listed, read, paid (REQUIREMENTS M1, M2)."""

from typing import NamedTuple

from chalicelib.accounts.actions.sessions import Person
from chalicelib.accounts.guards import signed_in
from chalicelib.billing.actions.checkout import Payer, address_of, make_link, pay
from chalicelib.billing.actions.find import get_own, shown
from chalicelib.billing.actions.reconcile import ask
from chalicelib.billing.model import InvoiceWithPayments
from chalicelib.billing.presenters import ASKS, confirmation_page, invoice_page, invoices_page
from chalicelib.billing.schemas import ConfirmationPage, InvoicePage, InvoicesPage, LinkMade
from chalicelib.phrase import phrase
from chalicelib.urls import path_for
from chalicelib.web.answers import Answer, Done, Page, Redirect
from chalicelib.web.inputs import Nothing
from chalicelib.web.request import Request
from chalicelib.web.router import Router, proven_by

router = Router()
LINK_MADE = phrase("The link is made. Copy it and send it to who pays.")


class OwnInvoice(NamedTuple):
    """A signed-in person, and the invoice of theirs that the address names, with its payments."""

    person: Person
    with_payments: InvoiceWithPayments


@proven_by("session")
def own_invoice(request: Request) -> OwnInvoice:
    """Return the person with their invoice; raise NotFound for another's."""
    person = signed_in(request)
    return OwnInvoice(person, get_own(request.services, person.account.id, request.parameters["number"]))


@router.get("invoices.list", guard=signed_in, response=InvoicesPage, query=ASKS)
def list_page(request: Request, person: Person) -> Page:
    found = shown(request.services, person.account.id)
    return Page("billing/invoices.html", invoices_page(request, found))


@router.get("invoices.page", guard=own_invoice, response=InvoicePage)
def show_invoice(request: Request, own: OwnInvoice) -> Page:
    return Page("billing/invoice.html", invoice_page(request, own.with_payments))


@router.get("invoices.pay", guard=own_invoice, response=InvoicePage)
def pay_page(request: Request, own: OwnInvoice) -> Page:
    payments = request.services.payments
    model = invoice_page(request, own.with_payments)
    return Page("billing/pay.html", model, sends_to=payments.pages_at if payments else None)


@router.post("invoices.pay", guard=own_invoice, body=Nothing, retry_page=pay_page)
def post_pay(request: Request, own: OwnInvoice, _: Nothing) -> Answer:
    payer = Payer(request.language, email=own.person.account.email)
    return Redirect(pay(request.services, own.with_payments.invoice, payer, request.now))


@router.get("invoices.confirmation", guard=own_invoice, response=ConfirmationPage)
def show_confirmation(request: Request, own: OwnInvoice) -> Page:
    with_payments = ask(request.services, own.with_payments, request.now)
    return Page("billing/confirmation.html", confirmation_page(with_payments, by_link=False))


@router.post("invoices.link", guard=own_invoice, body=Nothing, response=LinkMade)
def post_link(request: Request, own: OwnInvoice, _: Nothing) -> Answer:
    invoice = make_link(request.services, own.with_payments.invoice, request.now)
    link = address_of(request.services, invoice, request.absolute_url(""), request.now) or ""
    to = path_for("invoices.page", number=str(invoice.number))
    return Done(to, LinkMade(link=link), notice=LINK_MADE)
