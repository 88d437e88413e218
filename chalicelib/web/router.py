"""Routes of a capability on Chalice: each address is a page for people and JSON for programs."""

from collections.abc import Callable, Iterable
from typing import Any, Final, Literal, NamedTuple, TypeVar, cast, overload

from chalice.app import Chalice, Response
from chalice.app import Request as ChaliceRequest

from chalicelib.cloud.logs import log
from chalicelib.cloud.table import Conflict, Unavailable
from chalicelib.errors import Busy, ErrorKind, Fault, NotFound, RequestError
from chalicelib.i18n.languages import preferred
from chalicelib.portal.text import LANGUAGES, Language
from chalicelib.record import Record
from chalicelib.services import Services
from chalicelib.urls import PATHS, WITH_LANGUAGE, path_for
from chalicelib.web import render
from chalicelib.web.answers import Answer, Page
from chalicelib.web.inputs import Input
from chalicelib.web.raw_request import RawRequest
from chalicelib.web.request import Location, Realm, Request, SignedIn

LONGEST_PART = 900  # bytes of one part of a path: the table's longest key; more would be its error
ANY: list[str] = []  # we refuse media types ourselves, in the person's language

T = TypeVar("T")
F = TypeVar("F", bound=Input)
A = TypeVar("A", bound=Answer)
G = TypeVar("G", bound=Callable[..., Any])
Guard = Callable[[Request], T]  # returns what it loaded, or raises a Refusal
AnyView = Callable[..., Answer]


class Public:
    """Stands where a guard would: the route is open to everyone, and its view is handed nothing."""


PUBLIC: Final = Public()
SECURITY: dict[Callable[[Request], Any], str] = {}  # guard -> the proof that it wants, for the API's description


def proven_by(proof: Literal["session", "key"]) -> Callable[[G], G]:
    """Declare what a guard wants proven."""

    def declare(guard: G) -> G:
        SECURITY[guard] = proof
        return guard

    return declare


class Route(NamedTuple):
    """One method of one named address.

    `retry_page` is the view of the page that holds the action's form: a browser sees it again where the action is
    refused.
    """

    name: str
    method: str
    guard: Guard[Any] | Public
    view: AnyView
    body: type[Input] | None
    response: type[Record] | None
    status: int
    retry_page: AnyView | None
    realm: Realm[SignedIn] | None  # None: the realm of the application
    file: str | None = None  # media type of the file that the route returns
    query: tuple[str, ...] = ()  # names of the query parameters that the route reads, such as a filter

    @property
    def path(self) -> str:
        return PATHS[self.name]

    @property
    def is_for_machines(self) -> bool:
        """Whether the path has no language: then no cookie counts there, and nothing can be forged."""
        return not self.path.startswith(WITH_LANGUAGE)


_PAGES: dict[AnyView, Route] = {}  # each page's route, by its view


class Router:
    """Collects the routes of one module. `realm` says how their visitors are authenticated.

    Chalice's own blueprint is not used: the first application that registers one uses its options up.
    """

    def __init__(self, realm: Realm[Any] | None = None) -> None:
        self.routes: list[Route] = []
        self._realm = realm

    @overload
    def get(
        self,
        name: str,
        *,
        guard: Public,
        response: type[Record] | None,
        file: str | None = None,
        query: tuple[str, ...] = (),
    ) -> Callable[[Callable[[Request], A]], Callable[[Request], A]]: ...

    @overload
    def get(
        self,
        name: str,
        *,
        guard: Guard[T],
        response: type[Record] | None,
        file: str | None = None,
        query: tuple[str, ...] = (),
    ) -> Callable[[Callable[[Request, T], A]], Callable[[Request, T], A]]: ...

    def get(
        self,
        name: str,
        *,
        guard: Guard[Any] | Public,
        response: type[Record] | None,
        file: str | None = None,
        query: tuple[str, ...] = (),
    ) -> Callable[[AnyView], AnyView]:
        """Register a page: `view(request, what the guard returned)` returns it, a file, or where the file lies."""

        def register(view: AnyView) -> AnyView:
            route = Route(name, "GET", guard, view, None, response, 200, None, self._realm, file, query)
            self.routes.append(route)
            _PAGES[view] = route
            return view

        return register

    @overload
    def post(
        self,
        name: str,
        *,
        guard: Public,
        body: type[F],
        retry_page: AnyView | None = None,
        response: type[Record] | None = None,
        status: int = 200,
    ) -> Callable[[Callable[[Request, F], A]], Callable[[Request, F], A]]: ...

    @overload
    def post(
        self,
        name: str,
        *,
        guard: Guard[T],
        body: type[F],
        retry_page: AnyView | None = None,
        response: type[Record] | None = None,
        status: int = 200,
    ) -> Callable[[Callable[[Request, T, F], A]], Callable[[Request, T, F], A]]: ...

    def post(
        self,
        name: str,
        *,
        guard: Guard[Any] | Public,
        body: type[Input],
        retry_page: AnyView | None = None,
        response: type[Record] | None = None,
        status: int = 200,
    ) -> Callable[[AnyView], AnyView]:
        """Register an action: `view(request, what the guard returned, body)` does it."""

        def register(view: AnyView) -> AnyView:
            route = Route(name, "POST", guard, view, body, response, status, retry_page, self._realm)
            self.routes.append(route)
            return view

        return register


class App(Chalice):
    """The application of one portal: the routes of all its routers."""

    def __init__(self, services: Services, realm: Realm[Any]) -> None:
        super().__init__(app_name="guichet", configure_logs=False)
        self.services = services
        self.realm = realm
        self.named_routes: list[Route] = []

    def include(self, routers: Iterable[Router]) -> None:
        """Answer at the addresses of these routers from now on."""
        for route in (route for router in routers for route in router.routes):
            self.named_routes.append(route)
            self.route(route.path, methods=[route.method], content_types=ANY)(self._handler(route))

    def page_of(self, route: Route) -> str:
        """Return the path of the page that a route belongs to: its own, or the nearest above an action's."""
        path = route.path
        while path.startswith(WITH_LANGUAGE) and not self.has_page(path):
            path = path.rpartition("/")[0]
        return path

    def has_page(self, path: str) -> bool:
        """Tell whether something can be read at this path."""
        return "GET" in self.routes.get(path, {})

    def _handler(self, route: Route) -> Callable[..., Response]:
        def handle(lang: str = "", **parameters: str) -> Response:
            path = self.page_of(route).removeprefix(WITH_LANGUAGE).format(**parameters)
            raw = RawRequest(cast("ChaliceRequest", self.current_request), route.body)
            language = _language(lang) if lang else preferred(raw.header("accept-language"))
            location = Location(path, parameters, route.query)
            request = Request(raw, self.services, route.realm or self.realm, language, location)
            return _Exchange(request, route, lang).answer()

        return handle


def _language(lang: str) -> Language:
    return "en" if lang == "en" else "fr"


class _Exchange:
    """One request on its way through its route: checked, guarded, answered or refused."""

    def __init__(self, request: Request, route: Route, lang: str) -> None:
        self._request = request
        self._route = route
        self._lang = lang
        self._guarded: tuple[Any, ...] | None = None  # what the guard returned; None until it let the request in

    def answer(self) -> Response:
        """Return the response; whatever happens, there is one."""
        try:
            return self._answer_or_refuse()
        except (Unavailable, Conflict) as trouble:
            log.warning("service unavailable", reason=str(trouble), path=self._route.path)
            self._request.treat_as_signed_out()
            return self._refuse(Busy())
        except Exception:  # noqa: BLE001 -- the last resort: nobody sees a stack trace (SECURITY SEC58)
            log.exception("unexpected error", path=self._route.path)
            self._request.treat_as_signed_out()
            return self._refuse(Fault())

    def _answer_or_refuse(self) -> Response:
        try:
            if self._hides_token():
                return render.redirect(self._request, self._request.path)
            return render.answer(self._request, self._run())
        except RequestError as refusal:
            return self._refuse(refusal)

    def _hides_token(self) -> bool:
        """Move the token of an emailed link out of the address, where the history would keep it (SECURITY SEC34)."""
        raw = self._request.raw
        token = raw.query("token")
        if not token or raw.changes_something or raw.wants_json:
            return False
        self._request.response.carry(token=token)
        return True

    def _run(self) -> Answer:
        request, route = self._request, self._route
        if any(len(part.encode()) > LONGEST_PART for part in request.parameters.values()):
            raise NotFound
        if not route.is_for_machines:
            if self._lang not in LANGUAGES:
                raise NotFound
            request.refuse_forgery()
        guarded = self._let_in()
        body = (request.read(route.body),) if route.body else ()
        return route.view(request, *guarded, *body)

    def _let_in(self) -> tuple[Any, ...]:
        """Return what the guard hands to the view, asked once; raise what the guard raises."""
        if self._guarded is None:
            self._guarded = _ask(self._route.guard, self._request)
        return self._guarded

    def _refuse(self, refusal: RequestError) -> Response:
        request = self._request
        if refusal.kind in (ErrorKind.UNAUTHENTICATED, ErrorKind.FORBIDDEN):
            log.info("request refused", reason=type(refusal).__name__, path=self._route.path)
        if refusal.send_to and not request.raw.wants_json:
            request.response.carry(next=request.place)
            there = path_for(refusal.send_to)
            kept = self._kept(there)
            return render.refuse(request, refusal, kept) if kept else render.redirect(request, there)
        return render.refuse(request, refusal, self._form_again(refusal))

    def _kept(self, sign_in: str) -> Page | None:
        """Return a page that keeps what was typed until one has signed in again; None where nothing long was (F2)."""
        request, body = self._request, self._route.body
        if not (body and body.is_kept and request.raw.typed):
            return None
        action = self._route.path.removeprefix(WITH_LANGUAGE).format(**request.parameters)
        return Page("session-over.html", SessionOver(action=action, sign_in=sign_in))

    def _form_again(self, refusal: RequestError) -> Page | None:
        """Return the page with the form that was refused, if this visitor may see it and it can be made now.

        Whoever the guard did not let in sees nothing of it (SECURITY SEC37).
        """
        route, request = self._route, self._request
        if route.retry_page is None or refusal.kind in (ErrorKind.NOT_FOUND, ErrorKind.FAULT) or request.raw.wants_json:
            return None
        try:
            guarded, page = self._let_in(), _PAGES[route.retry_page]
            again = page.view(request, *(guarded if page.guard is route.guard else _ask(page.guard, request)))
        except (RequestError, Unavailable):
            return None
        return again if isinstance(again, Page) else None


class SessionOver(Record):
    """The session ended while a page was filled in: where to sign in, and where to send the page again."""

    action: str
    sign_in: str


def _ask(guard: Guard[Any] | Public, request: Request) -> tuple[Any, ...]:
    return () if isinstance(guard, Public) else (guard(request),)
