"""What Stripe tells, in any order and however often: one state, one receipt, one email (REL07)."""

from collections import Counter
from datetime import timedelta
from itertools import permutations

import pytest

from chalicelib.billing.actions.finance_queue import deal_with, waiting
from chalicelib.billing.actions.journal import days, entries, month_of, totals
from chalicelib.billing.actions.receipts import of_year
from chalicelib.billing.actions.webhook_events import handle_event
from chalicelib.billing.model import Invoice, InvoiceState, Payment, PaymentState
from chalicelib.billing.storage import ALERTS, event_key
from chalicelib.cloud.payments import PaymentOutcome
from chalicelib.outbox.storage import parse_email
from tests.support.billing import Till, later, offered

EVENTS = (
    PaymentOutcome.SUCCEEDED,
    PaymentOutcome.FAILED,
    PaymentOutcome.EXPIRED,
    PaymentOutcome.REFUNDED,
    PaymentOutcome.DISPUTED,
)
Seen = tuple[object, ...]


def emails(till: Till) -> Counter[str]:
    rows = [item for key, item in till.rows.items.items() if key.sk == "OUTBOX"]
    return Counter(parse_email(item).template for item in rows)


def tell(till: Till, payment: Payment, told: PaymentOutcome, /, **more: object) -> bool:
    assert payment.session
    return handle_event(till, till.payments, till.payments.notice(payment.session, told, **more), till.now)


def seen(till: Till, invoice: Invoice) -> Seen:
    """Return all that is left of what happened."""
    with_payments = till.with_payments(invoice)
    assert with_payments.payment
    receipts = [receipt.number for receipt in of_year(till, till.person.id, till.now.year)]
    day = till.now.astimezone(till.portal.zone).date()
    money = sorted((entry.movement, entry.cents) for entry in entries(till, month_of(day)))
    alerts = len(list(till.table.queue(ALERTS)))
    return (
        with_payments.invoice.state,
        with_payments.payment.state,
        with_payments.payment.refunded,
        tuple(receipts),
        tuple(sorted(emails(till).items())),
        tuple(money),
        alerts,
        len(till.payments.refunds),
    )


@pytest.mark.req("M2", "REL07")
def test_every_order_of_all_that_can_be_told_each_up_to_five_times_ends_the_same() -> None:
    ends = set()
    for order in permutations(EVENTS):
        till = Till()
        invoice, payment = offered(till)
        for times, told in enumerate(order, 1):
            assert all(tell(till, payment, told) for _ in range(times))
        assert all(tell(till, payment, told) for told in reversed(order))
        ends.add(seen(till, invoice))
    (end,) = ends
    assert end == (
        InvoiceState.PAID,
        PaymentState.REFUNDED,
        126_50,
        ("2026-000001",),
        (("invoice-issued", 1), ("payment-received", 1), ("payment-refunded", 1)),
        (("disputed", 0), ("payment", 126_50), ("refund", -126_50)),
        1,
        0,
    )


@pytest.mark.req("M2", "REL07")
@pytest.mark.parametrize("first", EVENTS)
def test_a_payment_that_succeeded_pays_whatever_was_told_before(first: PaymentOutcome) -> None:
    till = Till()
    invoice, payment = offered(till)
    tell(till, payment, first)
    tell(till, payment, PaymentOutcome.SUCCEEDED)
    assert till.with_payments(invoice).invoice.state is InvoiceState.PAID


@pytest.mark.req("REL07")
def test_the_same_event_three_days_later_changes_nothing() -> None:
    till = Till()
    invoice, payment = offered(till)
    tell(till, payment, PaymentOutcome.SUCCEEDED)
    before = seen(till, invoice)
    items = dict(till.rows.items)
    till.clock.advance(timedelta(days=3))
    tell(till, payment, PaymentOutcome.SUCCEEDED)
    assert items == till.rows.items
    till.clock.advance(timedelta(days=-3))
    assert seen(till, invoice) == before


@pytest.mark.req("REL07")
def test_an_event_is_remembered_for_forty_days() -> None:
    till = Till()
    _, payment = offered(till)
    tell(till, payment, PaymentOutcome.SUCCEEDED, id="evt_1")
    row = till.table.get(event_key("evt_1"))
    assert row
    assert row["ttl"] == int((till.now + timedelta(days=40)).timestamp())


@pytest.mark.req("REL07")
def test_another_event_that_tells_the_same_adds_no_second_receipt() -> None:
    till = Till()
    invoice, payment = offered(till)
    tell(till, payment, PaymentOutcome.SUCCEEDED)
    before = seen(till, invoice)
    tell(till, payment, PaymentOutcome.SUCCEEDED, id="evt_other")
    assert seen(till, invoice) == before


@pytest.mark.req("M2")
def test_a_payment_that_takes_days_is_not_paid_yet() -> None:
    till = Till()
    invoice, payment = offered(till)
    tell(till, payment, PaymentOutcome.PROCESSING)
    with_payments = till.with_payments(invoice)
    assert (with_payments.invoice.state, with_payments.payment and with_payments.payment.state) == (
        InvoiceState.OPEN,
        PaymentState.PROCESSING,
    )


# --- refunds that Stripe's own dashboard makes ---


@pytest.mark.req("M2")
@pytest.mark.parametrize("order", list(permutations([20_00, 50_00, 70_00])))
def test_partial_refunds_that_come_in_any_order_leave_the_largest_sum(order: tuple[int, ...]) -> None:
    till = Till()
    invoice, payment = offered(till)
    tell(till, payment, PaymentOutcome.SUCCEEDED)
    for cents in order:
        tell(till, payment, PaymentOutcome.REFUNDED, id=f"evt_{cents}", refunded=cents)
    found = till.with_payments(invoice).payment
    assert found
    assert (found.state, found.refunded) == (PaymentState.SUCCEEDED, 70_00)
    assert totals(days(till, till.now.date())).balance == 126_50 - 70_00


# --- disputes ---


@pytest.mark.req("M2")
@pytest.mark.parametrize(
    ("closed", "state"), [(PaymentOutcome.DISPUTE_WON, "dispute-won"), (PaymentOutcome.DISPUTE_LOST, "dispute-lost")]
)
def test_a_dispute_ends_one_way_or_the_other_and_finance_is_told(closed: PaymentOutcome, state: str) -> None:
    till = Till()
    invoice, payment = offered(till)
    for told in (PaymentOutcome.SUCCEEDED, PaymentOutcome.DISPUTED, closed):
        tell(till, payment, told)
    found = till.with_payments(invoice).payment
    assert found
    assert (found.state, len(list(till.table.queue(ALERTS)))) == (state, 2)


# --- what does not fit ---

WRONG = [
    ("amount", {"cents": 126_49}),
    ("currency", {"currency": "usd"}),
    ("refund", {"refunded": 126_51}),
    ("unknown", {"payment": "f" * 32}),
    ("unknown", {"invoice": "f" * 32}),
]


@pytest.mark.req("M2", "SEC53")
@pytest.mark.parametrize(("fault", "wrong"), WRONG)
def test_what_does_not_fit_is_refused_recorded_and_told_to_finance(fault: str, wrong: dict[str, object]) -> None:
    till = Till()
    invoice, payment = offered(till)
    assert not tell(till, payment, PaymentOutcome.SUCCEEDED, id="evt_wrong", **wrong)
    recorded = till.table.get(event_key("evt_wrong"))
    (alert,) = till.table.queue(ALERTS)
    assert till.with_payments(invoice).invoice.state is InvoiceState.OPEN
    assert recorded
    assert recorded["fault"] == fault
    assert alert.sk == f"ALERT#notice-{fault}"


@pytest.mark.req("REL08", "W4")
def test_of_an_answer_that_does_not_fit_finance_is_told_once_and_nobody_asks_by_themselves_again() -> None:
    till = Till()
    _, payment = offered(till)
    till.payments.pages[f"cs_{payment.id}"] = till.payments.pages[f"cs_{payment.id}"]._replace(cents=1)
    till.payments.paid(f"cs_{payment.id}")
    later(till, minutes=10)
    (matter,) = waiting(till).items
    deal_with(till, matter.about, matter.what, "finance-1", till.now)
    later(till, days=1)
    assert (waiting(till).items, till.payments.calls.count("look")) == ([], 1)


@pytest.mark.req("M2")
def test_another_invoices_name_on_a_notice_is_refused() -> None:
    till = Till()
    invoice, payment = offered(till)
    other, _ = offered(till)
    assert not tell(till, payment, PaymentOutcome.SUCCEEDED, invoice=other.id)
    assert {till.with_payments(each).invoice.state for each in (invoice, other)} == {InvoiceState.OPEN}


def test_what_the_body_sells_elsewhere_by_the_same_account_is_none_of_ours() -> None:
    till = Till()
    _, payment = offered(till)
    before = dict(till.rows.items)
    assert tell(till, payment, PaymentOutcome.SUCCEEDED, payment=None, invoice=None, reference="pi_of_a_shop")
    assert till.rows.items == before
