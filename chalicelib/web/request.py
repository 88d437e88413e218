"""One request as guards and views see it: its facts, its session, its proof against forgery."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import cached_property
from typing import Any, Generic, NamedTuple, Protocol, TypeVar, cast
from urllib.parse import urlencode, urlsplit

from chalicelib.cloud.keyring import Purpose
from chalicelib.errors import Forged
from chalicelib.i18n.languages import say
from chalicelib.phrase import Phrase
from chalicelib.portal.policies import SessionPolicy
from chalicelib.portal.text import Language
from chalicelib.services import Services
from chalicelib.urls import path_for
from chalicelib.web import cookies
from chalicelib.web.inputs import Input, check
from chalicelib.web.raw_request import RawRequest
from chalicelib.web.response import ResponseContext

T = TypeVar("T", bound=Input)
_FORGERY = Purpose("forgery")


class SignedIn(Protocol):
    """What every page says of the person who is signed in."""

    @property
    def name(self) -> str: ...

    @property
    def ends_at(self) -> datetime: ...

    @property
    def policy(self) -> SessionPolicy: ...

    @property
    def unreachable_since(self) -> datetime | None:
        """When the person's address stopped accepting our emails; None where it accepts them."""
        ...


P_co = TypeVar("P_co", bound=SignedIn, covariant=True)


class Realm(NamedTuple, Generic[P_co]):
    """How visitors of some routers are authenticated: by the session that a cookie or a bearer token names.

    `resume` takes (services, token, now, sort keys of the person's own rows to read with the session). The rest are
    names of pages that every page of the realm links to.
    """

    cookie: str
    resume: Callable[[Services, str, datetime, Sequence[str]], P_co | None]
    home: str
    sign_in: str
    sign_out: str
    sessions: str
    stay: str


class Location(NamedTuple):
    """Where the request was sent. `path` follows the language, such as `/sign-in`."""

    path: str
    parameters: Mapping[str, str]  # the varying parts of the path
    query: Sequence[str]  # names of the query parameters that the route reads


class Request:
    """Facts of one request; `response` collects what the answer carries beside the page."""

    def __init__(
        self,
        raw: RawRequest,
        services: Services,
        realm: Realm[SignedIn],
        language: Language,
        location: Location,
    ) -> None:
        self.raw = raw
        self.services = services
        self.portal = services.portal
        self.realm = realm
        self.language = language
        self.path = location.path
        self.parameters = location.parameters
        self.query = {name: raw.query(name) for name in location.query}
        self.now = services.clock.now()
        self.response = ResponseContext()
        self._session: SignedIn | None = None
        self._session_keys: set[str] | None = None  # None: the session was not read yet

    def read(self, model: type[T]) -> T:
        """Return the body as the model; raise Invalid or Malformed."""
        return check(model, self.raw.sent)

    def words(self, what: Phrase) -> str:
        """Return a sentence in the language of the address."""
        return say(what, self.language, self.portal.zone)

    # --- addresses ---

    @property
    def place(self) -> str:
        """Return the path with its query: the same page in the other language."""
        query = {name: value for name, value in self.query.items() if value}
        return f"{self.path}?{urlencode(query)}" if query else self.path

    def url(self, path: str, language: Language | None = None) -> str:
        """Return the URL of one of our pages from the root: `/fr/sign-in`, behind the stage's prefix, if any."""
        return f"{self._stage}/{language or self.language}{path}"

    @cached_property
    def _stage(self) -> str:
        return urlsplit(self.services.settings.origin).path

    def url_for(self, name: str, **parameters: str | int) -> str:
        """Return the URL of a named address (chalicelib/urls.py), in the language of this request."""
        return self.url(path_for(name, **parameters))

    def absolute_url(self, path: str) -> str:
        """Return the URL with the origin: for other services that send a browser back to us."""
        return f"{self.services.settings.origin}/{self.language}{path}"

    # --- session ---

    @property
    def token(self) -> str | None:
        """The session's token: a program sends it as a bearer, a browser as a cookie."""
        return self.raw.bearer or self.raw.cookies.get(self.realm.cookie)

    @property
    def signed_in(self) -> SignedIn | None:
        return self.session_of(self.realm) if self._session_keys is None else self._session

    def session_of(self, realm: Realm[P_co], also_read: Sequence[str] = ()) -> P_co | None:
        """Return who is signed in to this route's realm, read once; `also_read` are sort keys of their own rows."""
        if self._session_keys is None or not self._session_keys.issuperset(also_read):
            self._session = realm.resume(self.services, self.token, self.now, also_read) if self.token else None
            self._session_keys = set(also_read)
        return cast("P_co | None", self._session)

    def treat_as_signed_out(self) -> None:
        """Read no session any more: an error page must not ask the table that just failed."""
        self._session_keys = self._session_keys or set()
        self.__dict__["session_is_over"] = False

    @cached_property
    def session_is_over(self) -> bool:
        """Whether the client still sends the token of a session that has ended."""
        return self.token is not None and self.signed_in is None

    @cached_property
    def browser(self) -> str:
        """A name for this browser until it is closed; the response gives a new one its name."""
        name = self.raw.cookies.get(cookies.BROWSER)
        if name is None:
            name = self.services.ids.secret()
            self.response.set_cookie(cookies.BROWSER, name)
        return name

    # --- forgery (SECURITY SEC32) ---

    @cached_property
    def csrf_token(self) -> str:
        """The token that proves a form is ours: bound to the browser and to its session."""
        return self.services.keyring.token(_FORGERY, self._sender)

    @property
    def _sender(self) -> str:
        return f"{self.browser} {self.raw.cookies.get(self.realm.cookie, '')}"

    def refuse_forgery(self) -> None:
        """Raise Forged for a change that another site may have sent; a program without cookies needs no token."""
        if not self.raw.changes_something:
            return
        if not self.raw.is_from(self.services.settings.origin):
            raise Forged
        is_program = self.raw.wants_json and not self.raw.cookies
        if not is_program and self.services.keyring.signer(self.raw.csrf_token, _FORGERY, self._sender) is None:
            raise Forged

    # --- what an earlier answer handed over ---

    @cached_property
    def carried(self) -> dict[str, Any]:
        """Values that the answer before this page handed over."""
        return self.unsealed(cookies.CARRY)

    def unsealed(self, name: str) -> dict[str, Any]:
        """Return what we sealed in a cookie; where there is none, the portal's key is not asked for."""
        sealed = self.raw.cookies.get(name)
        return cookies.unseal(self.services.keyring, name, sealed) if sealed else {}

    def take_flash(self) -> str | None:
        """Return the message for the top of this page, and carry it no further."""
        if "notice" in self.carried:
            self.response.replace_carried({name: value for name, value in self.carried.items() if name != "notice"})
        return self.carried.get("notice")
