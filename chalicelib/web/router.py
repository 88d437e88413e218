"""Routes of a capability on Chalice: each address is a page for people and JSON for programs."""

from collections.abc import Callable
from typing import Any, Final, Literal, NamedTuple, TypeVar, overload

from chalicelib.record import Record
from chalicelib.urls import PATHS, WITH_LANGUAGE
from chalicelib.web.answers import Answer
from chalicelib.web.inputs import Input
from chalicelib.web.request import Realm, Request, SignedIn

T = TypeVar("T")
F = TypeVar("F", bound=Input)
A = TypeVar("A", bound=Answer)
G = TypeVar("G", bound=Callable[..., Any])
Guard = Callable[[Request], T]  # returns what it loaded, or raises a RequestError
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


PAGES: dict[AnyView, Route] = {}  # each page's route, by its view


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
            PAGES[view] = route
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
