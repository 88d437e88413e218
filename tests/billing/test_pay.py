"""Paying: intended first, asked of Stripe once, and never twice (M2; SECURITY REL08-REL10)."""

from datetime import timedelta

import pytest

from chalicelib.billing.actions.adjustments import cancel, waive
from chalicelib.billing.actions.checkout import Payer, pay
from chalicelib.billing.actions.journal import days, totals
from chalicelib.billing.actions.offline_payments import OfflinePayment, confirm, record
from chalicelib.billing.actions.reconcile import work
from chalicelib.billing.actions.webhook_events import handle_event
from chalicelib.billing.errors import BeingConfirmed, NoCards, NotPayable, NotThatInvoice
from chalicelib.billing.model import Invoice, InvoiceState, Payment, PaymentState, RefundState
from chalicelib.cloud.payments import PaymentOutcome
from chalicelib.cloud.table import Unavailable
from tests.support.billing import PAYER, Till, calm, down, issued, later, offered
from tests.support.faults import InterruptedTable

PAGE = timedelta(hours=1)


def state(till: Till, invoice: Invoice) -> tuple[InvoiceState, list[PaymentState]]:
    with_payments = till.with_payments(invoice)
    return with_payments.invoice.state, sorted(payment.state for payment in with_payments.payments)


def session(payment: Payment) -> str:
    assert payment.session
    return payment.session


# --- the page ---


@pytest.mark.req("M2", "SEC55")
def test_stripe_is_asked_for_what_the_invoice_says() -> None:
    till = Till()
    invoice, payment = offered(till)
    wanted = till.payments.pages[session(payment)]
    assert (wanted.cents, wanted.currency, wanted.invoice) == (126_50, "cad", invoice.id)
    assert wanted.back == "https://counter.example/fr/invoices/2026-000001/confirmation"


@pytest.mark.req("M2")
def test_who_pays_by_the_link_comes_back_to_a_page_that_needs_no_sign_in() -> None:
    till = Till()
    pay(till, issued(till), Payer("en", by_link=True), till.now)
    (wanted,) = till.payments.pages.values()
    assert (wanted.back, wanted.cancel) == (
        "https://counter.example/en/pay/confirmation",
        "https://counter.example/en/pay",
    )


@pytest.mark.req("REL09")
def test_an_invoice_has_one_open_page_in_however_many_tabs() -> None:
    till = Till()
    invoice = issued(till)
    assert len({pay(till, invoice, PAYER, till.now) for _ in range(3)}) == 1
    assert till.payments.calls == ["offer"]


@pytest.mark.req("REL09")
def test_two_who_pay_at_the_very_same_time_are_given_the_same_page() -> None:
    table = InterruptedTable()
    till = Till(table=table)
    invoice, others = issued(till), list[str]()
    table.interruption = lambda: others.append(pay(till, invoice, PAYER, till.now))
    assert [pay(till, invoice, PAYER, till.now)] == others
    assert len(till.payments.pages) == 1


@pytest.mark.req("REL10")
def test_what_is_intended_is_written_down_before_stripe_is_asked() -> None:
    till = Till()
    invoice = issued(till)
    till.payments.trouble = down
    with pytest.raises(Unavailable):
        pay(till, invoice, PAYER, till.now)
    assert state(till, invoice) == (InvoiceState.OPEN, [PaymentState.INTENDED])


@pytest.mark.req("REL09", "REL10")
def test_asked_again_after_a_lost_answer_stripe_gives_the_same_page() -> None:
    till = Till()
    invoice = issued(till)

    def lose_answer(moment: str) -> None:
        if moment == "after offer":
            down(moment)

    till.payments.trouble = lose_answer
    with pytest.raises(Unavailable):
        pay(till, invoice, PAYER, till.now)
    till.payments.trouble = calm
    till.clock.advance(minutes=5)
    pay(till, invoice, PAYER, till.now)
    assert len(till.payments.pages) == 1


@pytest.mark.req("REL09")
@pytest.mark.parametrize(("span", "pages"), [(PAGE - timedelta(seconds=1), 1), (PAGE, 2)])
def test_a_new_page_opens_once_the_old_one_is_over_and_not_before(span: timedelta, pages: int) -> None:
    till = Till()
    invoice, payment = offered(till)
    till.clock.advance(span)
    if pages > 1:
        till.payments.became[session(payment)] = PaymentOutcome.EXPIRED
    pay(till, invoice, PAYER, till.now)
    assert len(till.payments.pages) == pages


@pytest.mark.req("REL08", "REL09")
def test_before_a_new_page_opens_stripe_is_asked_what_became_of_the_old_one() -> None:
    till = Till()
    invoice, payment = offered(till)
    till.payments.paid(session(payment))  # and no webhook comes
    till.clock.advance(PAGE)
    with pytest.raises(NotPayable):
        pay(till, invoice, PAYER, till.now)
    assert state(till, invoice) == (InvoiceState.PAID, [PaymentState.SUCCEEDED])


def test_while_a_payment_takes_days_no_other_is_begun() -> None:
    till = Till()
    invoice, payment = offered(till)
    till.payments.became[session(payment)] = PaymentOutcome.PROCESSING
    handle_event(till, till.payments, till.payments.notice(session(payment), PaymentOutcome.PROCESSING), till.now)
    with pytest.raises(BeingConfirmed):
        pay(till, invoice, PAYER, till.now)


def test_a_portal_that_takes_no_cards_says_so() -> None:
    till = Till()
    invoice = issued(till)
    till.__dict__["payments"] = None
    with pytest.raises(NoCards):
        pay(till, invoice, PAYER, till.now)


@pytest.mark.req("M2")
def test_after_a_failure_one_can_pay_again() -> None:
    till = Till()
    invoice, payment = offered(till)
    handle_event(till, till.payments, till.payments.notice(session(payment), PaymentOutcome.FAILED), till.now)
    pay(till, invoice, PAYER, till.now)
    assert state(till, invoice) == (InvoiceState.OPEN, [PaymentState.FAILED, PaymentState.OFFERED])


# --- a webhook that never comes ---


@pytest.mark.req("REL08")
@pytest.mark.parametrize(("minutes", "expected"), [(9, InvoiceState.OPEN), (10, InvoiceState.PAID)])
def test_a_payment_that_nobody_told_of_is_found_when_the_policys_patience_is_over(
    minutes: int, expected: InvoiceState
) -> None:
    till = Till()
    invoice, payment = offered(till)
    till.payments.paid(session(payment))
    later(till, minutes=minutes)
    assert state(till, invoice)[0] is expected


@pytest.mark.req("REL08")
def test_who_pays_at_the_last_minute_is_found_after_the_page_is_over() -> None:
    till = Till()
    invoice, payment = offered(till)
    later(till, minutes=10)
    till.clock.advance(minutes=49)
    till.payments.paid(session(payment))
    later(till, minutes=11)
    assert state(till, invoice)[0] is InvoiceState.PAID


@pytest.mark.req("REL08")
def test_the_webhook_that_comes_after_all_changes_nothing_more() -> None:
    till = Till()
    invoice, payment = offered(till)
    notice = till.payments.paid(session(payment))
    later(till, minutes=10)
    assert handle_event(till, till.payments, notice, till.now)
    assert state(till, invoice) == (InvoiceState.PAID, [PaymentState.SUCCEEDED])
    assert totals(days(till, till.now.date())).balance == 126_50


@pytest.mark.req("REL10")
def test_an_attempt_whose_page_nobody_was_given_ends_by_itself() -> None:
    till = Till()
    invoice = issued(till)
    till.payments.trouble = down
    with pytest.raises(Unavailable):
        pay(till, invoice, PAYER, till.now)
    later(till, minutes=59)
    till.payments.trouble = calm
    later(till, minutes=11)
    assert state(till, invoice) == (InvoiceState.OPEN, [PaymentState.EXPIRED])


def test_stripe_being_down_holds_up_nothing_else() -> None:
    till = Till()
    offered(till)
    till.payments.trouble = down
    till.clock.advance(minutes=10)
    assert issued(till).state is InvoiceState.OPEN


# --- paid twice, or paid for nothing ---


def by_cheque(till: Till, invoice: Invoice) -> None:
    number = str(invoice.number)
    payment = record(till, number, OfflinePayment("cheque", "00042"), "finance-1", till.now)
    confirm(till, number, payment.id, "finance-2", till.now)


@pytest.mark.req("M2", "REL09")
def test_a_card_that_pays_what_a_cheque_has_paid_is_given_its_money_back_by_itself() -> None:
    till = Till()
    invoice, payment = offered(till)
    notice = till.payments.paid(session(payment))
    by_cheque(till, invoice)
    handle_event(till, till.payments, notice, till.now)
    work(till, till.now)
    with_payments = till.with_payments(invoice)
    assert list(till.payments.refunds.values()) == [(f"pi_{payment.id}", 126_50)]
    assert (with_payments.invoice.state, [refund.state for refund in with_payments.refunds]) == (
        InvoiceState.PAID,
        [RefundState.DONE],
    )
    assert totals(days(till, till.now.date())).balance == 126_50


@pytest.mark.req("REL09")
def test_when_a_cheque_pays_the_page_for_cards_is_closed() -> None:
    till = Till()
    invoice, payment = offered(till)
    by_cheque(till, invoice)
    assert till.payments.became == {session(payment): PaymentOutcome.EXPIRED}


@pytest.mark.req("W4")
@pytest.mark.parametrize("close", [waive, cancel])
def test_a_card_that_pays_what_is_not_owed_any_more_is_given_its_money_back(close: object) -> None:
    till = Till()
    invoice, payment = offered(till)
    notice = till.payments.paid(session(payment))
    assert callable(close)
    close(till, invoice.number, "Erreur", "finance-1", till.now)
    handle_event(till, till.payments, notice, till.now)
    work(till, till.now)
    assert totals(days(till, till.now.date())).balance == 0


@pytest.mark.req("W4")
def test_what_is_waived_can_not_be_paid_nor_waived_again() -> None:
    till = Till()
    invoice = issued(till)
    waive(till, str(invoice.number), "Difficultés", "finance-1", till.now)
    with pytest.raises(NotPayable):
        pay(till, invoice, PAYER, till.now)
    with pytest.raises(NotThatInvoice):
        waive(till, str(invoice.number), "Encore", "finance-1", till.now)


@pytest.mark.req("M2", "REL09", "REL31")
@pytest.mark.parametrize(("minutes", "attempts"), [(29, 1), (30, 2)])
def test_after_an_outage_a_page_is_asked_for_that_stripe_still_opens(minutes: int, attempts: int) -> None:
    till = Till()  # whose pages live an hour
    invoice = issued(till)
    till.payments.trouble = down
    with pytest.raises(Unavailable):
        pay(till, invoice, PAYER, till.now)
    till.payments.trouble = calm
    till.clock.advance(minutes=minutes)
    assert pay(till, invoice, PAYER, till.now)
    assert len(till.with_payments(invoice).payments) == attempts


@pytest.mark.req("M2", "REL09")
def test_somebody_else_is_given_a_page_of_their_own_where_the_first_answer_was_lost() -> None:
    till = Till()
    invoice = issued(till)
    till.payments.trouble = lost
    with pytest.raises(Unavailable):
        pay(till, invoice, PAYER, till.now)
    till.payments.trouble = calm
    employer = Payer("en", by_link=True)
    assert pay(till, invoice, employer, till.now)
    assert len(till.with_payments(invoice).payments) == 2


def lost(moment: str) -> None:
    if moment == "after offer":
        raise Unavailable("Read timeout")
