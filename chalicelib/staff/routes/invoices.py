"""What waits for finance, finding an invoice by its number, and making one by hand (REQUIREMENTS W4)."""

from chalicelib.accounts.schemas import Changed
from chalicelib.billing.actions.alerts import deal_with
from chalicelib.billing.actions.queue import work_items
from chalicelib.phrase import phrase
from chalicelib.staff.access import STAFF, may, staff_person
from chalicelib.staff.actions import find, invoices
from chalicelib.staff.invoice_inputs import DealWith, FindInvoice, MakeInvoice
from chalicelib.staff.invoice_presenters import ASKS, INSTEAD_OF, INVOICES, finance_page, new_invoice_page
from chalicelib.staff.invoice_schemas import FinancePage, InvoiceFound, InvoiceMade, NewInvoicePage
from chalicelib.web.answers import Answer, Done, Page
from chalicelib.web.desk import Desk
from chalicelib.web.visit import Visit

desk = Desk(STAFF)
FIND, ALERTS, NEW = f"{INVOICES}/find", f"{INVOICES}/alerts", f"{INVOICES}/new"
DEALT_WITH = phrase("It is off the list.")
MADE = phrase("The invoice is made. The person is told of it when it is issued.")


@desk.get(INVOICES, access=may("GET", INVOICES), gives=FinancePage, asks=ASKS)
def show_finance(visit: Visit) -> Page:
    found = work_items(visit.services)
    names = find.names(visit.services, [each.by for each in found if each.by])
    return Page("staff/invoices.html", finance_page(visit, found, names, staff_person(visit).id))


@desk.post(FIND, access=may("POST", FIND), takes=FindInvoice, form=show_finance, gives=InvoiceFound)
def post_find_invoice(visit: Visit, wish: FindInvoice) -> Answer:
    name = invoices.find_invoice(visit.services, wish.number).name
    path = f"/staff/invoices/{name}"
    return Done(path, InvoiceFound(number=name, path=path))


@desk.post(ALERTS, access=may("POST", ALERTS), takes=DealWith, form=show_finance, gives=Changed)
def post_deal_with(visit: Visit, wish: DealWith) -> Answer:
    deal_with(visit.services, wish.about, wish.what, staff_person(visit).id, visit.now)
    return Done("/staff/invoices", Changed(message=visit.words(DEALT_WITH)), notice=DEALT_WITH)


@desk.get(NEW, access=may("GET", NEW), gives=NewInvoicePage, asks=(INSTEAD_OF,))
def show_new_invoice(visit: Visit) -> Page:
    drawn = {"request": visit.services.ids.new(), INSTEAD_OF: visit.asked.get(INSTEAD_OF, "")}
    return Page("staff/invoice-new.html", new_invoice_page(visit), drawn)


@desk.post(NEW, access=may("POST", NEW), takes=MakeInvoice, form=show_new_invoice, gives=InvoiceMade)
def post_new_invoice(visit: Visit, wish: MakeInvoice) -> Answer:
    name = invoices.make(visit.services, wish, staff_person(visit).id, visit.now).name
    return Done(f"/staff/invoices/{name}", InvoiceMade(invoice=name), notice=MADE)
