"""One invoice as finance sees it: credited, waived, cancelled (REQUIREMENTS W4)."""

from chalicelib.accounts.schemas import Changed
from chalicelib.billing.actions.adjustments import CreditOrder, cancel, credit_invoice, waive
from chalicelib.phrase import phrase
from chalicelib.staff.access import STAFF, may, staff_person
from chalicelib.staff.actions import invoices
from chalicelib.staff.invoice_inputs import CloseInvoice, CreditInvoice
from chalicelib.staff.invoice_presenters import INVOICE, staff_invoice_page
from chalicelib.staff.invoice_schemas import TRAIL_SHOWN, InvoiceHead, StaffInvoicePage
from chalicelib.staff.routes.paying import done, head_of
from chalicelib.web.answers import Answer, Page
from chalicelib.web.desk import Desk
from chalicelib.web.visit import Visit

desk = Desk(STAFF)
CLOSE, CREDIT = f"{INVOICE}/close", f"{INVOICE}/credit"
WAIVED = phrase("The invoice is waived.")
CANCELLED = phrase("The invoice is cancelled.")
CREDITED = phrase("The credit is taken off.")


@desk.get(INVOICE, access=may("GET", INVOICE), gives=StaffInvoicePage)
def show_staff_invoice(visit: Visit) -> Page:
    by = staff_person(visit).id
    seen = invoices.view_invoice(visit.services, visit.parameters["number"], by, TRAIL_SHOWN, visit.now)
    return Page("staff/invoice.html", staff_invoice_page(visit, seen, by))


@desk.get(CLOSE, access=may("GET", CLOSE), gives=InvoiceHead)
def show_close(visit: Visit) -> Page:
    return Page("staff/invoice-close.html", head_of(visit))


@desk.post(CLOSE, access=may("POST", CLOSE), takes=CloseInvoice, form=show_close, gives=Changed)
def post_close(visit: Visit, wish: CloseInvoice) -> Answer:
    close, notice = {"waived": (waive, WAIVED), "cancelled": (cancel, CANCELLED)}[wish.decision]
    close(visit.services, visit.parameters["number"], wish.reason, staff_person(visit).id, visit.now)
    return done(visit, notice)


@desk.get(CREDIT, access=may("GET", CREDIT), gives=InvoiceHead)
def show_credit(visit: Visit) -> Page:
    return Page("staff/invoice-credit.html", head_of(visit), {"request": visit.services.ids.new()})


@desk.post(CREDIT, access=may("POST", CREDIT), takes=CreditInvoice, form=show_credit, gives=Changed)
def post_credit(visit: Visit, wish: CreditInvoice) -> Answer:
    number, credit = visit.parameters["number"], CreditOrder(wish.amount, wish.reason, wish.request)
    credit_invoice(visit.services, number, credit, staff_person(visit).id, visit.now)
    return done(visit, CREDITED)
