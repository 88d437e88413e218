"""What waits for finance, finding an invoice by its number, and making one by hand (REQUIREMENTS W4)."""

from chalicelib.billing.actions.finance_queue import QUEUES, deal_with, waiting
from chalicelib.billing.backoffice import invoice_view
from chalicelib.billing.backoffice.inputs import DealWith, FindInvoice, MakeInvoice
from chalicelib.billing.backoffice.presenters import (
    ASKS,
    INSTEAD_OF,
    finance_page,
    new_invoice_page,
    show_wanted,
)
from chalicelib.billing.backoffice.schemas import FinancePage, InvoiceFound, InvoiceMade, NewInvoicePage
from chalicelib.phrase import phrase
from chalicelib.staff.actions import find
from chalicelib.staff.actions.sessions import StaffPerson
from chalicelib.staff.guards import STAFF, requires
from chalicelib.staff.permissions import Permission
from chalicelib.urls import path_for
from chalicelib.web.answers import Answer, Done, Page
from chalicelib.web.common_schemas import Changed, changed
from chalicelib.web.request import Request
from chalicelib.web.router import Router

router = Router(STAFF)
DEALT_WITH = phrase("It is off the list.")
MADE = phrase("The invoice is made. The person is told of it when it is issued.")


@router.get("finance.list", guard=requires(Permission.INVOICE_VIEW), response=FinancePage, query=ASKS)
def show_finance(request: Request, staff: StaffPerson) -> Page:
    show = show_wanted(request)
    found = waiting(request.services, QUEUES[show])
    names = find.names(request.services, [each.by for each in found.items if each.by])
    return Page("staff/invoices.html", finance_page(show, found, names, staff.id))


@router.post(
    "finance.find",
    guard=requires(Permission.INVOICE_VIEW),
    body=FindInvoice,
    retry_page=show_finance,
    response=InvoiceFound,
)
def post_find_invoice(request: Request, staff: StaffPerson, form: FindInvoice) -> Answer:
    name = invoice_view.find_invoice(request.services, form.number).name
    path = path_for("finance_invoice.page", number=name)
    return Done(path, InvoiceFound(number=name, path=path))


@router.post(
    "finance.alerts", guard=requires(Permission.INVOICE_VIEW), body=DealWith, retry_page=show_finance, response=Changed
)
def post_deal_with(request: Request, staff: StaffPerson, form: DealWith) -> Answer:
    deal_with(request.services, form.about, form.what, staff.id, request.now)
    return changed(request, path_for("finance.list"), DEALT_WITH)


@router.get("finance.new", guard=requires(Permission.INVOICE_MAKE), response=NewInvoicePage, query=(INSTEAD_OF,))
def show_new_invoice(request: Request, staff: StaffPerson) -> Page:
    drawn = {"request": request.services.ids.new(), INSTEAD_OF: request.query.get(INSTEAD_OF, "")}
    return Page("staff/invoice-new.html", new_invoice_page(request), drawn)


@router.post(
    "finance.new",
    guard=requires(Permission.INVOICE_MAKE),
    body=MakeInvoice,
    retry_page=show_new_invoice,
    response=InvoiceMade,
)
def post_new_invoice(request: Request, staff: StaffPerson, form: MakeInvoice) -> Answer:
    name = invoice_view.make(request.services, form, staff.id, request.now).name
    return Done(path_for("finance_invoice.page", number=name), InvoiceMade(invoice=name), notice=MADE)
