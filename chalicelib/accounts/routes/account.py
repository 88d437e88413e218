"""Routes of a person's own account (REQUIREMENTS S3, S6, S11, D5)."""

from chalicelib.accounts.actions import find, profile, sessions
from chalicelib.accounts.actions.sessions import Person
from chalicelib.accounts.guards import password_rules, signed_in, signed_in_at_all, signed_in_by_name, visitor
from chalicelib.accounts.profile_inputs import ChangePassword, EndSession, Profile
from chalicelib.accounts.profile_schemas import (
    AccountPage,
    PasswordPage,
    SessionsPage,
    StayPage,
    account_shown,
    sessions_shown,
)
from chalicelib.phrase import phrase
from chalicelib.urls import path_for
from chalicelib.web.answers import Answer, Done, Page
from chalicelib.web.common_schemas import Changed, changed
from chalicelib.web.inputs import Nothing
from chalicelib.web.request import Request
from chalicelib.web.router import Router

router = Router()
SAVED = phrase("Your profile is saved.")
PASSWORD_CHANGED = phrase("Your password is changed. Your other sessions are ended.")
ENDED = phrase("The session is ended.")
OTHERS_ENDED = phrase("Your other sessions are ended.")


@router.get("account.page", guard=signed_in, response=AccountPage)
def account_page(request: Request, person: Person) -> Page:
    recent = profile.recent_activities(request.services, person)
    model = account_shown(person.account, recent, person.member, find.members(request.services, person.account))
    own = {"name": person.member.name, "email": person.member.email} if person.member else {}
    return Page("accounts/account.html", model, {"language": person.language, **own})


@router.post("account.page", guard=signed_in, body=Profile, retry_page=account_page, response=Changed)
def post_account(request: Request, person: Person, form: Profile) -> Answer:
    profile.set_profile(request.services, person, form, request.now)
    return changed(request, path_for("account.page"), SAVED)


@router.get("account.password", guard=signed_in_by_name, response=PasswordPage)
def password_page(request: Request, person: Person) -> Page:
    model = PasswordPage(
        password_rules=password_rules(request), expired=person.must_change_password, is_shared=person.account.is_shared
    )
    return Page("accounts/password.html", model)


@router.post(
    "account.password", guard=signed_in_by_name, body=ChangePassword, retry_page=password_page, response=Changed
)
def post_password(request: Request, person: Person, form: ChangePassword) -> Answer:
    profile.change_password(request.services, person, form, visitor(request), request.now)
    return changed(request, path_for("account.page"), PASSWORD_CHANGED)


@router.get("account.sessions", guard=signed_in, response=SessionsPage)
def sessions_page(request: Request, person: Person) -> Page:
    found = sessions.list_sessions(request.services, person, request.now)
    return Page("accounts/sessions.html", sessions_shown(found, person.session))


@router.post("account.sessions", guard=signed_in, body=EndSession, retry_page=sessions_page, response=Changed)
def post_sessions(request: Request, person: Person, form: EndSession) -> Answer:
    if form.session is None:
        sessions.end_other_sessions(request.services, person, request.now)
        return changed(request, path_for("account.sessions"), OTHERS_ENDED)
    sessions.end_session(request.services, person, form.session, request.now)
    return changed(request, path_for("account.sessions"), ENDED)


@router.post("account.stay", guard=signed_in_at_all, body=Nothing, response=StayPage)
def post_stay(request: Request, person: Person, _: Nothing) -> Answer:
    return Done(None, StayPage(ends_at=person.ends_at))
