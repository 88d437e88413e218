"""Puts the counter together: the desks of every room, and the headers of every answer."""

from collections.abc import Callable, Iterable
from typing import Any

from chalicelib.accounts.access import PEOPLE
from chalicelib.services import Services
from chalicelib.web.desk import Counter, Desk
from chalicelib.web.endpoints import add_endpoints
from chalicelib.web.headers import with_headers
from chalicelib.web.incoming import Incoming
from chalicelib.web.webhooks import add_webhook

# ruff: noqa: PLC0415 -- a room is imported when someone comes in: a cold start pays for one of them


def _guidance() -> Iterable[Desk]:
    from chalicelib.guidance.routes import desk

    return (desk,)


def _sign_in() -> Iterable[Desk]:
    from chalicelib.accounts.routes.sign_in import desk

    return (desk,)


def _sign_up() -> Iterable[Desk]:
    from chalicelib.accounts.routes import recover, sign_up

    return sign_up.desk, recover.desk


def _account() -> Iterable[Desk]:
    from chalicelib.accounts.routes import account, mail, share

    return account.desk, mail.desk, share.desk


def _applications() -> Iterable[Desk]:
    from chalicelib.applications.routes import DESKS

    return DESKS


def _billing() -> Iterable[Desk]:
    from chalicelib.billing.routes import DESKS

    return DESKS


def _keeping() -> Iterable[Desk]:
    from chalicelib.accounts.routes import keep as accounts
    from chalicelib.applications.routes import keep as applications

    return accounts.desk, applications.desk


def _requests() -> Iterable[Desk]:
    from chalicelib.requests.routes import DESKS

    return DESKS


def _staff() -> Iterable[Desk]:
    from chalicelib.staff.routes import DESKS

    return DESKS


def _tracing() -> Iterable[Desk]:
    from chalicelib.tracing.routes import DESKS

    return DESKS


def _receive_stripe(services: Services, body: bytes, incoming: Incoming) -> bool:
    from chalicelib.billing.routes.webhook import receive_stripe

    return receive_stripe(services, body, incoming)


Room = Callable[[], Iterable[Desk]]
ROOMS: tuple[Room, ...] = (
    _guidance,
    _sign_in,
    _sign_up,
    _account,
    _applications,
    _billing,
    _tracing,
    _requests,
    _keeping,
    _staff,
)
BY_ADDRESS: dict[str, tuple[Room, ...]] = {  # by the word that follows the language
    **dict.fromkeys(("", "accessibility", "help", "privacy", "terms"), (_guidance,)),
    "sign-in": (_sign_in,),
    **dict.fromkeys(("activate", "identifier", "password", "sign-up"), (_sign_up,)),
    "account": (_account,),
    "sign-out": (_sign_in, _guidance),  # it has no page of its own: the nearest is the front page
    **dict.fromkeys(("applications", "services", "track"), (_applications,)),
    **dict.fromkeys(("invoices", "pay", "receipts", "verify"), (_billing,)),
    **dict.fromkeys(("api", "tracing"), (_tracing,)),
    "requests": (_requests,),
    "keep": (_keeping,),
    "staff": (_staff,),
    "openapi.json": ROOMS,  # it tells of all of them
}


class LateCounter(Counter):
    """Opens a room when it is first asked for."""

    _opened: tuple[Room, ...] = ()

    def __call__(self, event: dict[str, Any], context: Any) -> Any:
        self.open_for(event["requestContext"]["resourcePath"])
        return super().__call__(event, context)

    def open_for(self, path: str) -> None:
        """Open what answers at an address; the gateway knows it as its route's path."""
        word = path.removeprefix("/{lang}").strip("/").partition("/")[0]
        for room in BY_ADDRESS.get(word, ()):
            self.open_room(room)

    def open_room(self, room: Room) -> None:
        if room not in self._opened:
            self._opened += (room,)
            self.open(room())


def open_counter(services: Services, *, late: bool = False) -> LateCounter:
    """Return the application of one portal: with every room open, or `late`, to be opened one by one."""
    counter = LateCounter(services, PEOPLE)
    counter.register_middleware(with_headers, "http")
    add_endpoints(counter)
    add_webhook(counter, "/webhooks/stripe", _receive_stripe)
    for room in () if late else ROOMS:
        counter.open_room(room)
    return counter
