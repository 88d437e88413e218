"""What the authenticator apps of the demonstration's staff show now, as a page or JSON: at `/dev/totp` of the front."""

from collections.abc import Sequence
from typing import NamedTuple

from pyotp import TOTP

from infra.local.exchange import HttpRequest, HttpResponse, as_json, html
from infra.local.render import render


class Worker(NamedTuple):
    """One of the staff. `secret` is what the app was given."""

    email: str
    role: str
    password: str
    secret: str

    @property
    def code(self) -> str:
        return TOTP(self.secret).now()


class CodesPage:
    """The staff of each portal, by its key."""

    def __init__(self) -> None:
        self._staff: dict[str, Sequence[Worker]] = {}

    def tell(self, portal: str, staff: Sequence[Worker]) -> None:
        self._staff[portal] = staff

    def of(self, portal: str) -> Sequence[Worker]:
        return self._staff.get(portal, ())

    def answer(self, request: HttpRequest, portal: str | None) -> HttpResponse:
        """Show the staff of one portal, or of all, each with the code of now."""
        shown = {key: staff for key, staff in self._staff.items() if portal in (None, key)}
        if request.wants_json:
            rows = [{"portal": key, **worker._asdict(), "code": worker.code} for key in shown for worker in shown[key]]
            return as_json(rows)
        return html(render("codes.html", staff=shown))
