"""What finance sees of a portal: an invoice in every state, and the list of what waits."""

from collections.abc import Iterator

from chalicelib.app_factory import create_app
from chalicelib.billing.actions.adjustments import CreditOrder, cancel, credit_invoice, waive
from chalicelib.billing.actions.finance_queue import alert_of_stranger
from chalicelib.billing.actions.invoice_by_hand import invoice_by_hand
from chalicelib.billing.actions.offline_payments import OfflinePayment, dismiss, record
from chalicelib.billing.actions.reconcile import work
from chalicelib.billing.actions.refunds import RefundOrder, agree_to_refund, decline_refund, propose_refund
from chalicelib.billing.actions.webhook_events import handle_event
from chalicelib.billing.debts import Charge
from chalicelib.billing.model import Invoice
from chalicelib.cloud.payments import PaymentOutcome
from chalicelib.portal.text import Language
from chalicelib.staff.model import StaffRole
from tests.support.billing import Till, calm, issued, offered, owed, refusing
from tests.support.http import Answer
from tests.support.staff import staff_browser

PORTAL = "social-work"  # the templates are the same everywhere, and some portals charge nothing
FORMS = ("close", "credit", "payment", "refund")


def finance_road(key: str, language: Language) -> Iterator[tuple[str, Answer]]:
    """Yield what is seen by what it shows, as in tests/support/tour.py."""
    if key != PORTAL:
        return
    till = Till(key)
    browser, here = staff_browser(till, create_app(till), StaffRole.FINANCE, language=language), f"/{language}/staff"
    every = invoices(till)
    for name, invoice in every.items():
        yield f"finance: {name}", browser.get(f"{here}/invoices/{invoice.name}")
    for form in FORMS:
        page = f"{here}/invoices/{every['not issued'].name}/{form}"
        yield f"finance: {form}", browser.get(page)
        yield f"finance: empty {form}", browser.post(page, **({} if form == "close" else {"request": "a" * 32}))
    yield "finance: what waits", browser.get(f"{here}/invoices")
    yield "finance: nothing waits", browser.get(f"{here}/invoices?show=second")
    yield "finance: no such invoice", browser.post(f"{here}/invoices/find", number="1")
    yield "finance: journal", browser.get(f"{here}/journal")
    yield "finance: home", browser.get(here)


def invoices(till: Till) -> dict[str, Invoice]:
    """Return an invoice in every state, by what became of it."""
    return {
        "reduced and recorded": _recorded(till),
        "refunded": _refunded(till),
        "waived": _waived(till),
        "cancelled": _cancelled(till),
        "replaced": _replaced(till),
        "not issued": owed(till),
    }


def _recorded(till: Till) -> Invoice:
    invoice = issued(till)
    credit_invoice(till, invoice.name, CreditOrder(1_00, "Geste"), "finance-1", till.now)
    mistake = record(till, invoice.name, OfflinePayment("transfer", "T-1"), "finance-1", till.now)
    dismiss(till, invoice.name, mistake.id, "finance-1", till.now)
    record(till, invoice.name, OfflinePayment("cheque", "00042"), "finance-1", till.now)
    return invoice


def _refunded(till: Till) -> Invoice:
    """Return an invoice of which some went back, some was declined, some refused, some waits; disputed at last."""
    invoice, payment = offered(till)
    assert payment.session
    handle_event(till, till.payments, till.payments.paid(payment.session), till.now)
    for cents in (1_00, 2_00, 3_00, 4_00):
        refund = propose_refund(till, invoice.name, RefundOrder(cents, "Erreur"), "finance-1", till.now)
        till.payments.trouble = refusing if cents == 2_00 else calm
        if cents < 3_00:
            agree_to_refund(till, invoice.name, refund.id, "finance-2", till.now)
            work(till, till.now)
        elif cents == 3_00:
            decline_refund(till, invoice.name, refund.id, "finance-2", till.now)
    for told in (PaymentOutcome.DISPUTED, PaymentOutcome.DISPUTE_LOST):
        handle_event(till, till.payments, till.payments.notice(payment.session, told), till.now)
    handle_event(
        till,
        till.payments,
        till.payments.notice(payment.session, PaymentOutcome.EXPIRED, cents=1, id="evt_wrong"),
        till.now,
    )
    for _ in range(2):
        alert_of_stranger(till, "signature", till.now)
    return invoice


def _waived(till: Till) -> Invoice:
    invoice = issued(till)
    waive(till, invoice.name, "Difficultés", "finance-1", till.now)
    return invoice


def _cancelled(till: Till) -> Invoice:
    invoice = issued(till)
    cancel(till, invoice.name, "Erreur", "finance-1", till.now)
    return invoice


def _replaced(till: Till) -> Invoice:
    invoice = _cancelled(till)
    charge = Charge(invoice.debt.title, 1_00, instead_of=invoice.name)
    invoice_by_hand(till, invoice.debt, charge, "finance-1", till.now)
    return invoice
