"""Signing in and out (REQUIREMENTS S1-S3)."""

from typing import Any

from chalicelib.accounts.actions import sessions
from chalicelib.accounts.actions.sessions import Person
from chalicelib.accounts.actions.sign_in import OpenedSession, sign_in
from chalicelib.accounts.guards import remember_device, signed_in_at_all, visitor
from chalicelib.accounts.inputs import SignIn
from chalicelib.accounts.routes.common import (
    audience_choices,
)
from chalicelib.accounts.schemas import SignedInAnswer, SignInPage
from chalicelib.phrase import phrase
from chalicelib.urls import path_for
from chalicelib.web import cookies
from chalicelib.web.answers import Answer, Done, Page
from chalicelib.web.inputs import Nothing
from chalicelib.web.request import Request
from chalicelib.web.router import PUBLIC, Router

router = Router()
SIGNED_OUT = phrase("You are signed out.")


@router.get("sign_in.page", guard=PUBLIC, response=SignInPage)
def sign_in_page(request: Request) -> Page:
    model = SignInPage(
        identifier=request.portal.wording.identifier[request.language],
        audiences=audience_choices(request),
        offers_remember=request.portal.policies.session.remember_identifier,
        session_ended=request.raw.query("notice") == "session-ended" or request.session_is_over,
    )
    return Page("accounts/sign-in.html", model, _filled_in(request))


@router.post("sign_in.page", guard=PUBLIC, body=SignIn, retry_page=sign_in_page, response=SignedInAnswer)
def post_sign_in(request: Request, form: SignIn) -> Answer:
    opened = sign_in(request.services, form, visitor(request), request.now)
    if not request.raw.wants_json:
        _remember(request, opened, form)
    return Done(_destination(request, opened), _signed_in(opened))


@router.post("sign_in.sign_out", guard=signed_in_at_all, body=Nothing, status=204)
def post_sign_out(request: Request, person: Person, _: Nothing) -> Answer:
    sessions.sign_out(request.services, person, request.now)
    request.response.set_cookie(cookies.SESSION, "")
    return Done(path_for("guidance.home"), None, 204, SIGNED_OUT)


def _signed_in(opened: OpenedSession) -> SignedInAnswer:
    return SignedInAnswer(
        session=opened.token,
        ends_at=opened.session.ends_at,
        must_change_password=opened.must_change_password,
        must_say_who=opened.must_say_who,
    )


def _destination(request: Request, opened: OpenedSession) -> str:
    """Return the page that comes next: something urgent, the page that was wanted, or the account."""
    if opened.must_say_who:
        return path_for("sharing.who")
    wanted: str = request.carried.get("next", path_for("account.page"))
    return path_for("account.password") if opened.must_change_password else wanted


def _filled_in(request: Request) -> dict[str, Any]:
    """Return what the form holds before anyone types: who came from another form, or wished to be remembered."""
    remembered = request.unsealed(cookies.REMEMBER)
    identifier = request.carried.get("identifier") or remembered.get("identifier")
    return {"audience": request.portal.audiences[0].key, "identifier": identifier, "remember": bool(remembered)}


def _remember(request: Request, opened: OpenedSession, form: SignIn) -> None:
    """Give the browser its session, a name of its own (SECURITY SEC07), and the identifier if it was wished (SEC29)."""
    policy, keyring = request.portal.policies, request.services.keyring
    request.response.set_cookie(cookies.SESSION, opened.token)
    remember_device(request, opened.account.id)
    if policy.session.remember_identifier:
        sealed = cookies.seal(keyring, cookies.REMEMBER, {"identifier": form.identifier}) if form.remember else ""
        request.response.set_cookie(cookies.REMEMBER, sealed, policy.lockout.known_device)
