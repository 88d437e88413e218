"""What a person sees and changes of the own account (REQUIREMENTS S3, S6, S11, D5)."""

from chalicelib.accounts.access import password_rules, person, signed_in, signed_in_at_all, signed_in_by_name, visitor
from chalicelib.accounts.actions import find, profile, sessions
from chalicelib.accounts.profile_inputs import ChangePassword, EndSession, Profile
from chalicelib.accounts.profile_schemas import (
    AccountPage,
    PasswordPage,
    SessionsPage,
    StayPage,
    account_shown,
    sessions_shown,
)
from chalicelib.accounts.routes.common import changed
from chalicelib.accounts.schemas import Changed
from chalicelib.phrase import phrase
from chalicelib.web.answers import Answer, Done, Page
from chalicelib.web.desk import Desk
from chalicelib.web.inputs import Nothing
from chalicelib.web.visit import Visit

desk = Desk()
SAVED = phrase("Your profile is saved.")
PASSWORD_CHANGED = phrase("Your password is changed. Your other sessions are ended.")
ENDED = phrase("The session is ended.")
OTHERS_ENDED = phrase("Your other sessions are ended.")


@desk.get("/{lang}/account", access=signed_in, gives=AccountPage)
def account_page(visit: Visit) -> Page:
    mine = person(visit)
    recent = profile.recent_activities(visit.services, mine)
    model = account_shown(mine.account, recent, mine.member, find.members(visit.services, mine.account))
    own = {"name": mine.member.name, "email": mine.member.email} if mine.member else {}
    return Page("accounts/account.html", model, {"language": mine.language, **own})


@desk.post("/{lang}/account", access=signed_in, takes=Profile, form=account_page, gives=Changed)
def post_account(visit: Visit, wish: Profile) -> Answer:
    profile.set_profile(visit.services, person(visit), wish, visit.now)
    return Done("/account", changed(visit, SAVED), notice=SAVED)


@desk.get("/{lang}/account/password", access=signed_in_by_name, gives=PasswordPage)
def password_page(visit: Visit) -> Page:
    mine = person(visit)
    model = PasswordPage(
        password_rules=password_rules(visit), expired=mine.must_change_password, is_shared=mine.account.is_shared
    )
    return Page("accounts/password.html", model)


@desk.post(
    "/{lang}/account/password", access=signed_in_by_name, takes=ChangePassword, form=password_page, gives=Changed
)
def post_password(visit: Visit, wish: ChangePassword) -> Answer:
    profile.change_password(visit.services, person(visit), wish, visitor(visit), visit.now)
    return Done("/account", changed(visit, PASSWORD_CHANGED), notice=PASSWORD_CHANGED)


@desk.get("/{lang}/account/sessions", access=signed_in, gives=SessionsPage)
def sessions_page(visit: Visit) -> Page:
    mine = person(visit)
    found = sessions.list_sessions(visit.services, mine, visit.now)
    return Page("accounts/sessions.html", sessions_shown(found, mine.session))


@desk.post("/{lang}/account/sessions", access=signed_in, takes=EndSession, form=sessions_page, gives=Changed)
def post_sessions(visit: Visit, wish: EndSession) -> Answer:
    if wish.session is None:
        sessions.end_other_sessions(visit.services, person(visit), visit.now)
        return Done("/account/sessions", changed(visit, OTHERS_ENDED), notice=OTHERS_ENDED)
    sessions.end_session(visit.services, person(visit), wish.session, visit.now)
    return Done("/account/sessions", changed(visit, ENDED), notice=ENDED)


@desk.post("/{lang}/account/sessions/stay", access=signed_in_at_all, takes=Nothing, gives=StayPage)
def post_stay(visit: Visit, _: Nothing) -> Answer:
    return Done(None, StayPage(ends_at=person(visit).ends_at))
