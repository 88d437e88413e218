"""Signing in, in two steps, and out (REQUIREMENTS S10)."""

from chalicelib.accounts.access import visitor
from chalicelib.authentication.inputs import SecondStep
from chalicelib.authentication.presenters import second_step_shown
from chalicelib.authentication.schemas import SecondStepPage
from chalicelib.phrase import phrase
from chalicelib.staff.access import STAFF, may, staff_person
from chalicelib.staff.actions import sessions
from chalicelib.staff.actions.sign_in import complete_sign_in, read_pending_sign_in, verify_password
from chalicelib.staff.errors import StaffSignInNeeded
from chalicelib.staff.inputs import StaffSignIn
from chalicelib.staff.routes.common import destination, let_in
from chalicelib.staff.schemas import StaffSignedIn, StaffSignInPage
from chalicelib.web.answers import Answer, Done, Page
from chalicelib.web.desk import Desk, everyone
from chalicelib.web.inputs import Nothing
from chalicelib.web.visit import Visit

desk = Desk(STAFF)
SIGN_OUT = "/{lang}/staff/sign-out"
SIGNED_OUT = phrase("You are signed out.")


@desk.get("/{lang}/staff/sign-in", access=everyone, gives=StaffSignInPage)
def staff_sign_in_page(visit: Visit) -> Page:
    ended = visit.incoming.query("notice") == "session-ended" or visit.session_is_over
    return Page("staff/sign-in.html", StaffSignInPage(session_ended=ended))


@desk.post("/{lang}/staff/sign-in", access=everyone, takes=StaffSignIn, form=staff_sign_in_page, gives=SecondStepPage)
def post_staff_sign_in(visit: Visit, wish: StaffSignIn) -> Answer:
    pending = verify_password(visit.services, wish, visitor(visit), visit.now)
    visit.carry(ticket=pending.ticket, next=destination(visit))
    return Done("/staff/sign-in/factor", second_step_shown(pending))


@desk.get("/{lang}/staff/sign-in/factor", access=everyone, gives=SecondStepPage)
def staff_factor_page(visit: Visit) -> Page:
    pending = read_pending_sign_in(visit.services, visit.carried.get("ticket", ""), visit.now)
    if pending is None:
        raise StaffSignInNeeded
    return Page("staff/factor.html", second_step_shown(pending))


@desk.post(
    "/{lang}/staff/sign-in/factor", access=everyone, takes=SecondStep, form=staff_factor_page, gives=StaffSignedIn
)
def post_staff_factor(visit: Visit, wish: SecondStep) -> Answer:
    ticket = wish.ticket or visit.carried.get("ticket")
    opened = complete_sign_in(visit.services, wish.replace(ticket=ticket), visitor(visit), visit.now)
    let_in(visit, opened)
    visit.carry()
    return Done(destination(visit), StaffSignedIn(session=opened.token, ends_at=opened.session.ends_at))


@desk.post(SIGN_OUT, access=may("POST", SIGN_OUT), takes=Nothing, status=204)
def post_staff_sign_out(visit: Visit, _: Nothing) -> Answer:
    sessions.sign_out(visit.services, staff_person(visit), visit.now)
    visit.set_cookie(STAFF.cookie, "")
    return Done(STAFF.sign_in, None, 204, SIGNED_OUT)
