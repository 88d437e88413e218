"""Paying someone else's invoice by a link, without signing in."""

from chalicelib.billing.actions.checkout import Payer, by_link, pay
from chalicelib.billing.actions.reconcile import ask
from chalicelib.billing.model import InvoiceWithPayments
from chalicelib.billing.presenters import confirmation_page, link_page
from chalicelib.billing.schemas import ConfirmationPage, LinkPage
from chalicelib.web.answers import Answer, Page, Redirect
from chalicelib.web.inputs import Nothing
from chalicelib.web.request import Request
from chalicelib.web.router import Router

router = Router()


def invoice_of_link(request: Request) -> InvoiceWithPayments:
    """Return the invoice of the link that was opened, which the page before this one handed over; raise LinkOver."""
    token = request.carried.get("token") or request.raw.query("token")
    return by_link(request.services, token, request.now)


@router.get("payment_link.page", guard=invoice_of_link, response=LinkPage)
def show_link(request: Request, with_payments: InvoiceWithPayments) -> Page:
    payments = request.services.payments
    model = link_page(request, with_payments)
    return Page("billing/pay_by_link.html", model, sends_to=payments.pages_at if payments else None)


@router.post("payment_link.page", guard=invoice_of_link, body=Nothing, retry_page=show_link)
def post_pay_by_link(request: Request, with_payments: InvoiceWithPayments, _: Nothing) -> Answer:
    payer = Payer(request.language, by_link=True)
    return Redirect(pay(request.services, with_payments.invoice, payer, request.now))


@router.get("payment_link.confirmation", guard=invoice_of_link, response=ConfirmationPage)
def show_confirmation_by_link(request: Request, with_payments: InvoiceWithPayments) -> Page:
    return Page(
        "billing/confirmation.html", confirmation_page(ask(request.services, with_payments, request.now), by_link=True)
    )
