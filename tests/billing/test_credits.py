"""What is taken off an invoice: its lines stay, less is asked for, and who paid more gets it back (W4; SEC56)."""

import pytest

from chalicelib.billing.actions.adjustments import CreditOrder, credit_invoice, waive
from chalicelib.billing.actions.checkout import pay
from chalicelib.billing.actions.finance_queue import waiting
from chalicelib.billing.actions.journal import days, totals
from chalicelib.billing.actions.offline_payments import OfflinePayment, confirm, record
from chalicelib.billing.actions.receipts import get_own
from chalicelib.billing.actions.reconcile import work
from chalicelib.billing.actions.webhook_events import handle_event
from chalicelib.billing.errors import NotThatInvoice, TooMuchOff
from chalicelib.billing.model import Invoice, InvoiceState
from chalicelib.cloud.payments import PaymentOutcome
from tests.support.billing import PAYER, Till, issued, offered, owed
from tests.support.members import EMAIL


def credited(till: Till, invoice: Invoice, cents: int = 26_50, request: str | None = None) -> Invoice:
    credit_invoice(till, invoice.name, CreditOrder(cents, "Geste", request), "finance-1", till.now)
    return till.with_payments(invoice).invoice


@pytest.mark.req("W4", "SEC56")
def test_a_credit_leaves_the_lines_and_says_what_is_still_owed() -> None:
    till = Till()
    invoice = issued(till)
    after = credited(till, invoice)
    assert (after.lines, after.total, after.state) == (invoice.lines, 100_00, InvoiceState.OPEN)
    (line,) = [credit.line for credit in after.credits]
    assert (line.label.fr, line.cents, [tax.cents for tax in line.taxes]) == ("Crédit", -23_04, [-3_46])
    assert "100,00" in till.mail(EMAIL).text


@pytest.mark.req("W4")
def test_an_invoice_that_nobody_has_seen_is_reduced_without_an_email() -> None:
    till = Till()
    before = len(till.mails(EMAIL))
    assert (credited(till, owed(till)).total, len(till.mails(EMAIL))) == (100_00, before)


@pytest.mark.req("W4", "REL04")
def test_the_same_credit_sent_twice_is_one() -> None:
    till = Till()
    invoice = issued(till)
    for _ in range(2):
        credited(till, invoice, request="c" * 32)
    assert till.with_payments(invoice).invoice.total == 100_00


@pytest.mark.req("W4")
@pytest.mark.parametrize("cents", [0, 126_50])
def test_a_credit_takes_something_and_leaves_something(cents: int) -> None:
    till = Till()
    with pytest.raises(TooMuchOff):
        credited(till, issued(till), cents)


@pytest.mark.req("W4")
def test_what_is_closed_is_not_reduced() -> None:
    till = Till()
    invoice = issued(till)
    waive(till, invoice.name, "Erreur", "finance-1", till.now)
    with pytest.raises(NotThatInvoice):
        credited(till, invoice)


@pytest.mark.req("W4", "M2")
def test_the_page_of_before_is_closed_and_the_next_asks_for_what_is_left() -> None:
    till = Till()
    invoice, payment = offered(till)
    credited(till, invoice)
    pay(till, invoice, PAYER, till.now)
    page = list(till.payments.pages.values())[-1]
    assert (till.payments.became, page.cents) == ({payment.session: PaymentOutcome.EXPIRED}, 100_00)


@pytest.mark.req("W4", "REL09")
def test_who_paid_before_the_credit_was_seen_is_given_the_difference_back() -> None:
    till = Till()
    invoice, payment = offered(till)
    assert payment.session
    notice = till.payments.paid(payment.session)
    credited(till, invoice)
    handle_event(till, till.payments, notice, till.now)
    work(till, till.now)
    assert totals(days(till, till.now.date())).balance == 100_00
    assert get_own(till, till.person.id, str(invoice.number)).total == 100_00


@pytest.mark.req("W4")
def test_a_cheque_that_was_recorded_before_leaves_a_refund_to_agree_to() -> None:
    till = Till()
    invoice = issued(till)
    cheque = record(till, invoice.name, OfflinePayment("cheque", "7"), "finance-1", till.now)
    credited(till, invoice)
    confirm(till, invoice.name, cheque.id, "finance-2", till.now)
    assert [(each.what, each.cents) for each in waiting(till).items if not each.is_alert] == [("agree", 26_50)]
