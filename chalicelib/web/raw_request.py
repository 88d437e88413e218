"""The request as the client sent it, parsed strictly: all of it is untrusted."""

from collections.abc import Mapping
from functools import cached_property
from typing import cast
from urllib.parse import urlsplit

from chalice.app import MultiDict, Request

from chalicelib.canonical import canonical_network
from chalicelib.errors import RequestError
from chalicelib.web import cookies
from chalicelib.web.inputs import JSON, Input, Nothing, Sent, read
from chalicelib.web.request_ids import id_of

CSRF_FIELD = "csrf_token"
CSRF_HEADER = "x-csrf-token"


class RawRequest:
    """Chalice's request, read strictly: its body at most as large as what is taken here."""

    def __init__(self, request: Request, takes: type[Input] | None = None) -> None:
        self._request = request
        self._takes = takes or Nothing

    @property
    def changes_something(self) -> bool:
        return self._request.method not in ("GET", "HEAD")

    @property
    def address(self) -> str:
        """The client's network as the gateway saw it; X-Forwarded-For is anyone's claim (SECURITY SEC10)."""
        return canonical_network(str(self._request.context["identity"]["sourceIp"]))

    @property
    def id(self) -> str:
        """The id that the gateway gave the request."""
        return id_of(self._request)

    def header(self, name: str) -> str:
        return str(self._request.headers.get(name, ""))

    def query(self, name: str) -> str:
        """Return a parameter of the address; nothing where it is missing or stands twice (SECURITY SEC64)."""
        parameters = self._request.query_params or MultiDict(None)
        values = parameters.getlist(name) if name in parameters else []
        return str(values[0]) if len(values) == 1 else ""

    @cached_property
    def media_type(self) -> str:
        return self.header("content-type").partition(";")[0].strip().lower()

    @cached_property
    def wants_json(self) -> bool:
        """Whether the client is a program: it asks for no page, and asks for JSON, sends it, or has a bearer token.

        Generated clients accept `*/*`: what they send says that they are no browser.
        """
        accepted = self.header("accept")
        sends_as_programs_do = JSON in accepted or self.media_type == JSON or self.bearer is not None
        return "text/html" not in accepted and sends_as_programs_do

    @cached_property
    def cookies(self) -> dict[str, str]:
        return cookies.parse(self.header("cookie"))

    @cached_property
    def bearer(self) -> str | None:
        scheme, _, token = self.header("authorization").partition(" ")
        return token.strip() if scheme.lower() == "bearer" else None

    @cached_property
    def sent(self) -> Sent:
        """The body, without the form's token, which is no business of an action."""
        body = self._body
        return body if isinstance(body, bytes) else {name: body[name] for name in body if name != CSRF_FIELD}

    @property
    def typed(self) -> Mapping[str, str]:
        """What a person typed into the form, to be shown again; nothing where it can't be read."""
        try:
            return {} if isinstance(self.sent, bytes) else self.sent
        except RequestError:
            return {}

    @property
    def csrf_token(self) -> str:
        body = self._body
        return self.header(CSRF_HEADER) if isinstance(body, bytes) else body.get(CSRF_FIELD, self.header(CSRF_HEADER))

    def is_from(self, origin: str) -> bool:
        """Tell whether nothing says that another site's page sent this.

        Our pages send no referrer, so browsers name no origin with their forms: then the fetch's site must say it.
        """
        site, sender = self.header("sec-fetch-site"), self.header("origin")
        own = "{0.scheme}://{0.netloc}".format(urlsplit(origin))
        if sender == "null":
            return site == "same-origin"
        return site in ("", "none", "same-origin") and sender in ("", own)

    @cached_property
    def _body(self) -> Sent:
        return read(self.media_type, cast("bytes", self._request.raw_body), self._takes)
