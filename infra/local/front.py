"""The front: one address on this machine, a host for each portal. It stands for CloudFront and the portals' domains."""

from collections.abc import Mapping
from pathlib import Path

import urllib3

from chalicelib.portal.model import Portal
from infra.deploy.target import STRIPE, LocalTarget
from infra.local.codes import CodesPage
from infra.local.exchange import HttpRequest, HttpResponse, html
from infra.local.gateway import Gateway
from infra.local.mail import LocalMailbox
from infra.local.mail_events import MailEvents
from infra.local.render import render
from infra.local.server import Server
from infra.local.stripe.stand_in import StripeStandIn
from infra.local.uploads import DOMAIN, Uploads

OURS = ("localhost", "127.0.0.1")  # where the portals are listed
MAIL = ("/dev/mail", "/dev/mail.json", "/dev/mail/events")
CODES = "/dev/totp"
CONNECTIONS = 64


class Front:
    """It has its address at once, and answers when it is opened."""

    def __init__(self, port: int, portals: Mapping[str, Portal]) -> None:
        self.people: dict[str, list[tuple[str, str]]] = {}  # portal -> (identifier, password) of those one may be
        self.codes = CodesPage()
        self.shipments: dict[str, list[str]] = {}  # portal -> numbers that can be traced
        self.portals = portals
        self._server = Server(port, self.answer)
        self._gateways: dict[str, Gateway] = {}
        self._mailbox: LocalMailbox | None = None
        self._uploads: Uploads | None = None
        self.stripe = StripeStandIn(lambda: self.address, self.origin)

    @property
    def port(self) -> int:
        return self._server.server_port

    @property
    def address(self) -> str:
        return f"http://localhost:{self.port}"

    def origin(self, portal: str) -> str:
        return f"http://{portal}.localhost:{self.port}"

    def open(self, endpoint: str, apis: Mapping[str, str], folder: Path) -> None:
        """Answer from now on; `apis` are the portals' REST APIs on the local cloud at `endpoint`."""
        pool = urllib3.connectionpool.connection_from_url(endpoint, maxsize=CONNECTIONS)
        self._gateways = {key: Gateway(pool, api, self.portals[key]) for key, api in apis.items()}
        senders = {portal.sender: key for key, portal in self.portals.items()}
        target = LocalTarget(endpoint, self.origin)
        self._mailbox = LocalMailbox(pool, senders, folder / "mails.json", MailEvents(target, apis.keys()))
        self._uploads = Uploads(target, pool, {self.origin(key) for key in apis})
        self._server.start()

    def close(self) -> None:
        self._server.stop()
        self.stripe.stop()
        if self._uploads:
            self._uploads.stop()
        if self._mailbox:
            self._mailbox.keep()

    def answer(self, request: HttpRequest) -> HttpResponse:
        if self._uploads and request.host.endswith(DOMAIN):
            return self._uploads.answer(request)
        portal = None if request.host in OURS else request.host.removesuffix(".localhost")
        if portal is not None and portal not in self._gateways:
            return html(render("unknown.html", host=request.host), 404)
        if self._mailbox and request.path in MAIL:
            return self._mailbox.answer(request, portal)
        if request.path == CODES:
            return self.codes.answer(request, portal)
        if portal is None:
            return self.stripe.answer(request) if request.path.startswith(STRIPE) else self._index(request)
        return self._gateways[portal].answer(request)

    def _index(self, request: HttpRequest) -> HttpResponse:
        if request.path != "/":
            return html(render("unknown.html", host=request.host + request.path), 404)
        portals = [
            (self.origin(key), self.portals[key], self.people.get(key, []), self.codes.of(key))
            for key in self._gateways
        ]
        return html(render("index.html", portals=portals, shipments=self.shipments))
