"""Cheques and transfers: one of the staff records what came, another one confirms it (W4)."""

import pytest

from chalicelib.billing.actions.adjustments import waive
from chalicelib.billing.actions.journal import days, totals
from chalicelib.billing.actions.offline_payments import OfflinePayment, confirm, dismiss, record
from chalicelib.billing.actions.staff_view import open_for, trail_of
from chalicelib.billing.errors import NotThatInvoice, OwnRecord
from chalicelib.billing.model import Invoice, InvoiceState, Payment
from tests.support.billing import Till, issued
from tests.support.faults import InterruptedTable

CHEQUE = OfflinePayment("cheque", "00042")


def recorded(till: Till, invoice: Invoice, money: OfflinePayment = CHEQUE, by: str = "finance-1") -> Payment:
    return record(till, str(invoice.number), money, by, till.now)


def confirmed(till: Till, invoice: Invoice, payment: Payment, by: str = "finance-2") -> None:
    confirm(till, str(invoice.number), payment.id, by, till.now)


@pytest.mark.req("W4")
def test_a_cheque_counts_when_a_second_person_confirms_it() -> None:
    till = Till()
    invoice = issued(till)
    payment = recorded(till, invoice)
    before = till.with_payments(invoice).invoice.state
    confirmed(till, invoice, payment)
    assert (before, till.with_payments(invoice).invoice.state) == (InvoiceState.OPEN, InvoiceState.PAID)


@pytest.mark.req("W4")
def test_nobody_confirms_what_they_recorded_themselves() -> None:
    till = Till()
    invoice = issued(till)
    payment = recorded(till, invoice, OfflinePayment("transfer", "T-1"))
    with pytest.raises(OwnRecord):
        confirmed(till, invoice, payment, by="finance-1")


@pytest.mark.req("W4")
def test_what_is_confirmed_twice_is_paid_once() -> None:
    till = Till()
    invoice = issued(till)
    payment = recorded(till, invoice)
    for by in ("finance-2", "finance-3"):
        confirmed(till, invoice, payment, by)
    assert totals(days(till, till.now.date())).balance == 126_50


@pytest.mark.req("W4", "SEC40")
def test_while_one_waits_for_its_second_pair_of_eyes_no_other_is_recorded() -> None:
    till = Till()
    invoice = issued(till)
    payment = recorded(till, invoice)
    with pytest.raises(NotThatInvoice):
        recorded(till, invoice, OfflinePayment("cheque", "00043"), by="finance-3")
    dismiss(till, str(invoice.number), payment.id, "finance-1", till.now)
    recorded(till, invoice, OfflinePayment("cheque", "00043"), by="finance-3")
    assert "record" not in open_for(till.with_payments(invoice))


@pytest.mark.req("W4", "SEC40", "REL04")
def test_of_two_who_record_at_the_very_same_time_one_is_told_to_look_again() -> None:
    table = InterruptedTable()
    till = Till(table=table)
    invoice = issued(till)
    table.interruption = lambda: recorded(till, invoice, by="finance-2")
    with pytest.raises(NotThatInvoice):
        recorded(till, invoice)
    assert [payment.recorded_by for payment in till.with_payments(invoice).payments] == ["finance-2"]


@pytest.mark.req("W4", "SEC40")
def test_who_confirms_what_is_not_owed_any_more_stands_in_the_trail_too() -> None:
    till = Till()
    invoice = issued(till)
    payment = recorded(till, invoice)
    waive(till, str(invoice.number), "Difficultés", "finance-1", till.now)
    till.clock.advance(minutes=1)
    confirmed(till, invoice, payment)
    last = trail_of(till, invoice, 1)[0]
    assert (last.kind, last.by) == ("payment-surplus", "finance-2")
