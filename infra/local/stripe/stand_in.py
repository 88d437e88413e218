"""The addresses of the stand-in: Stripe's API, which the real SDK speaks to, and the page on which people pay."""

import json
import re
from collections.abc import Callable
from typing import NamedTuple
from urllib.parse import parse_qsl, urlsplit

from infra.deploy.target import STRIPE
from infra.local.exchange import HttpRequest, HttpResponse, html
from infra.local.render import render
from infra.local.stripe.books import Books, Fields, Json, StripeRejection
from infra.local.stripe.hooks import Hooks

HERE = STRIPE
KEY = "sk_test_"


def key_of(portal: str) -> str:
    """Return the key by which a portal is known here."""
    return KEY + portal


def secret_of(portal: str) -> str:
    return f"whsec_{portal}"


def keys_of(portal: str) -> str:
    """Return what a portal's secret holds here."""
    return json.dumps({"key": key_of(portal), "webhook": [secret_of(portal)], "account": f"acct_{portal}"})


class Asked(NamedTuple):
    """One call: by whom, of what, with which fields; `key` is its idempotency key."""

    account: str
    name: str
    fields: Fields
    key: str | None


class StripeStandIn:
    """At HERE of the front; `address` is the front's, `origin` a portal's."""

    def __init__(self, address: Callable[[], str], origin: Callable[[str], str]) -> None:
        self.books = Books(lambda: address() + HERE)
        self.hooks = Hooks(origin, secret_of)

    def answer(self, request: HttpRequest) -> HttpResponse:
        path = request.path.removeprefix(HERE)
        try:
            if page := re.fullmatch(r"/pay/(\w+)", path):
                return self._page(request, page[1])
            return _json(self._called(request, path))
        except StripeRejection as refusal:
            return _json({"error": {"type": refusal.kind, "message": str(refusal)}}, refusal.status)

    def stop(self) -> None:
        self.hooks.stop()

    # --- the API ---

    def _called(self, request: HttpRequest, path: str) -> Json:
        call = self._calls().get((request.method, re.sub(r"(cs_test|pi)_\w+", "*", path)))
        if call is None:
            raise StripeRejection(404, "invalid_request_error", "not in the stand-in")
        found = re.search(r"(cs_test|pi)_\w+", path)
        account = request.header("authorization").removeprefix(f"Bearer {KEY}")
        asked = Asked(account, found[0] if found else "", _fields(request), request.header("idempotency-key") or None)
        return call(asked)

    def _calls(self) -> dict[tuple[str, str], Callable[[Asked], Json]]:
        books = self.books
        return {
            ("POST", "/v1/checkout/sessions"): lambda asked: books.once(
                asked.key, asked.fields, lambda fields: books.open_session(asked.account, fields)
            ),
            ("GET", "/v1/checkout/sessions/*"): lambda asked: books.session(asked.name),
            ("POST", "/v1/checkout/sessions/*/expire"): lambda asked: self._told(
                asked.account, "checkout.session.expired", books.expire(asked.name)
            ),
            ("GET", "/v1/payment_intents/*"): lambda asked: books.intent(asked.name),
            ("GET", "/v1/refunds"): lambda asked: books.refunds_of(asked.fields["payment_intent"]),
            ("POST", "/v1/refunds"): lambda asked: books.once(
                asked.key, asked.fields, lambda fields: self._refunded(asked.account, fields)
            ),
        }

    def _refunded(self, account: str, fields: Fields) -> Json:
        refund = self.books.refund(fields)
        intent = self.books.intent(refund["payment_intent"])
        charge = {
            "object": "charge",
            "amount": intent["amount"],
            "amount_refunded": self.books.refunded(intent["id"]),
            "metadata": intent["metadata"],
            "payment_intent": intent["id"],
        }
        self.hooks.tell(account, "charge.refunded", charge)
        return refund

    def _told(self, account: str, kind: str, about: Json) -> Json:
        self.hooks.tell(account, kind, {name: value for name, value in about.items() if name != "account"})
        return about

    # --- the page ---

    def _page(self, request: HttpRequest, name: str) -> HttpResponse:
        session = self.books.session(name)
        choice = _fields(request).get("do") if request.method == "POST" else None
        if choice == "cancel":
            return _to(session["cancel_url"])
        if choice == "pay" and self.books.pay(name):
            self._told(session["account"], "checkout.session.completed", self.books.session(name))
        if self.books.session(name)["status"] == "complete":
            return _to(session["success_url"])
        return html(render("stripe.html", session=session, declined=choice == "decline"))


def _fields(request: HttpRequest) -> Fields:
    text = request.body.decode() if request.method == "POST" else urlsplit(request.target).query
    return dict(parse_qsl(text, keep_blank_values=True))


def _json(content: Json, status: int = 200) -> HttpResponse:
    return HttpResponse(status, [("Content-Type", "application/json")], json.dumps(content).encode())


def _to(address: str) -> HttpResponse:
    return HttpResponse(303, [("Location", address)], b"")
