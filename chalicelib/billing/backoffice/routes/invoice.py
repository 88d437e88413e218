"""One invoice as finance sees it: credited, waived, cancelled (REQUIREMENTS W4)."""

from chalicelib.billing.actions.adjustments import (
    CreditOrder,
    agree_to_adjustment,
    cancel,
    credit_invoice,
    decline_adjustment,
    waive,
)
from chalicelib.billing.backoffice import invoice_view
from chalicelib.billing.backoffice.inputs import CloseInvoice, CreditInvoice, JudgeAdjustment
from chalicelib.billing.backoffice.presenters import staff_invoice_page
from chalicelib.billing.backoffice.routes.paying import done, head_of
from chalicelib.billing.backoffice.schemas import TRAIL_SHOWN, InvoiceHead, StaffInvoicePage
from chalicelib.phrase import phrase
from chalicelib.staff.actions.sessions import StaffPerson
from chalicelib.staff.guards import STAFF, requires, requires_fresh
from chalicelib.staff.permissions import Permission
from chalicelib.web.answers import Answer, Page
from chalicelib.web.common_schemas import Changed
from chalicelib.web.request import Request
from chalicelib.web.router import Router

router = Router(STAFF)
WAIVED = phrase("The invoice is waived.")
CANCELLED = phrase("The invoice is cancelled.")
CREDITED = phrase("The credit is taken off.")
PROPOSED = phrase("This is proposed. Another member of staff has to agree.")
AGREED = phrase("It is agreed, and done.")
DECLINED = phrase("The proposal is declined.")


@router.get("finance_invoice.page", guard=requires(Permission.INVOICE_VIEW), response=StaffInvoicePage)
def show_staff_invoice(request: Request, staff: StaffPerson) -> Page:
    seen = invoice_view.view_invoice(request.services, request.parameters["number"], staff.id, TRAIL_SHOWN, request.now)
    return Page("staff/invoice.html", staff_invoice_page(request, seen, staff.id))


@router.get("finance_invoice.close", guard=requires_fresh(Permission.INVOICE_ADJUST), response=InvoiceHead)
def show_close(request: Request, staff: StaffPerson) -> Page:
    return Page("staff/invoice-close.html", head_of(request))


@router.post(
    "finance_invoice.close",
    guard=requires_fresh(Permission.INVOICE_ADJUST),
    body=CloseInvoice,
    retry_page=show_close,
    response=Changed,
)
def post_close(request: Request, staff: StaffPerson, form: CloseInvoice) -> Answer:
    close, notice = {"waived": (waive, WAIVED), "cancelled": (cancel, CANCELLED)}[form.decision]
    is_done = close(request.services, request.parameters["number"], form.reason, staff.id, request.now)
    return done(request, notice if is_done else PROPOSED)


@router.get("finance_invoice.credit", guard=requires_fresh(Permission.INVOICE_ADJUST), response=InvoiceHead)
def show_credit(request: Request, staff: StaffPerson) -> Page:
    return Page("staff/invoice-credit.html", head_of(request), {"request": request.services.ids.new()})


@router.post(
    "finance_invoice.credit",
    guard=requires_fresh(Permission.INVOICE_ADJUST),
    body=CreditInvoice,
    retry_page=show_credit,
    response=Changed,
)
def post_credit(request: Request, staff: StaffPerson, form: CreditInvoice) -> Answer:
    number, credit = request.parameters["number"], CreditOrder(form.amount, form.reason, form.request)
    is_done = credit_invoice(request.services, number, credit, staff.id, request.now)
    return done(request, CREDITED if is_done else PROPOSED)


@router.post(
    "finance_invoice.judge",
    guard=requires_fresh(Permission.INVOICE_ADJUST),
    body=JudgeAdjustment,
    retry_page=show_staff_invoice,
    response=Changed,
)
def post_judge_adjustment(request: Request, staff: StaffPerson, form: JudgeAdjustment) -> Answer:
    number, proposal = request.parameters["number"], request.parameters["proposal"]
    agree, decline = agree_to_adjustment, decline_adjustment
    judge, notice = {"agreed": (agree, AGREED), "declined": (decline, DECLINED)}[form.decision]
    judge(request.services, number, proposal, staff.id, request.now)
    return done(request, notice)
