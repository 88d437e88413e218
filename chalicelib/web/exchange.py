"""One request on its way through its route: forgery checked, guard asked, answered, or refused with its form again."""

from typing import Any

from chalice.app import Response

from chalicelib.cloud.logs import log
from chalicelib.cloud.table import Conflict, Unavailable
from chalicelib.errors import Busy, ErrorKind, Fault, NotFound, RequestError, WrittenByNewer
from chalicelib.portal.text import LANGUAGES
from chalicelib.record import Record
from chalicelib.urls import path_for
from chalicelib.web import render
from chalicelib.web.answers import Answer, Page
from chalicelib.web.request import Request
from chalicelib.web.router import PAGES, Guard, Public, Route

LONGEST_PART = 900  # bytes of one part of a path: the table's longest key; more would be its error


class Exchange:
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
            if isinstance(refusal, WrittenByNewer):
                log.warning("left to newer code", path=self._route.path)
                self._request.treat_as_signed_out()
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
            request.response.carry(next=self._place())
            there = path_for(refusal.send_to)
            kept = self._kept(there)
            return render.refuse(request, refusal, kept) if kept else render.redirect(request, there)
        return render.refuse(request, refusal, self._form_again(refusal))

    def _place(self) -> str:
        """Return the page to come back to: where only a button leads to the address, the page that has the button."""
        request, page = self._request, PAGES.get(self._route.retry_page) if self._route.retry_page else None
        if page is None or page.name == self._route.name or not request.raw.changes_something:
            return request.place
        return path_for(page.name, **request.parameters)

    def _kept(self, sign_in: str) -> Page | None:
        """Return a page that keeps what was typed until one has signed in again; None where nothing long was (F2)."""
        request, body = self._request, self._route.body
        if not (body and body.is_kept and request.raw.typed):
            return None
        action = path_for(self._route.name, **request.parameters)
        return Page("session-over.html", SessionOver(action=action, sign_in=sign_in))

    def _form_again(self, refusal: RequestError) -> Page | None:
        """Return the page with the form that was refused, if this visitor may see it and it can be made now.

        Whoever the guard did not let in sees nothing of it (SECURITY SEC37).
        """
        route, request = self._route, self._request
        if route.retry_page is None or refusal.kind in (ErrorKind.NOT_FOUND, ErrorKind.FAULT) or request.raw.wants_json:
            return None
        try:
            guarded, page = self._let_in(), PAGES[route.retry_page]
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
