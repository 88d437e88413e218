"""Stripe's own SDK against the stand-in for its API, and its webhooks as they come (M2; SECURITY SEC53)."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

import pytest
import urllib3

from chalicelib.app_factory import create_app
from chalicelib.billing.actions.find import get_by_number
from chalicelib.billing.model import InvoiceState
from chalicelib.billing.storage import ALERTS
from chalicelib.cloud.payments import PaymentEvent, PaymentOutcome, Rejected, Untrusted, Wanted
from chalicelib.cloud.stripe import Keys, StripePayments
from chalicelib.cloud.table import Unavailable
from infra.local import exchange
from infra.local.exchange import HttpRequest
from infra.local.server import Server
from infra.local.stripe.hooks import event, signature
from infra.local.stripe.stand_in import HERE, StripeStandIn, key_of
from tests.support.billing import KEYS, TOLERANCE, Till, offered
from tests.support.http import Answer, call
from tests.support.patience import until
from tests.support.world import START

HOOK = "/webhooks/stripe"


class Shop(NamedTuple):
    """The stand-in, and our adapter that speaks to it."""

    stand_in: StripeStandIn
    payments: StripePayments
    address: str


@pytest.fixture
def shop() -> Iterator[Shop]:
    """Return a stand-in that listens, and tells nobody."""
    stand_in = StripeStandIn(lambda: address, lambda _: address)
    stand_in.hooks.dropped = True
    server = Server(0, stand_in.answer)
    address = f"http://127.0.0.1:{server.server_port}"
    server.start()
    keys = Keys(key=key_of("social-work"), webhook=("whsec_social-work",), account="acct_ours")
    yield Shop(stand_in, StripePayments(keys, address + HERE, TOLERANCE), address)
    server.stop()
    stand_in.stop()


def wanted(**more: Any) -> Wanted:
    ends_at = datetime.now(UTC).replace(microsecond=0) + timedelta(hours=1)
    fields = Wanted(
        "p" * 32, "f" * 32, 126_50, "cad", "Été", "fr", None, "https://a.example", "https://b.example", ends_at
    )
    return fields._replace(**more)


def press(url: str, wish: str) -> urllib3.BaseHTTPResponse:
    return urllib3.request("POST", url, body=f"do={wish}", redirect=False)


# --- calls ---


@pytest.mark.req("M2")
def test_a_page_is_opened_and_paid_and_what_became_of_it_is_told(shop: Shop) -> None:
    page = shop.payments.offer(wanted())
    before = shop.payments.retrieve(page.session)
    assert press(page.url, "pay").headers["Location"] == "https://a.example"
    found = shop.payments.retrieve(page.session)
    assert found
    assert (before, found.outcome, found.cents, found.payment, found.invoice) == (
        None,
        PaymentOutcome.SUCCEEDED,
        126_50,
        "p" * 32,
        "f" * 32,
    )
    assert found.reference
    assert shop.payments.whose(found.reference) == ("f" * 32, "p" * 32)


@pytest.mark.req("REL09")
def test_the_same_payment_asked_for_twice_is_one_page(shop: Shop) -> None:
    want = wanted()
    assert shop.payments.offer(want) == shop.payments.offer(want)


@pytest.mark.req("REL09")
def test_the_same_payment_for_another_amount_is_refused_by_stripe(shop: Shop) -> None:
    want = wanted()
    shop.payments.offer(want)
    with pytest.raises(Unavailable):
        shop.payments.offer(want._replace(cents=1))


@pytest.mark.req("M2")
def test_a_declined_card_leaves_the_page_open(shop: Shop) -> None:
    page = shop.payments.offer(wanted())
    answer = press(page.url, "decline")
    assert "Carte refusée" in answer.data.decode()
    assert shop.payments.retrieve(page.session) is None


def test_who_cancels_goes_back_to_the_invoice(shop: Shop) -> None:
    page = shop.payments.offer(wanted())
    assert press(page.url, "cancel").headers["Location"] == "https://b.example"


@pytest.mark.req("M2")
def test_a_page_that_is_closed_takes_no_money(shop: Shop) -> None:
    page = shop.payments.offer(wanted())
    shop.payments.close(page.session)
    press(page.url, "pay")
    found = shop.payments.retrieve(page.session)
    assert found
    assert found.outcome is PaymentOutcome.EXPIRED


def test_closing_a_page_twice_is_fine(shop: Shop) -> None:
    page = shop.payments.offer(wanted())
    shop.payments.close(page.session)
    shop.payments.close(page.session)
    assert shop.stand_in.books.session(page.session)["status"] == "expired"


@pytest.mark.req("M2")
def test_a_page_ends_at_its_time(shop: Shop) -> None:
    page = shop.payments.offer(wanted())
    shop.stand_in.books.sessions[page.session]["expires_at"] = int(datetime.now(UTC).timestamp()) - 1
    found = shop.payments.retrieve(page.session)
    assert found
    assert found.outcome is PaymentOutcome.EXPIRED


@pytest.mark.req("REL10", "W4")
def test_a_refund_asked_for_again_is_one_refund_even_when_stripe_has_forgotten_the_key(shop: Shop) -> None:
    page = shop.payments.offer(wanted())
    press(page.url, "pay")
    found = shop.payments.retrieve(page.session)
    assert found
    assert found.reference
    for _ in range(2):
        shop.payments.refund("r" * 32, found.reference, 50_00)
        shop.stand_in.books._answers.clear()
    assert shop.stand_in.books.refunded(found.reference) == 50_00
    with pytest.raises(Rejected):
        shop.payments.refund("s" * 32, found.reference, 76_51)  # more than is left: no use in asking again


def test_a_stripe_that_does_not_answer_is_a_stripe_for_later() -> None:
    with pytest.raises(Unavailable):
        StripePayments(KEYS, "http://127.0.0.1:9", TOLERANCE).retrieve("cs_test_1")


# --- webhooks ---

ABOUT = {"invoice": "f" * 32, "payment": "p" * 32}
SESSION = {
    "object": "checkout.session",
    "status": "complete",
    "payment_status": "paid",
    "client_reference_id": "f" * 32,
    "metadata": ABOUT,
    "payment_intent": "pi_1",
    "amount_total": 126_50,
    "currency": "cad",
}
CHARGE = {"object": "charge", "metadata": ABOUT, "payment_intent": "pi_1", "amount_refunded": 50_00}
DISPUTE = {"object": "dispute", "payment_intent": "pi_1", "status": "needs_response"}
KINDS = [
    ("checkout.session.completed", SESSION, PaymentOutcome.SUCCEEDED),
    ("checkout.session.completed", {**SESSION, "payment_status": "unpaid"}, PaymentOutcome.PROCESSING),
    ("checkout.session.async_payment_succeeded", SESSION, PaymentOutcome.SUCCEEDED),
    ("checkout.session.async_payment_failed", {**SESSION, "payment_status": "unpaid"}, PaymentOutcome.FAILED),
    ("checkout.session.expired", {**SESSION, "status": "expired", "payment_status": "unpaid"}, PaymentOutcome.EXPIRED),
    ("charge.refunded", CHARGE, PaymentOutcome.REFUNDED),
    ("charge.dispute.created", DISPUTE, PaymentOutcome.DISPUTED),
    (
        "refund.failed",
        {"object": "refund", "payment_intent": "pi_1", "metadata": {"refund": "r"}},
        PaymentOutcome.REFUND_FAILED,
    ),
    ("charge.dispute.closed", {**DISPUTE, "status": "won"}, PaymentOutcome.DISPUTE_WON),
    ("charge.dispute.closed", {**DISPUTE, "status": "warning_closed"}, PaymentOutcome.DISPUTE_WON),
    ("charge.dispute.closed", {**DISPUTE, "status": "lost"}, PaymentOutcome.DISPUTE_LOST),
]
NOTHING_TO_US = [
    ("payment_intent.created", {}),
    ("checkout.session.created", SESSION),
    ("charge.dispute.closed", {**DISPUTE, "status": "?"}),
]


def read(
    body: bytes, at: datetime = START, secret: str = KEYS.webhook[0], now: datetime = START
) -> PaymentEvent | None:
    return StripePayments(KEYS, None, TOLERANCE).read(body, signature(body, secret, at.timestamp()), now)


def body_of(kind: str, about: Any, **more: Any) -> bytes:
    return json.dumps({**event(kind, about), **more}).encode()


@pytest.mark.req("M2")
@pytest.mark.parametrize(("kind", "about", "told"), KINDS)
def test_each_kind_of_event_says_what_became_of_the_payment(
    kind: str, about: dict[str, Any], told: PaymentOutcome
) -> None:
    notice = read(body_of(kind, about))
    assert notice
    assert (notice.outcome, notice.reference) == (told, "pi_1")


@pytest.mark.parametrize(("kind", "about"), NOTHING_TO_US)
def test_other_kinds_are_nothing_to_us(kind: str, about: dict[str, Any]) -> None:
    assert read(body_of(kind, about)) is None


@pytest.mark.req("SEC53")
@pytest.mark.parametrize("seconds", [-300, 300])
def test_a_clock_that_is_five_minutes_off_is_still_right_either_way(seconds: int) -> None:
    assert read(body_of("charge.refunded", CHARGE), START + timedelta(seconds=seconds))


@pytest.mark.req("SEC53")
@pytest.mark.parametrize("seconds", [-301, 301])
def test_a_second_more_is_refused_either_way(seconds: int) -> None:
    with pytest.raises(Untrusted, match="time"):
        read(body_of("charge.refunded", CHARGE), START + timedelta(seconds=seconds))


@pytest.mark.req("SEC53")
def test_the_secret_before_is_good_while_it_is_replaced() -> None:
    assert read(body_of("charge.refunded", CHARGE), secret=KEYS.webhook[1])


@pytest.mark.req("SEC53")
def test_a_secret_that_is_none_of_ours_is_refused() -> None:
    with pytest.raises(Untrusted, match="signature"):
        read(body_of("charge.refunded", CHARGE), secret="whsec_of_a_stranger")


@pytest.mark.req("SEC53")
@pytest.mark.parametrize("header", ["", "t=1", "v1=00", "t=x,v1=00", "nonsense", "t=1,v1=é"])
def test_what_is_no_signature_is_refused(header: str) -> None:
    with pytest.raises(Untrusted):
        StripePayments(KEYS, None, TOLERANCE).read(b"{}", header, START)


@pytest.mark.req("SEC53")
def test_the_same_event_written_otherwise_is_refused() -> None:
    body = body_of("charge.refunded", CHARGE)
    signed = signature(body, KEYS.webhook[0], START.timestamp())
    with pytest.raises(Untrusted, match="signature"):
        StripePayments(KEYS, None, TOLERANCE).read(json.dumps(json.loads(body), indent=1).encode(), signed, START)


@pytest.mark.req("SEC53")
@pytest.mark.parametrize("wrong", [{"account": "acct_other"}, {"livemode": True}, {"livemode": None}])
def test_another_account_and_another_mode_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(Untrusted):
        read(body_of("charge.refunded", CHARGE, **wrong))


# --- at its address ---


def told(till: Till, body: bytes, header: str) -> Answer:
    return call(create_app(till), "POST", HOOK, body.decode(), {"stripe-signature": header})


def completed(till: Till) -> tuple[str, bytes]:
    invoice, payment = offered(till)
    ours = {"invoice": invoice.id, "payment": payment.id}
    session = {**SESSION, "client_reference_id": invoice.id, "metadata": ours, "payment_intent": f"pi_{payment.id}"}
    return invoice.id, body_of("checkout.session.completed", session)


@pytest.mark.req("M2", "SEC53", "REL07")
def test_a_signed_event_pays_the_invoice_and_may_come_again() -> None:
    till = Till()
    invoice, body = completed(till)
    header = signature(body, KEYS.webhook[0], till.now.timestamp())
    assert [told(till, body, header).status for _ in range(3)] == [200, 200, 200]
    assert get_by_number(till, invoice).invoice.state is InvoiceState.PAID


@pytest.mark.req("SEC53")
def test_an_event_that_nobody_signed_changes_nothing_and_finance_is_told_once_an_hour() -> None:
    till = Till()
    invoice, body = completed(till)
    assert [told(till, body, "t=1,v1=00").status for _ in range(3)] == [400, 400, 400]
    (alert,) = till.table.queue(ALERTS)
    found = till.table.get(alert)
    assert found
    assert (found["times"], get_by_number(till, invoice).invoice.state) == (3, InvoiceState.OPEN)


@pytest.mark.req("SEC15")
def test_what_is_too_large_is_not_read() -> None:
    assert told(Till(), b"x" * (256 * 1024 + 1), "t=1,v1=00").status == 413


@pytest.mark.req("REL07")
def test_while_the_table_is_down_stripe_is_asked_to_come_again() -> None:
    till = Till()
    _, body = completed(till)

    def down() -> None:
        raise Unavailable("ThrottlingException")

    till.rows.get = lambda _key: down()  # type: ignore[method-assign, assignment]
    header = signature(body, KEYS.webhook[0], till.now.timestamp())
    assert told(till, body, header).status == 503


# --- the stand-in's own webhooks ---


@pytest.mark.req("REL07")
def test_the_stand_in_tells_twice_with_a_signature_that_is_right(shop: Shop) -> None:
    heard: list[tuple[bytes, str]] = []

    def hear(request: HttpRequest) -> exchange.HttpResponse:
        heard.append((request.body, request.header("stripe-signature")))
        return exchange.HttpResponse(200, [], b"")

    ear = Server(0, hear)
    ear.start()
    shop.stand_in.hooks._origin = lambda _: f"http://127.0.0.1:{ear.server_port}"
    shop.stand_in.hooks.dropped = False
    page = shop.payments.offer(wanted())
    press(page.url, "pay")
    until(lambda: len(heard) > 1, "both notices")
    notices = {shop.payments.read(body, header, datetime.now(UTC)) for body, header in heard[:2]}
    ear.stop()
    (notice,) = notices
    assert notice
    assert notice.outcome is PaymentOutcome.SUCCEEDED
