"""Payments by Stripe Checkout, through Stripe's own SDK. Card numbers are typed on Stripe's page only (SEC54)."""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from chalicelib.cloud.payments import PaymentEvent, PaymentOutcome, PayPage, Rejected, Untrusted, Wanted
from chalicelib.cloud.table import Unavailable
from chalicelib.record import Record

if TYPE_CHECKING:
    from stripe import StripeClient

# ruff: noqa: PLC0415 -- the SDK costs more than most pages: it is imported by those who pay

OUTCOMES: dict[str, PaymentOutcome] = {  # by the type of the event
    "checkout.session.completed": PaymentOutcome.SUCCEEDED,
    "checkout.session.async_payment_succeeded": PaymentOutcome.SUCCEEDED,
    "checkout.session.async_payment_failed": PaymentOutcome.FAILED,
    "checkout.session.expired": PaymentOutcome.EXPIRED,
    "charge.refunded": PaymentOutcome.REFUNDED,
    "charge.dispute.created": PaymentOutcome.DISPUTED,
    "refund.failed": PaymentOutcome.REFUND_FAILED,
}
CLOSED_AS = {
    "won": PaymentOutcome.DISPUTE_WON,
    "warning_closed": PaymentOutcome.DISPUTE_WON,
    "lost": PaymentOutcome.DISPUTE_LOST,
}
NOT_REFUNDED = ("failed", "canceled")
PAGES = "https://checkout.stripe.com"
LIVE = ("sk_live_", "rk_live_")


class Keys(Record):
    """What a portal has of Stripe. Two webhook secrets while one replaces the other."""

    key: str
    webhook: tuple[str, ...]
    account: str

    @property
    def is_live(self) -> bool:
        return self.key.startswith(LIVE)


class StripePayments:
    """`api` is another address for Stripe's API: the demo's."""

    def __init__(self, keys: Keys, api: str | None, tolerance: timedelta) -> None:
        self._keys = keys
        self._api = api
        self._tolerance = tolerance

    @property
    def pages_at(self) -> str:
        return "{0.scheme}://{0.netloc}".format(urlsplit(self._api)) if self._api else PAGES

    def offer(self, wanted: Wanted) -> PayPage:
        ours = {"invoice": wanted.invoice, "payment": wanted.payment}
        price = {"currency": wanted.currency, "unit_amount": wanted.cents, "product_data": {"name": wanted.title}}
        params = {
            "mode": "payment",
            "client_reference_id": wanted.invoice,
            "line_items": [{"price_data": price, "quantity": 1}],
            "locale": "fr-CA" if wanted.language == "fr" else "en",
            "metadata": ours,
            "payment_intent_data": {"metadata": ours},  # charges have it from there
            "success_url": wanted.back,
            "cancel_url": wanted.cancel,
            "expires_at": int(wanted.ends_at.timestamp()),
            **({"customer_email": wanted.email} if wanted.email else {}),
        }
        made = _asked(self._client.v1.checkout.sessions.create, params, {"idempotency_key": wanted.payment})
        return PayPage(made.id, made.url)

    def retrieve(self, session: str) -> PaymentEvent | None:
        found = _asked(self._client.v1.checkout.sessions.retrieve, session)
        return None if found.status == "open" else _of_session(session, found.to_dict())

    def close(self, session: str) -> None:
        from stripe import InvalidRequestError

        try:
            _asked(self._client.v1.checkout.sessions.expire, session)
        except InvalidRequestError:  # it is closed already: `look` tells how
            return

    def whose(self, reference: str) -> tuple[str, str] | None:
        found = _asked(self._client.v1.payment_intents.retrieve, reference).to_dict()
        invoice, payment = (found.get("metadata", {}).get(name) for name in ("invoice", "payment"))
        return (invoice, payment) if invoice and payment else None

    def refund(self, refund: str, reference: str, cents: int) -> None:
        """Look before asking: Stripe forgets idempotency keys after a day, and we may ask again after a week."""
        done = _asked(self._client.v1.refunds.list, {"payment_intent": reference, "limit": 100}).to_dict()["data"]
        known = next((each for each in done if each.get("metadata", {}).get("refund") == refund), None)
        if known is None:
            params = {"payment_intent": reference, "amount": cents, "metadata": {"refund": refund}}
            known = self._refunded(params, refund)
        if known["status"] in NOT_REFUNDED:
            raise Rejected(known.get("failure_reason") or known["status"])

    def _refunded(self, params: Mapping[str, Any], key: str) -> Any:
        from stripe import CardError, InvalidRequestError

        try:
            return _asked(self._client.v1.refunds.create, params, {"idempotency_key": key}).to_dict()
        except (CardError, InvalidRequestError) as error:
            raise Rejected(error.code or type(error).__name__) from error

    def read(self, body: bytes, signature: str, now: datetime) -> PaymentEvent | None:
        self._require_signature(body, signature, now)
        event = json.loads(body)
        if event.get("account", self._keys.account) != self._keys.account:
            raise Untrusted("another account")
        if event.get("livemode") is not self._keys.is_live:
            raise Untrusted("test for live, or live for test")
        return _payment_event(event)

    def _require_signature(self, body: bytes, header: str, now: datetime) -> None:
        """Raise Untrusted. The SDK has a clock of its own and looks into the past only: the time is for us (SEC53)."""
        from stripe import SignatureVerificationError, WebhookSignature

        if not header.isascii():  # the SDK can't compare it
            raise Untrusted("signature")
        for secret in self._keys.webhook:
            try:
                WebhookSignature.verify_header(body, header, secret, None)
                break
            except (SignatureVerificationError, UnicodeDecodeError):
                continue
        else:
            raise Untrusted("signature")
        signed = next(int(part[2:]) for part in header.split(",") if part.startswith("t="))
        if abs(now.timestamp() - signed) > self._tolerance.total_seconds():
            raise Untrusted("time")

    @cached_property
    def _client(self) -> "StripeClient":
        import stripe

        from chalicelib.cloud.stripe_http import PooledClient

        stripe.enable_telemetry = False
        address: Any = {"api": self._api} if self._api else {}
        return stripe.StripeClient(
            self._keys.key, http_client=PooledClient(), base_addresses=address, max_network_retries=1
        )


def _asked(call: Callable[..., Any], *args: Any) -> Any:
    with _reaching():
        return call(*args)


@contextmanager
def _reaching() -> Iterator[None]:
    """Raise Unavailable for what may go better another time; a request that is wrong is a fault of ours."""
    from stripe import APIConnectionError, APIError, IdempotencyError, RateLimitError

    try:
        yield
    except (APIConnectionError, APIError, IdempotencyError, RateLimitError) as error:
        raise Unavailable(type(error).__name__) from error  # its message may repeat what was sent


def _payment_event(event: Mapping[str, Any]) -> PaymentEvent | None:
    """Return what an event tells; None for a kind that we don't need."""
    kind, found = event["type"], event["data"]["object"]
    if kind.startswith("checkout.session.") and kind in OUTCOMES:
        payment_event = _of_session(event["id"], found)
        return payment_event._replace(outcome=OUTCOMES[kind]) if kind != "checkout.session.completed" else payment_event
    if kind == "charge.dispute.closed":
        outcome = CLOSED_AS.get(found["status"])
        return PaymentEvent(event["id"], outcome, None, None, found["payment_intent"]) if outcome else None
    if kind not in OUTCOMES:
        return None
    ours = found.get("metadata", {})
    refunded = found.get("amount_refunded", 0)
    reference = found.get("payment_intent")
    return PaymentEvent(
        event["id"], OUTCOMES[kind], ours.get("payment"), ours.get("invoice"), reference, refunded=refunded
    )


def _of_session(name: str, session: Mapping[str, Any]) -> PaymentEvent:
    """Return what became of a page that is not open any more."""
    ours = session.get("metadata") or {}
    outcome = PaymentOutcome.EXPIRED
    if session["status"] == "complete":
        outcome = PaymentOutcome.SUCCEEDED if session["payment_status"] == "paid" else PaymentOutcome.PROCESSING
    return PaymentEvent(
        id=name,
        outcome=outcome,
        payment=ours.get("payment"),
        invoice=session.get("client_reference_id"),
        reference=session.get("payment_intent"),
        cents=session["amount_total"],
        currency=session["currency"],
    )
