"""Money of one invoice, with four eyes: cheques and transfers that came, refunds that go (REQUIREMENTS W4; SEC40)."""

from chalicelib.billing.actions import refunds
from chalicelib.billing.actions.offline_payments import OfflinePayment, confirm, dismiss, record
from chalicelib.billing.actions.refunds import RefundOrder
from chalicelib.billing.backoffice.inputs import JudgePayment, JudgeRefund, ProposeRefund, RecordPayment
from chalicelib.billing.backoffice.routes.invoice import show_staff_invoice
from chalicelib.billing.backoffice.routes.paying import done, head_of
from chalicelib.billing.backoffice.schemas import InvoiceHead
from chalicelib.phrase import phrase
from chalicelib.staff.actions.sessions import StaffPerson
from chalicelib.staff.guards import STAFF, requires, requires_fresh
from chalicelib.staff.permissions import Permission
from chalicelib.web.answers import Answer, Page
from chalicelib.web.common_schemas import Changed
from chalicelib.web.request import Request
from chalicelib.web.router import Router

router = Router(STAFF)
RECORDED = phrase("The payment is recorded. Another member of staff has to confirm it.")
CONFIRMED = phrase("The payment is confirmed, and the invoice is paid.")
DISMISSED = phrase("The recorded payment is taken back.")
PROPOSED = phrase("The refund is proposed. Another member of staff has to agree.")
AGREED = phrase("The refund is agreed, and goes back.")
DECLINED = phrase("The proposed refund is declined.")


@router.get("finance_payments.record", guard=requires(Permission.PAYMENT_RECORD), response=InvoiceHead)
def show_record(request: Request, staff: StaffPerson) -> Page:
    return Page("staff/invoice-payment.html", head_of(request), {"request": request.services.ids.new()})


@router.post(
    "finance_payments.record",
    guard=requires(Permission.PAYMENT_RECORD),
    body=RecordPayment,
    retry_page=show_record,
    response=Changed,
)
def post_record(request: Request, staff: StaffPerson, form: RecordPayment) -> Answer:
    money = OfflinePayment(form.method, form.reference, form.request)
    record(request.services, request.parameters["number"], money, staff.id, request.now)
    return done(request, RECORDED)


@router.post(
    "finance_payments.judge",
    guard=requires(Permission.PAYMENT_RECORD),
    body=JudgePayment,
    retry_page=show_staff_invoice,
    response=Changed,
)
def post_judge_payment(request: Request, staff: StaffPerson, form: JudgePayment) -> Answer:
    number, payment = request.parameters["number"], request.parameters["payment"]
    judge, notice = {"confirmed": (confirm, CONFIRMED), "dismissed": (dismiss, DISMISSED)}[form.decision]
    judge(request.services, number, payment, staff.id, request.now)
    return done(request, notice)


@router.get("finance_payments.refund", guard=requires_fresh(Permission.REFUND_DECIDE), response=InvoiceHead)
def show_refund(request: Request, staff: StaffPerson) -> Page:
    return Page("staff/invoice-refund.html", head_of(request), {"request": request.services.ids.new()})


@router.post(
    "finance_payments.refund",
    guard=requires_fresh(Permission.REFUND_DECIDE),
    body=ProposeRefund,
    retry_page=show_refund,
    response=Changed,
)
def post_refund(request: Request, staff: StaffPerson, form: ProposeRefund) -> Answer:
    number, refund = request.parameters["number"], RefundOrder(form.amount, form.reason, form.request)
    refunds.propose_refund(request.services, number, refund, staff.id, request.now)
    return done(request, PROPOSED)


@router.post(
    "finance_payments.judge_refund",
    guard=requires_fresh(Permission.REFUND_DECIDE),
    body=JudgeRefund,
    retry_page=show_staff_invoice,
    response=Changed,
)
def post_judge_refund(request: Request, staff: StaffPerson, form: JudgeRefund) -> Answer:
    number, refund = request.parameters["number"], request.parameters["refund"]
    agree, decline = refunds.agree_to_refund, refunds.decline_refund
    judge, notice = {"agreed": (agree, AGREED), "declined": (decline, DECLINED)}[form.decision]
    judge(request.services, number, refund, staff.id, request.now)
    return done(request, notice)
