"""A capability's routes on Chalice: addresses that are pages for people and JSON for programs alike."""

from collections.abc import Callable, Iterable
from typing import NamedTuple, TypeVar, cast

from chalice.app import Chalice, Request, Response

from chalicelib.cloud.logs import log
from chalicelib.cloud.table import Conflict, Unavailable
from chalicelib.errors import Busy, ErrorKind, Fault, NotFound, RequestError
from chalicelib.portal.text import LANGUAGES, Language
from chalicelib.record import Record
from chalicelib.services import Services
from chalicelib.web import render
from chalicelib.web.answers import Answer, Page
from chalicelib.web.incoming import Incoming
from chalicelib.web.inputs import Input
from chalicelib.web.languages import preferred
from chalicelib.web.visit import Address, Entrance, Visit

LONGEST_PART = 900  # bytes of what an address names: the table has no longer keys, and an error for who asks
ANY: list[str] = []  # media types are ours to refuse, in the person's language
Access = Callable[[Visit], None]  # raises a Refusal where the visitor may not come in
Show = Callable[[Visit], Page]
Seen = TypeVar("Seen", bound=Callable[[Visit], Answer])
Taken = TypeVar("Taken", bound=Input)


def everyone(visit: Visit) -> None:
    """Let anyone in."""


class SessionOver(Record):
    """The session ended while a page was filled in: where to sign in, and where to send the page again."""

    action: str
    sign_in: str


class Route(NamedTuple):
    """One method of one address. `form` shows the page with an action's form, once more where the action refuses."""

    method: str
    path: str
    access: Access
    view: Callable[..., Answer]
    takes: type[Input] | None
    gives: type[Record] | None
    status: int
    form: Show | None
    entrance: Entrance | None  # None: the one that most visitors come by
    file: str | None = None  # the media type of a file that it gives
    asks: tuple[str, ...] = ()  # names of what may follow the `?` of its address, such as a filter

    @property
    def is_for_machines(self) -> bool:
        """Whether its address has no language: then no cookie counts there, and nothing can be forged."""
        return not self.path.startswith("/{lang}")


class Desk:
    """Routes of one capability. A path begins with `/{lang}`, or is for machines that prove themselves by a key.

    `entrance` says how persons are known.

    No Chalice blueprint: the first application that one is registered with uses its options up.
    """

    def __init__(self, entrance: Entrance | None = None) -> None:
        self.routes: list[Route] = []
        self._entrance = entrance

    def get(
        self,
        path: str,
        *,
        access: Access,
        gives: type[Record] | None,
        file: str | None = None,
        asks: tuple[str, ...] = (),
    ) -> Callable[[Seen], Seen]:
        """Register a page: `view(visit)` returns it, or a file, or says where it lies: then it gives nothing."""

        def register(view: Seen) -> Seen:
            self.routes.append(Route("GET", path, access, view, None, gives, 200, None, self._entrance, file, asks))
            return view

        return register

    def post(
        self,
        path: str,
        *,
        access: Access,
        takes: type[Taken],
        form: Show | None = None,
        gives: type[Record] | None = None,
        status: int = 200,
    ) -> Callable[[Callable[[Visit, Taken], Answer]], Callable[[Visit, Taken], Answer]]:
        """Register an action: `view(visit, input)` does it. `form` shows the page it came from, if it has fields."""

        def register(view: Callable[[Visit, Taken], Answer]) -> Callable[[Visit, Taken], Answer]:
            self.routes.append(Route("POST", path, access, view, takes, gives, status, form, self._entrance))
            return view

        return register


class Counter(Chalice):
    """The application of one portal: what every desk works with."""

    def __init__(self, services: Services, entrance: Entrance) -> None:
        super().__init__(app_name="guichet", configure_logs=False)
        self.services = services
        self.entrance = entrance
        self.desk_routes: list[Route] = []

    def open(self, desks: Iterable[Desk]) -> None:
        """Answer at these desks from now on."""
        for route in (route for desk in desks for route in desk.routes):
            self.desk_routes.append(route)
            self.route(route.path, methods=[route.method], content_types=ANY)(self._handler(route))

    def page_of(self, route: Route) -> str:
        """Return the page that an address belongs to, its own or the nearest above: nobody can go to an action."""
        path = route.path
        if route.is_for_machines:
            return path
        while "GET" not in self.routes.get(path, {}):
            path = path.rpartition("/")[0]
        return path

    def _handler(self, route: Route) -> Callable[..., Response]:
        def handle(lang: str = "", **parameters: str) -> Response:
            return _handle(self, route, lang, parameters)

        return handle


def _handle(counter: Counter, route: Route, lang: str, parameters: dict[str, str]) -> Response:
    path = counter.page_of(route).removeprefix("/{lang}").format(**parameters)
    incoming = Incoming(cast("Request", counter.current_request), route.takes)
    language = _language(lang) if lang else preferred(incoming.header("accept-language"))
    entrance = route.entrance or counter.entrance
    visit = Visit(incoming, counter.services, entrance, language, Address(path, parameters, route.asks))
    try:
        return _answered(visit, route, lang)
    except (Unavailable, Conflict) as trouble:
        log.warning("not now", reason=str(trouble), path=route.path)
        visit.ask_no_more()
        return _refused(visit, route, Busy())
    except Exception:  # noqa: BLE001 -- the last resort: nobody sees a stack trace (SECURITY SEC58)
        log.exception("a fault of ours", path=route.path)
        visit.ask_no_more()
        return _refused(visit, route, Fault())


def _language(lang: str) -> Language:
    return "en" if lang == "en" else "fr"


def _answered(visit: Visit, route: Route, lang: str) -> Response:
    try:
        if _hides_token(visit):
            return render.redirect(visit, visit.path)
        return render.answer(visit, _run(visit, route, lang))
    except RequestError as refusal:
        return _refused(visit, route, refusal)


def _hides_token(visit: Visit) -> bool:
    """Move a mailed link's token out of the address, where it would stay in the history (SECURITY SEC34)."""
    token = visit.incoming.query("token")
    if not token or visit.incoming.changes_something or visit.incoming.wants_json:
        return False
    visit.carry(token=token)
    return True


def _run(visit: Visit, route: Route, lang: str) -> Answer:
    if any(len(part.encode()) > LONGEST_PART for part in visit.parameters.values()):
        raise NotFound
    if not route.is_for_machines:
        if lang not in LANGUAGES:
            raise NotFound
        visit.refuse_forgery()
    route.access(visit)
    return route.view(visit, visit.read(route.takes)) if route.takes else route.view(visit)


def _refused(visit: Visit, route: Route, refusal: RequestError) -> Response:
    if refusal.kind in (ErrorKind.UNAUTHENTICATED, ErrorKind.FORBIDDEN):
        log.info("refused", reason=type(refusal).__name__, path=route.path)
    if refusal.send_to and not visit.incoming.wants_json:
        visit.carry(next=visit.place)
        kept = _kept(visit, route, refusal.send_to)
        return render.refuse(visit, refusal, kept) if kept else render.redirect(visit, refusal.send_to)
    return render.refuse(visit, refusal, _form_again(visit, route, refusal))


def _kept(visit: Visit, route: Route, sign_in: str) -> Page | None:
    """Return a page that holds what was typed until one has signed in again; None where nothing long was (F2)."""
    if not (route.takes and route.takes.is_kept and visit.incoming.typed):
        return None
    action = route.path.removeprefix("/{lang}").format(**visit.parameters)
    return Page("session-over.html", SessionOver(action=action, sign_in=sign_in))


def _form_again(visit: Visit, route: Route, refusal: RequestError) -> Page | None:
    """Return the page with the form that was refused, if this visitor may see it and it can be made now.

    Who was not let in, or was not asked for it yet, is shown nothing of it (SECURITY SEC37).
    """
    if route.form is None or refusal.kind in (ErrorKind.NOT_FOUND, ErrorKind.FAULT) or visit.incoming.wants_json:
        return None
    try:
        route.access(visit)
        return route.form(visit)
    except (RequestError, Unavailable):
        return None
