"""Signing in and out (REQUIREMENTS S1-S3)."""

from typing import Any

from chalicelib.accounts.access import person, remember_device, signed_in_at_all, visitor
from chalicelib.accounts.actions import sessions
from chalicelib.accounts.actions.sign_in import OpenedSession, sign_in
from chalicelib.accounts.inputs import SignIn
from chalicelib.accounts.routes.common import (
    audience_choices,
)
from chalicelib.accounts.schemas import SignedInAnswer, SignInPage
from chalicelib.phrase import phrase
from chalicelib.web import cookies
from chalicelib.web.answers import Answer, Done, Page
from chalicelib.web.desk import Desk, everyone
from chalicelib.web.inputs import Nothing
from chalicelib.web.visit import Visit

desk = Desk()
SIGNED_OUT = phrase("You are signed out.")


@desk.get("/{lang}/sign-in", access=everyone, gives=SignInPage)
def sign_in_page(visit: Visit) -> Page:
    model = SignInPage(
        identifier=visit.portal.wording.identifier[visit.language],
        audiences=audience_choices(visit),
        offers_remember=visit.portal.policies.session.remember_identifier,
        session_ended=visit.incoming.query("notice") == "session-ended" or visit.session_is_over,
    )
    return Page("accounts/sign-in.html", model, _filled_in(visit))


@desk.post("/{lang}/sign-in", access=everyone, takes=SignIn, form=sign_in_page, gives=SignedInAnswer)
def post_sign_in(visit: Visit, wish: SignIn) -> Answer:
    opened = sign_in(visit.services, wish, visitor(visit), visit.now)
    if not visit.incoming.wants_json:
        _remember(visit, opened, wish)
    return Done(opened.urgent or visit.carried.get("next", "/account"), _signed_in(opened))


@desk.post("/{lang}/sign-out", access=signed_in_at_all, takes=Nothing, status=204)
def post_sign_out(visit: Visit, _: Nothing) -> Answer:
    sessions.sign_out(visit.services, person(visit), visit.now)
    visit.set_cookie(cookies.SESSION, "")
    return Done("/", None, 204, SIGNED_OUT)


def _signed_in(opened: OpenedSession) -> SignedInAnswer:
    return SignedInAnswer(
        session=opened.token,
        ends_at=opened.session.ends_at,
        must_change_password=opened.must_change_password,
        must_say_who=opened.must_say_who,
    )


def _filled_in(visit: Visit) -> dict[str, Any]:
    """Return what the form holds before anyone types: who came from another form, or wished to be remembered."""
    remembered = visit.unsealed(cookies.REMEMBER)
    identifier = visit.carried.get("identifier") or remembered.get("identifier")
    return {"audience": visit.portal.audiences[0].key, "identifier": identifier, "remember": bool(remembered)}


def _remember(visit: Visit, opened: OpenedSession, wish: SignIn) -> None:
    """Give the browser its session, a name of its own (SECURITY SEC07), and the identifier if it was wished (SEC29)."""
    policy, keyring = visit.portal.policies, visit.services.keyring
    visit.set_cookie(cookies.SESSION, opened.token)
    remember_device(visit, opened.account.id)
    if policy.session.remember_identifier:
        sealed = cookies.seal(keyring, cookies.REMEMBER, {"identifier": wish.identifier}) if wish.remember else ""
        visit.set_cookie(cookies.REMEMBER, sealed, policy.lockout.known_device)
