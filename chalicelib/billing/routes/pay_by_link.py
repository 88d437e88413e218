"""Paying someone else's invoice by a link, without signing in."""

from chalicelib.billing.actions.links import by_link
from chalicelib.billing.actions.pay import Payer, pay
from chalicelib.billing.actions.reconcile import ask
from chalicelib.billing.model import InvoiceWithPayments
from chalicelib.billing.presenters import confirmation_page, link_page
from chalicelib.billing.schemas import ConfirmationPage, LinkPage
from chalicelib.web.answers import Answer, Elsewhere, Page
from chalicelib.web.desk import Desk, everyone
from chalicelib.web.inputs import Nothing
from chalicelib.web.visit import Visit

desk = Desk()


def bill_of_link(visit: Visit) -> InvoiceWithPayments:
    """Return the bill of the link that was opened, which the page before this one handed over; raise LinkOver."""
    token = visit.carried.get("token") or visit.incoming.query("token")
    return by_link(visit.services, token, visit.now)


@desk.get("/{lang}/pay", access=everyone, gives=LinkPage)
def show_link(visit: Visit) -> Page:
    payments = visit.services.payments
    model = link_page(visit, bill_of_link(visit))
    return Page("billing/pay_by_link.html", model, sends_to=payments.pages_at if payments else None)


@desk.post("/{lang}/pay", access=everyone, takes=Nothing, form=show_link)
def post_pay_by_link(visit: Visit, _: Nothing) -> Answer:
    payer = Payer(visit.language, by_link=True)
    return Elsewhere(pay(visit.services, bill_of_link(visit).invoice, payer, visit.now))


@desk.get("/{lang}/pay/confirmation", access=everyone, gives=ConfirmationPage)
def show_confirmation_by_link(visit: Visit) -> Page:
    bill = ask(visit.services, bill_of_link(visit), visit.now)
    return Page("billing/confirmation.html", confirmation_page(bill, by_link=True))
