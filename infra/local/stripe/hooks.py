"""Webhooks as Stripe sends them: signed, after the answer, more than once, and again where they were not taken."""

import hashlib
import hmac
import json
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import urllib3

from infra.local.stripe.books import Json

DELIVERIES = 2  # of every event: that is what it may do
TRIES, PAUSE = 5, 1.0  # seconds


class Hooks:
    """`origin` and `secret` are an account's. `dropped` loses all webhooks for good, which happens too."""

    def __init__(self, origin: Callable[[str], str], secret: Callable[[str], str]) -> None:
        self._origin = origin
        self._secret = secret
        self._thread = ThreadPoolExecutor(1)
        self.dropped = False

    def tell(self, account: str, kind: str, about: Json) -> None:
        """Send the event of something that happened, in a thread of its own."""
        if not self.dropped:
            self._thread.submit(self._send, account, event(kind, about))

    def stop(self) -> None:
        self._thread.shutdown(cancel_futures=True)

    def _send(self, account: str, what: Json) -> None:
        for _ in range(DELIVERIES):
            self._until_taken(account, json.dumps(what).encode())

    def _until_taken(self, account: str, body: bytes) -> None:
        for attempt in range(TRIES):
            time.sleep(PAUSE * attempt)
            headers = {"Content-Type": "application/json", "Stripe-Signature": signature(body, self._secret(account))}
            try:
                answer = urllib3.request(
                    "POST", f"{self._origin(account)}/webhooks/stripe", body=body, headers=headers, retries=False
                )
            except urllib3.exceptions.HTTPError:
                continue
            if answer.status < 300:
                return


def event(kind: str, about: Any) -> Json:
    return {
        "id": f"evt_{uuid4().hex}",
        "object": "event",
        "created": int(time.time()),
        "livemode": False,
        "type": kind,
        "data": {"object": about},
    }


def signature(body: bytes, secret: str, at: float | None = None) -> str:
    moment = str(int(time.time() if at is None else at))
    mac = hmac.new(secret.encode(), moment.encode() + b"." + body, hashlib.sha256)
    return f"t={moment},v1={mac.hexdigest()}"
