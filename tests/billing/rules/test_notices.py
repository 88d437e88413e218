"""What Stripe tells: what is wrong with it, and what it leaves of a payment, with numbers written out."""

from datetime import timedelta
from typing import Any

import pytest

from chalicelib.billing.debts import Line, Receivable
from chalicelib.billing.model import Invoice, Payment, PaymentState
from chalicelib.billing.rules.payment_events import apply_event, fault, is_new, is_payable_online, is_settled, returned
from chalicelib.cloud.payments import PaymentEvent, PaymentOutcome
from chalicelib.portal.text import Text
from tests.support.world import START

LATER = START + timedelta(hours=1)
SETTLED = {  # by state: whether nothing is to be asked any more, where it never succeeded
    "intended": False,
    "offered": False,
    "processing": False,
    "failed": True,
    "expired": True,
    "succeeded": False,
    "disputed": False,
    "dispute-won": False,
    "dispute-lost": False,
    "refunded": False,
}


INVOICE = Invoice(
    id="i",
    debt=Receivable(
        account="a",
        payer="Zoé",
        language="fr",
        about="APPLICATION#1",
        service="odd-permit",
        title=Text(fr="Permis", en="Permit"),
        event="application",
    ),
    lines=(Line(label=Text(fr="Frais", en="Fee"), cents=1000),),
    created_at=START,
    due_at=None,
)


def payment(state: str = "offered", **more: Any) -> Payment:
    fields = {"cents": 1000, "created_at": START, "due_at": START, "ends_at": LATER, "language": "fr", **more}
    return Payment.model_validate({"id": "p", "invoice": "i", "account": "a", "state": state, **fields})


def notice(what: PaymentOutcome, **more: Any) -> PaymentEvent:
    return PaymentEvent(id="evt", outcome=what, payment="p", invoice="i", reference="pi_1", **more)


@pytest.mark.req("SEC53")
@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ({}, None),
        ({"payment": None, "invoice": None}, None),
        ({"cents": 1000, "currency": "cad", "refunded": 1000}, None),
        ({"payment": "other"}, "invoice"),
        ({"invoice": "other"}, "invoice"),
        ({"payment": "other", "invoice": None}, "invoice"),
        ({"cents": 999}, "amount"),
        ({"cents": 1001}, "amount"),
        ({"cents": 0}, "amount"),
        ({"currency": "usd"}, "currency"),
        ({"refunded": 1001}, "refund"),
    ],
)
def test_what_is_not_as_it_should_be_is_named(said: dict[str, Any], wrong: str | None) -> None:
    assert fault(notice(PaymentOutcome.SUCCEEDED)._replace(**said), INVOICE, payment(), "cad") == wrong


@pytest.mark.req("SEC53")
def test_a_payment_of_another_invoice_is_none_of_this_one() -> None:
    assert (
        fault(notice(PaymentOutcome.SUCCEEDED, cents=1000)._replace(invoice=None), INVOICE, payment(invoice="j"), "cad")
        == "invoice"
    )


@pytest.mark.req("REL07")
def test_all_that_was_ever_told_is_kept_each_once() -> None:
    known = apply_event(payment(heard=("succeeded",)), notice(PaymentOutcome.DISPUTED), LATER)
    assert known.heard == ("disputed", "succeeded")
    assert apply_event(known, notice(PaymentOutcome.DISPUTED), LATER).heard == ("disputed", "succeeded")


@pytest.mark.req("REL07")
def test_the_first_success_and_the_first_reference_stay() -> None:
    known = apply_event(payment(), notice(PaymentOutcome.SUCCEEDED), START)
    assert (known.state, known.succeeded_at, known.reference, known.due_at) == ("succeeded", START, "pi_1", None)
    again = apply_event(known, notice(PaymentOutcome.SUCCEEDED)._replace(reference="pi_2"), LATER)
    assert (again.succeeded_at, again.reference) == (START, "pi_1")


@pytest.mark.parametrize(("cents", "state"), [(999, "succeeded"), (1000, "refunded"), (1001, "refunded")])
def test_a_payment_is_refunded_when_all_of_it_went_back(cents: int, state: str) -> None:
    before = payment("succeeded", succeeded_at=START)
    for after in (apply_event(before, notice(PaymentOutcome.REFUNDED, refunded=cents), LATER), returned(before, cents)):
        assert (after.state, after.refunded) == (state, cents)


def test_what_went_back_never_becomes_less() -> None:
    before = payment("succeeded", succeeded_at=START, refunded=600)
    assert apply_event(before, notice(PaymentOutcome.REFUNDED, refunded=500), LATER).refunded == 600
    assert returned(before, 500).refunded == 600


@pytest.mark.parametrize("state", SETTLED)
def test_nothing_is_asked_of_what_failed_or_has_ever_succeeded(state: str) -> None:
    assert is_settled(payment(state)) is SETTLED[state]
    assert is_settled(payment(state, succeeded_at=START))


@pytest.mark.parametrize("state", PaymentState)
def test_a_page_can_be_paid_on_until_its_end_and_only_while_it_is_open(state: PaymentState) -> None:
    moment = timedelta(microseconds=1)
    assert is_payable_online(payment(state), LATER - moment) is (state in ("intended", "offered"))
    assert not is_payable_online(payment(state), LATER)
    assert not is_payable_online(payment(state, ends_at=None), START)


def test_a_success_is_new_once() -> None:
    before, after = payment(), payment("succeeded", succeeded_at=START)
    assert is_new(before, after)
    assert not is_new(after, after)
    assert not is_new(before, before)
