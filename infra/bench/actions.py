"""What each thing that people do asks of the table: one person's way from sign-up to a new password."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any, NamedTuple, TypeVar

from chalicelib.accounts.actions.find import by_identifier
from chalicelib.accounts.model import Account
from chalicelib.documents.actions.scans import record_scan
from chalicelib.documents.model import Scan
from chalicelib.outbox.sender import sweep
from infra.bench.bucket import OneFile
from infra.bench.events import Json, get, post, post_to
from infra.bench.meter import Call
from infra.bench.metered_app import Metered
from infra.trouble import Trouble

EMAIL, FIRST, SECOND = "bench@demo.example", "Ruisseau-Calme-2026!", "Riviere-Vive-2026!"
SERVICE = "social-worker"
DOCUMENT = "a document: "  # what the names of its steps begin with
NOBODY = {"identifier": "nobody@demo.example", "password": FIRST}
SIGN_IN = post("/sign-in", {"identifier": EMAIL, "password": SECOND})
T = TypeVar("T")


class Action(NamedTuple):
    """One thing that was done, and its calls in their order."""

    name: str
    calls: tuple[Call, ...]

    @property
    def transactions(self) -> int:
        return sum(call.operation == "transact_write_items" for call in self.calls)

    @property
    def writes(self) -> int:
        return len(self.calls) - self.reads

    @property
    def reads(self) -> int:
        """Calls that write nothing."""
        return sum(not call.write for call in self.calls)

    @property
    def read_units(self) -> float:
        return sum(call.read for call in self.calls)

    @property
    def write_units(self) -> int:
        return sum(call.write for call in self.calls)


class Tour:
    """Does one thing after the other, and writes down what each asked of the table."""

    def __init__(self, metered: Metered) -> None:
        self.actions: dict[str, Action] = {}
        self._at = metered

    def walk(self) -> None:
        """Go all the way. Whoever looks again has the password `SECOND`."""
        self._open_an_account()
        session = self._sign_in()
        self._look_around(session)
        self._send_a_document(session)
        self._do("sign-out", post("/sign-out", {}, session))
        self._choose_a_new_password()

    def _open_an_account(self) -> None:
        signed_up = self._do("sign-up", post("/sign-up", {"email": EMAIL, "password": FIRST, "accept_terms": True}))
        self._send_emails("delivery of one email")
        proof = {"secret": signed_up["secret"]}
        self._do("activation by code", post("/activate", {"email": EMAIL, "code": self._code(), **proof}))

    def _sign_in(self) -> str:
        right = post("/sign-in", {"identifier": EMAIL, "password": FIRST})
        self._do("sign-in", right)
        self._do("sign-in, wrong password", SIGN_IN, refused=True)
        self._do("sign-in, nobody’s identifier", post("/sign-in", NOBODY), refused=True)
        return str(self._do("sign-in, the next try", right)["session"])

    def _look_around(self, session: str) -> None:
        self._do("account page", get("/account", session))
        self._do("sessions page", get("/account/sessions", session))
        self._at.clock.ahead += timedelta(seconds=61)
        self._do("account page, a minute later", get("/account", session))
        self._do("account page, at once again", get("/account", session))
        self._do("saving the profile", post("/account", {"language": "fr"}, session))

    def _send_a_document(self, session: str) -> None:
        """From the form to the verdict of the scanner, in a draft."""
        self._at.services.files = OneFile()  # type: ignore[assignment]  # it has what these calls need
        begun = self._do("beginning a draft", post_to("services.begin", {"service": SERVICE}, {}, session))
        at, wish = {"number": begun["number"]}, {"slot": "identity_document"}
        offered = self._do(f"{DOCUMENT}its form", post_to("documents.list", at, wish, session))
        at["document"] = offered["document"]
        self._do(f"{DOCUMENT}its confirmation", post_to("documents.upload", at, {}, session))
        services, key = self._at.services, offered["fields"]["key"]
        clean = Scan(key=key, version="version-1", verdict="NO_THREATS_FOUND")
        self._record(f"{DOCUMENT}found clean", lambda: record_scan(services, clean, services.clock.now()))

    def _choose_a_new_password(self) -> None:
        self._do("forgotten password", post("/password/forgotten", {"identifier": EMAIL}))
        account = self._account()
        token = account.reset.proof(account.id).token(self._at.services.keyring) if account.reset else ""
        self._do("new password", post("/password/reset", {"token": token, "password": SECOND}))
        self._send_emails("delivery of two emails")

    def _send_emails(self, name: str) -> None:
        """Deliver as the sweep does: find what is due, then each email."""
        services = self._at.services
        with_patience = services.clock.now() + services.portal.policies.mail.first_retry
        self._record(name, lambda: sweep(services, with_patience))

    def _do(self, name: str, event: Json, *, refused: bool = False) -> Any:
        return self._record(name, lambda: self._ask(event, refused=refused))

    def _record(self, name: str, do: Callable[[], T]) -> T:
        self._at.meter.calls.clear()
        done = do()
        self.actions[name] = Action(name, tuple(self._at.meter.calls))
        return done

    def _ask(self, event: Json, *, refused: bool = False) -> Any:
        answer = self._at.app(event, None)
        if (answer["statusCode"] >= 300) != refused:
            raise Trouble(f"{event['path']}: {answer}")
        return json.loads(answer["body"]) if answer["body"].startswith("{") else answer["body"]

    def _account(self) -> Account:
        services = self._at.services
        found = by_identifier(services, "email", EMAIL, services.clock.now())
        if found is None:
            raise Trouble(f"nobody has the address {EMAIL}")
        return found

    def _code(self) -> str:
        account, services = self._account(), self._at.services
        digits = services.portal.policies.activation.code_digits
        return account.activation.proof(account.id, digits).code(services.keyring) if account.activation else ""


def walk(metered: Metered) -> dict[str, Action]:
    """Return what each action cost, by its name, in the order of the way. Afterwards `SIGN_IN` succeeds."""
    tour = Tour(metered)
    tour.walk()
    return tour.actions
