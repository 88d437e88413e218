"""The mails that SES was given, as a page or JSON: at `/dev/mail` of the front, and no part of the package."""

import contextlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parseaddr
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import parse_qs, urlsplit

import urllib3

from infra.local.exchange import HttpRequest, HttpResponse, as_json, html
from infra.local.mail_events import MailEvents
from infra.local.render import render


class Mail(NamedTuple):
    """A mail as it was sent; `sent_at` is in ISO 8601."""

    to: str
    subject: str
    text: str
    html: str
    portal: str
    sent_at: str
    id: str = ""  # SES's; none where it is of an earlier run, of which nothing can be told any more


class LocalMailbox:
    """`senders` says which portal sends from which address; `file` keeps the mails from run to run."""

    def __init__(
        self, pool: urllib3.HTTPConnectionPool, senders: Mapping[str, str], file: Path, events: MailEvents
    ) -> None:
        self._pool = pool
        self._senders = senders
        self._file = file
        self._events = events
        self._earlier = [Mail(**mail) for mail in json.loads(file.read_text())] if file.exists() else []

    def keep(self) -> None:
        """Save them all: MiniStack forgets its mails when it ends."""
        with contextlib.suppress(urllib3.exceptions.HTTPError):  # it has ended already
            self._file.write_text(json.dumps([mail._replace(id="")._asdict() for mail in self.mails()]))

    def answer(self, request: HttpRequest, portal: str | None) -> HttpResponse:
        """Show the mails of one portal, or of all; or tell what became of one."""
        if request.method == "POST":
            return self._events.answer(request)
        to = parse_qs(urlsplit(request.target).query).get("to", [None])[0]
        mails = self.mails(portal, to)
        if request.wants_json or request.path.endswith(".json"):
            return as_json([mail._asdict() for mail in mails])
        return html(render("mail.html", mails=mails, to=to))

    def mails(self, portal: str | None = None, to: str | None = None) -> list[Mail]:
        """Return them, the newest first."""
        accounts = self._pool.request("GET", "/_ministack/ses/messages").json()["messages"]
        sent = sorted((one for mails in accounts.values() for one in mails), key=lambda one: -float(one["Timestamp"]))
        found = [*map(self._mail, sent), *self._earlier]
        return [mail for mail in found if portal in (None, mail.portal) and to in (None, mail.to)]

    def _mail(self, sent: dict[str, Any]) -> Mail:
        return Mail(
            to=", ".join(sent["To"]),
            subject=sent["Subject"],
            text=sent["BodyText"],
            html=sent["BodyHtml"] or "",
            portal=self._senders.get(parseaddr(sent["Source"])[1], ""),
            sent_at=datetime.fromtimestamp(sent["Timestamp"], UTC).isoformat(timespec="milliseconds"),
            id=sent["MessageId"],
        )
