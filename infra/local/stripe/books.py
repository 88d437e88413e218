"""What the stand-in has on its books: sessions, payments and refunds, as Stripe's API writes them."""

import json
import time
from collections.abc import Callable, Mapping
from typing import Any
from uuid import uuid4

SHORTEST = 30 * 60 - 5  # seconds that a page is open at least; some have passed since the request was made
Json = dict[str, Any]
Fields = Mapping[str, str]  # a form's: `metadata[invoice]` and the like


class StripeRejection(Exception):  # noqa: N818 -- a noun: what the API answers
    """What Stripe says no to, in its words."""

    def __init__(self, status: int, kind: str, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.kind = kind


class Books:
    """Of all portals; `account` is whose a thing is. `address` is where the pages are."""

    def __init__(self, address: Callable[[], str]) -> None:
        self._address = address
        self._answers: dict[str, tuple[str, Json]] = {}  # idempotency key -> what was asked, and what was answered
        self.sessions: dict[str, Json] = {}
        self.intents: dict[str, Json] = {}
        self.refunds: list[Json] = []

    def once(self, key: str | None, fields: Fields, make: Callable[[Fields], Json]) -> Json:
        """Do what is asked, or answer as before where it is asked again with the same key."""
        asked = json.dumps(dict(fields), sort_keys=True)
        if key is None:
            return make(fields)
        before = self._answers.get(key)
        if before and before[0] != asked:
            raise StripeRejection(400, "idempotency_error", "the same key with other parameters")
        if not before:
            self._answers[key] = (asked, make(fields))
        return self._answers[key][1]

    def open_session(self, account: str, fields: Fields) -> Json:
        name = f"cs_test_{uuid4().hex}"
        if int(fields["expires_at"]) < time.time() + SHORTEST:
            raise StripeRejection(400, "invalid_request_error", "expires_at must be at least 30 minutes from now")
        item = "line_items[0][price_data]"
        session = {
            "id": name,
            "object": "checkout.session",
            "amount_total": int(fields[f"{item}[unit_amount]"]) * int(fields["line_items[0][quantity]"]),
            "cancel_url": fields["cancel_url"],
            "client_reference_id": fields["client_reference_id"],
            "currency": fields[f"{item}[currency]"],
            "expires_at": int(fields["expires_at"]),
            "livemode": False,
            "locale": fields.get("locale"),
            "metadata": members(fields, "metadata"),
            "mode": fields["mode"],
            "payment_intent": None,
            "payment_status": "unpaid",
            "status": "open",
            "success_url": fields["success_url"],
            "title": fields[f"{item}[product_data][name]"],
            "url": f"{self._address()}/pay/{name}",
        }
        self.sessions[name] = session | {"account": account}
        return session

    def session(self, name: str) -> Json:
        """Return a session as it is now: its time may be over."""
        session = _found(self.sessions, name)
        if session["status"] == "open" and session["expires_at"] <= time.time():
            session["status"] = "expired"
        return session

    def expire(self, name: str) -> Json:
        session = self.session(name)
        if session["status"] != "open":
            raise StripeRejection(400, "invalid_request_error", "only open sessions can be expired")
        session["status"] = "expired"
        return session

    def pay(self, name: str) -> bool:
        """Take the money, if the page is open; return whether it was."""
        session = self.session(name)
        if session["status"] != "open":
            return False
        intent = {
            "id": f"pi_{uuid4().hex}",
            "object": "payment_intent",
            "amount": session["amount_total"],
            "metadata": session["metadata"],
        }
        self.intents[intent["id"]] = intent
        session |= {"status": "complete", "payment_status": "paid", "payment_intent": intent["id"]}
        self.sessions[name] = session
        return True

    def intent(self, name: str) -> Json:
        return _found(self.intents, name)

    def refund(self, fields: Fields) -> Json:
        intent, cents = self.intent(fields["payment_intent"]), int(fields["amount"])
        if self.refunded(intent["id"]) + cents > intent["amount"]:
            raise StripeRejection(400, "invalid_request_error", "more than is left")
        refund = {
            "id": f"re_{uuid4().hex}",
            "object": "refund",
            "amount": cents,
            "metadata": members(fields, "metadata"),
            "payment_intent": intent["id"],
            "status": "succeeded",
        }
        self.refunds.append(refund)
        return refund

    def refunds_of(self, intent: str) -> Json:
        found = [refund for refund in self.refunds if refund["payment_intent"] == intent]
        return {"object": "list", "data": found, "has_more": False, "url": "/v1/refunds"}

    def refunded(self, intent: str) -> int:
        return sum(refund["amount"] for refund in self.refunds if refund["payment_intent"] == intent)


def members(fields: Fields, name: str) -> dict[str, str]:
    """Return what a form holds as `name[member]`."""
    start = f"{name}["
    return {key[len(start) : -1]: value for key, value in fields.items() if key.startswith(start)}


def _found(things: dict[str, Json], name: str) -> Json:
    if name not in things:
        raise StripeRejection(404, "invalid_request_error", f"No such thing: {name}")
    return things[name]
