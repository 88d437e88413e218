"""Money goes back with four eyes, once, and never more than came (W4)."""

from datetime import date

import pytest

from chalicelib.billing.actions.finance_queue import waiting
from chalicelib.billing.actions.journal import Totals, days, totals
from chalicelib.billing.actions.reconcile import work
from chalicelib.billing.actions.refunds import (
    RefundOrder,
    agree_to_refund,
    decline_refund,
    propose_refund,
    refundable,
)
from chalicelib.billing.actions.webhook_events import handle_event
from chalicelib.billing.errors import NotThatInvoice, OwnRecord, TooMuchBack
from chalicelib.billing.model import Invoice, PaymentState, Refund, RefundState
from chalicelib.cloud.payments import PaymentOutcome
from tests.support.billing import Till, calm, down, issued, later, offered, refusing
from tests.support.members import EMAIL


def proposed(till: Till, number: str, cents: int) -> Refund:
    return propose_refund(till, number, RefundOrder(cents, "Erreur"), "finance-1", till.now)


def paid(till: Till) -> Invoice:
    invoice, payment = offered(till)
    assert payment.session
    handle_event(till, till.payments, till.payments.paid(payment.session), till.now)
    return till.with_payments(invoice).invoice


def refunded(till: Till, invoice: Invoice, cents: int) -> None:
    refund = proposed(till, str(invoice.number), cents)
    agree_to_refund(till, str(invoice.number), refund.id, "finance-2", till.now)
    work(till, till.now)


@pytest.mark.req("W4")
def test_a_refund_is_sent_once_a_second_person_agrees() -> None:
    till = Till()
    invoice = paid(till)
    refund = proposed(till, str(invoice.number), 50_00)
    work(till, till.now)
    before = len(till.payments.refunds)
    agree_to_refund(till, str(invoice.number), refund.id, "finance-2", till.now)
    work(till, till.now)
    assert (before, [cents for _, cents in till.payments.refunds.values()]) == (0, [50_00])


@pytest.mark.req("W4")
def test_nobody_agrees_with_themselves() -> None:
    till = Till()
    number = str(paid(till).number)
    refund = proposed(till, number, 50_00)
    with pytest.raises(OwnRecord):
        agree_to_refund(till, number, refund.id, "finance-1", till.now)


@pytest.mark.req("W4")
def test_agreeing_twice_sends_once() -> None:
    till = Till()
    number = str(paid(till).number)
    refund = proposed(till, number, 50_00)
    agree_to_refund(till, number, refund.id, "finance-2", till.now)
    with pytest.raises(NotThatInvoice):
        agree_to_refund(till, number, refund.id, "finance-3", till.now)


@pytest.mark.req("W4")
@pytest.mark.parametrize("cents", [0, -1, 126_51])
def test_nothing_less_than_a_cent_and_nothing_more_than_was_paid_goes_back(cents: int) -> None:
    till = Till()
    with pytest.raises(TooMuchBack):
        proposed(till, str(paid(till).number), cents)


@pytest.mark.req("W4")
def test_two_proposals_together_are_not_more_than_was_paid() -> None:
    till = Till()
    number = str(paid(till).number)
    proposed(till, number, 100_00)
    with pytest.raises(TooMuchBack):
        proposed(till, number, 26_51)


def test_what_is_not_paid_can_not_go_back() -> None:
    till = Till()
    with pytest.raises(NotThatInvoice):
        proposed(till, str(issued(till).number), 1)


@pytest.mark.req("M2")
def test_parts_add_up_to_the_whole_and_each_has_an_email() -> None:
    till = Till()
    invoice = paid(till)
    for cents in (26_50, 100_00):
        refunded(till, invoice, cents)
    payment = till.with_payments(invoice).payment
    assert payment
    assert (payment.state, payment.refunded) == (PaymentState.REFUNDED, 126_50)
    subjects = [mail.subject for mail in till.mails(EMAIL)]
    assert sum("remboursement" in subject.lower() for subject in subjects) == 2


@pytest.mark.req("REL07")
@pytest.mark.parametrize("webhook_first", [True, False])
def test_stripes_word_of_our_own_refund_counts_it_once(webhook_first: bool) -> None:  # noqa: FBT001 -- a case
    till = Till()
    invoice = paid(till)
    payment = till.with_payments(invoice).payment
    assert payment
    assert payment.session
    notice = till.payments.notice(payment.session, PaymentOutcome.REFUNDED, refunded=50_00)
    refund = proposed(till, str(invoice.number), 50_00)
    agree_to_refund(till, str(invoice.number), refund.id, "finance-2", till.now)
    if webhook_first:
        handle_event(till, till.payments, notice, till.now)
    work(till, till.now)
    handle_event(till, till.payments, notice, till.now)
    assert totals(days(till, till.now.date())).went == 50_00


@pytest.mark.req("REL10")
def test_a_refund_that_stripe_can_not_take_now_is_tried_until_it_can() -> None:
    till = Till()
    invoice = paid(till)
    till.payments.trouble = down
    refunded(till, invoice, 50_00)
    assert [refund.state for refund in till.with_payments(invoice).refunds] == [RefundState.ASKED]
    till.payments.trouble = calm
    later(till, minutes=1)
    assert [refund.state for refund in till.with_payments(invoice).refunds] == [RefundState.DONE]


@pytest.mark.req("W4")
def test_what_is_declined_does_not_go_back_and_can_be_proposed_again() -> None:
    till = Till()
    number = str(paid(till).number)
    refund = proposed(till, number, 126_50)
    decline_refund(till, number, refund.id, "finance-1", till.now)
    with pytest.raises(NotThatInvoice):
        agree_to_refund(till, number, refund.id, "finance-2", till.now)
    again = proposed(till, number, 126_50)
    assert again.state is RefundState.PROPOSED


@pytest.mark.req("W4", "REL10")
def test_a_refund_that_stripe_refuses_for_good_is_told_to_finance_and_can_be_proposed_again() -> None:
    till = Till()
    invoice = paid(till)
    till.payments.trouble = refusing
    refunded(till, invoice, 50_00)
    later(till, hours=1)
    with_payments = till.with_payments(invoice)
    assert ([refund.state for refund in with_payments.refunds], refundable(with_payments)) == (
        [RefundState.REFUSED],
        126_50,
    )
    assert [matter.what for matter in waiting(till).items] == ["refund-refused"]
    assert totals(days(till, till.now.date())).went == 0


@pytest.mark.req("W4")
def test_a_refund_that_the_bank_sends_back_days_later_is_told_to_finance() -> None:
    till = Till()
    payment = till.with_payments(paid(till)).payment
    assert payment
    assert payment.session
    handle_event(till, till.payments, till.payments.notice(payment.session, PaymentOutcome.REFUND_FAILED), till.now)
    assert [matter.what for matter in waiting(till).items] == ["refund-refused"]


# --- the journal ---


@pytest.mark.req("W4")
def test_the_journal_of_a_day_adds_up_to_what_stripe_has() -> None:
    till = Till()
    invoices = [paid(till) for _ in range(3)]
    refunded(till, invoices[0], 26_50)
    found = totals(days(till, till.now.date()))
    at_stripe = sum(126_50 for _ in till.payments.became) - sum(cents for _, cents in till.payments.refunds.values())
    assert (found.came, found.went, found.balance) == (3 * 126_50, 26_50, at_stripe)


@pytest.mark.req("W4")
def test_a_month_is_told_by_its_days() -> None:
    till = Till()
    refunded(till, paid(till), 26_50)
    till.clock.advance(days=1)
    paid(till)
    first, second = days(till, till.now.date())
    assert [(day.day, day.totals.balance, day.movements) for day in (first, second)] == [
        (date(2026, 3, 2), 100_00, 2),
        (date(2026, 3, 3), 126_50, 1),
    ]
    assert second.totals == Totals(126_50, 0, 126_50)
