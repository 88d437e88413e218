"""One request as the routes see it, and what its answer will carry beside the page."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any, NamedTuple, Protocol, TypeVar
from urllib.parse import urlencode, urlsplit

from chalicelib.cloud.keyring import Purpose, same
from chalicelib.errors import Forged
from chalicelib.phrase import Phrase
from chalicelib.portal.policies import SessionPolicy
from chalicelib.portal.text import Language
from chalicelib.services import Services
from chalicelib.web import cookies
from chalicelib.web.incoming import Incoming
from chalicelib.web.inputs import Input, check
from chalicelib.web.languages import say

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
        """When the person's address stopped to take our mail; None where it takes it."""
        ...


# (services, the session's token, now, sort keys of the person's own partition to be read with the session)
Resume = Callable[[Services, str, datetime, Sequence[str]], SignedIn | None]


class Entrance(NamedTuple):
    """How visitors of some desks are known: by the session that this cookie names, or a program's bearer.

    The rest are the pages that every page of theirs leads to.
    """

    cookie: str
    resume: Resume
    home: str
    sign_in: str
    sign_out: str
    sessions: str


class Address(NamedTuple):
    """Where the visitor is. `path` is what follows the language, such as `/sign-in`."""

    path: str
    parameters: Mapping[str, str]  # the parts of it that vary
    asks: Sequence[str]  # names of what may follow it after a `?`


class Visit:
    """All that a view is given, and what it hands to the answer."""

    def __init__(
        self,
        incoming: Incoming,
        services: Services,
        entrance: Entrance,
        language: Language,
        address: Address,
    ) -> None:
        self.incoming = incoming
        self.services = services
        self.portal = services.portal
        self.language = language
        self.path = address.path
        self.now = services.clock.now()
        self.parameters = address.parameters
        self.asked = {name: incoming.query(name) for name in address.asks}
        self.wanted: Sequence[str] = ()  # sort keys of the person's own items that this page needs
        self.entrance = entrance
        self.caller: Any = None  # who asks, where the access rule let in something other than a person
        self._may_ask = True
        self._new_cookies: list[str] = []
        self._to_carry: dict[str, Any] | None = None

    def read(self, model: type[T]) -> T:
        return check(model, self.incoming.sent)

    def words(self, what: Phrase) -> str:
        """Return a sentence in the language of the address."""
        return say(what, self.language, self.portal.zone)

    @property
    def place(self) -> str:
        """Return the path with what was asked there, such as a filter: where one stays in the other language."""
        asked = {name: value for name, value in self.asked.items() if value}
        return f"{self.path}?{urlencode(asked)}" if asked else self.path

    def url(self, path: str, language: Language | None = None) -> str:
        """Return the address of a page of ours from the root: `/fr/sign-in`, behind the stage's prefix, if any."""
        return f"{urlsplit(self.services.settings.origin).path}/{language or self.language}{path}"

    def absolute(self, path: str) -> str:
        """Return the same with the origin: for others who send a browser back to us."""
        return f"{self.services.settings.origin}/{self.language}{path}"

    # --- who it is ---

    @property
    def token(self) -> str | None:
        """The session's token: a program sends it as a bearer, a browser as a cookie."""
        return self.incoming.bearer or self.incoming.cookies.get(self.entrance.cookie)

    @cached_property
    def signed_in(self) -> SignedIn | None:
        return self.entrance.resume(self.services, self.token, self.now, self.wanted) if self.token else None

    def ask_no_more(self) -> None:
        """Take who is not known yet for nobody: a page that says *not now* must not ask the table once more."""
        self.__dict__.setdefault("signed_in", None)
        self._may_ask = False

    @property
    def session_is_over(self) -> bool:
        """Whether the client still believes in a session that has ended."""
        return self._may_ask and self.token is not None and self.signed_in is None

    @cached_property
    def browser(self) -> str:
        """A name for this browser until it is closed; a new one is given one."""
        name = self.incoming.cookies.get(cookies.VISIT)
        if name is None:
            name = self.services.ids.secret()
            self.set_cookie(cookies.VISIT, name)
        return name

    # --- forgery (SECURITY SEC32) ---

    @cached_property
    def csrf_token(self) -> str:
        """What proves that a form is ours: bound to the browser and to its session."""
        session = self.incoming.cookies.get(self.entrance.cookie, "")
        return self.services.keyring.token(_FORGERY, f"{self.browser} {session}")

    def refuse_forgery(self) -> None:
        """Raise Forged for a change that another site may have sent; a program without cookies needs no token."""
        if not self.incoming.changes_something:
            return
        if not self.incoming.is_from(self.services.settings.origin):
            raise Forged
        is_program = self.incoming.wants_json and not self.incoming.cookies
        if not is_program and not same(self.incoming.csrf_token, self.csrf_token):
            raise Forged

    # --- what the answer carries ---

    def set_cookie(self, name: str, value: str, lifetime: timedelta | None = None) -> None:
        self._new_cookies.append(cookies.bake(name, value, lifetime))

    def carry(self, **content: Any) -> None:
        """Hand something to the pages that follow this answer, such as the address that was just typed."""
        self._to_carry = {**(self._to_carry or {}), **content}

    @cached_property
    def carried(self) -> dict[str, Any]:
        """What the answer before this page handed over."""
        return self.unsealed(cookies.CARRY)

    def unsealed(self, name: str) -> dict[str, Any]:
        """Return what we sealed in a cookie; where there is none, the portal's key is not asked for."""
        sealed = self.incoming.cookies.get(name)
        return cookies.unseal(self.services.keyring, name, sealed) if sealed else {}

    def take_notice(self) -> str | None:
        """Return what is to be said at the top of this page, once."""
        if "notice" in self.carried:
            self._to_carry = {name: value for name, value in self.carried.items() if name != "notice"}
        return self.carried.get("notice")

    @property
    def new_cookies(self) -> list[str]:
        if self._to_carry is None:
            return self._new_cookies
        sealed = cookies.seal(self.services.keyring, cookies.CARRY, self._to_carry) if self._to_carry else ""
        return [*self._new_cookies, cookies.bake(cookies.CARRY, sealed)]
