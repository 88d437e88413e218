"""Money of one invoice, with four eyes: cheques and transfers that came, refunds that go (REQUIREMENTS W4; SEC40)."""

from chalicelib.accounts.schemas import Changed
from chalicelib.billing.actions import refunds
from chalicelib.billing.actions.offline_payments import OfflinePayment, confirm, dismiss, record
from chalicelib.billing.actions.refunds import RefundOrder
from chalicelib.phrase import phrase
from chalicelib.staff.access import STAFF, may, staff_person
from chalicelib.staff.invoice_inputs import JudgePayment, JudgeRefund, ProposeRefund, RecordPayment
from chalicelib.staff.invoice_presenters import INVOICE
from chalicelib.staff.invoice_schemas import InvoiceHead
from chalicelib.staff.routes.invoice import show_staff_invoice
from chalicelib.staff.routes.paying import done, head_of
from chalicelib.web.answers import Answer, Page
from chalicelib.web.desk import Desk
from chalicelib.web.visit import Visit

desk = Desk(STAFF)
PAYMENT, REFUND = f"{INVOICE}/payment", f"{INVOICE}/refund"
ONE_PAYMENT, ONE_REFUND = f"{PAYMENT}/{{payment}}", f"{REFUND}/{{refund}}"
RECORDED = phrase("The payment is recorded. Another member of staff has to confirm it.")
CONFIRMED = phrase("The payment is confirmed, and the invoice is paid.")
DISMISSED = phrase("The recorded payment is taken back.")
PROPOSED = phrase("The refund is proposed. Another member of staff has to agree.")
AGREED = phrase("The refund is agreed, and goes back.")
DECLINED = phrase("The proposed refund is declined.")


@desk.get(PAYMENT, access=may("GET", PAYMENT), gives=InvoiceHead)
def show_record(visit: Visit) -> Page:
    return Page("staff/invoice-payment.html", head_of(visit), {"request": visit.services.ids.new()})


@desk.post(PAYMENT, access=may("POST", PAYMENT), takes=RecordPayment, form=show_record, gives=Changed)
def post_record(visit: Visit, wish: RecordPayment) -> Answer:
    money = OfflinePayment(wish.method, wish.reference, wish.request)
    record(visit.services, visit.parameters["number"], money, staff_person(visit).id, visit.now)
    return done(visit, RECORDED)


@desk.post(ONE_PAYMENT, access=may("POST", ONE_PAYMENT), takes=JudgePayment, form=show_staff_invoice, gives=Changed)
def post_judge_payment(visit: Visit, wish: JudgePayment) -> Answer:
    number, payment = visit.parameters["number"], visit.parameters["payment"]
    judge, notice = {"confirmed": (confirm, CONFIRMED), "dismissed": (dismiss, DISMISSED)}[wish.decision]
    judge(visit.services, number, payment, staff_person(visit).id, visit.now)
    return done(visit, notice)


@desk.get(REFUND, access=may("GET", REFUND), gives=InvoiceHead)
def show_refund(visit: Visit) -> Page:
    return Page("staff/invoice-refund.html", head_of(visit), {"request": visit.services.ids.new()})


@desk.post(REFUND, access=may("POST", REFUND), takes=ProposeRefund, form=show_refund, gives=Changed)
def post_refund(visit: Visit, wish: ProposeRefund) -> Answer:
    number, refund = visit.parameters["number"], RefundOrder(wish.amount, wish.reason, wish.request)
    refunds.propose_refund(visit.services, number, refund, staff_person(visit).id, visit.now)
    return done(visit, PROPOSED)


@desk.post(ONE_REFUND, access=may("POST", ONE_REFUND), takes=JudgeRefund, form=show_staff_invoice, gives=Changed)
def post_judge_refund(visit: Visit, wish: JudgeRefund) -> Answer:
    number, refund = visit.parameters["number"], visit.parameters["refund"]
    agree, decline = refunds.agree_to_refund, refunds.decline_refund
    judge, notice = {"agreed": (agree, AGREED), "declined": (decline, DECLINED)}[wish.decision]
    judge(visit.services, number, refund, staff_person(visit).id, visit.now)
    return done(visit, notice)
