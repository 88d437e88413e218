"""Signing in, in two steps, and out (REQUIREMENTS S10)."""

from chalicelib.accounts.guards import visitor
from chalicelib.authentication.inputs import SecondStep
from chalicelib.authentication.presenters import second_step_shown
from chalicelib.authentication.schemas import SecondStepPage
from chalicelib.phrase import phrase
from chalicelib.staff.actions import sessions
from chalicelib.staff.actions.blocked_sign_in import sign_in_though_blocked
from chalicelib.staff.actions.sessions import StaffPerson
from chalicelib.staff.actions.sign_in import complete_sign_in, read_pending_sign_in, verify_password
from chalicelib.staff.errors import StaffSignInNeeded
from chalicelib.staff.guards import STAFF, requires
from chalicelib.staff.inputs import BlockedSignIn, StaffSignIn
from chalicelib.staff.permissions import Permission
from chalicelib.staff.routes.common import destination, let_in
from chalicelib.staff.schemas import BlockedSignInPage, StaffSignedIn, StaffSignInPage
from chalicelib.urls import path_for
from chalicelib.web.answers import Answer, Done, Page
from chalicelib.web.inputs import Nothing
from chalicelib.web.request import Request
from chalicelib.web.router import PUBLIC, Router

router = Router(STAFF)
SIGNED_OUT = phrase("You are signed out.")


@router.get("staff_sign_in.page", guard=PUBLIC, response=StaffSignInPage)
def staff_sign_in_page(request: Request) -> Page:
    ended = request.raw.query("notice") == "session-ended" or request.session_is_over
    return Page("staff/sign-in.html", StaffSignInPage(session_ended=ended))


@router.post(
    "staff_sign_in.page", guard=PUBLIC, body=StaffSignIn, retry_page=staff_sign_in_page, response=SecondStepPage
)
def post_staff_sign_in(request: Request, form: StaffSignIn) -> Answer:
    pending = verify_password(request.services, form, visitor(request), request.now)
    request.response.carry(ticket=pending.ticket, next=destination(request))
    return Done(path_for("staff_sign_in.factor"), second_step_shown(pending))


@router.get("staff_sign_in.factor", guard=PUBLIC, response=SecondStepPage)
def staff_factor_page(request: Request) -> Page:
    pending = read_pending_sign_in(request.services, request.carried.get("ticket", ""), request.now)
    if pending is None:
        raise StaffSignInNeeded
    return Page("staff/factor.html", second_step_shown(pending))


@router.post(
    "staff_sign_in.factor", guard=PUBLIC, body=SecondStep, retry_page=staff_factor_page, response=StaffSignedIn
)
def post_staff_factor(request: Request, form: SecondStep) -> Answer:
    ticket = form.ticket or request.carried.get("ticket")
    opened = complete_sign_in(request.services, form.replace(ticket=ticket), visitor(request), request.now)
    let_in(request, opened)
    request.response.carry()
    return Done(destination(request), StaffSignedIn(session=opened.token, ends_at=opened.session.ends_at))


@router.get("staff_sign_in.blocked", guard=PUBLIC, response=BlockedSignInPage)
def staff_blocked_page(_: Request) -> Page:
    return Page("staff/sign-in-blocked.html", BlockedSignInPage())


@router.post(
    "staff_sign_in.blocked", guard=PUBLIC, body=BlockedSignIn, retry_page=staff_blocked_page, response=StaffSignedIn
)
def post_staff_blocked(request: Request, form: BlockedSignIn) -> Answer:
    opened = sign_in_though_blocked(request.services, form, visitor(request), request.now)
    let_in(request, opened)
    request.response.carry()
    return Done(destination(request), StaffSignedIn(session=opened.token, ends_at=opened.session.ends_at))


@router.post("staff_sign_in.sign_out", guard=requires(Permission.OWN_ACCESS), body=Nothing, status=204)
def post_staff_sign_out(request: Request, staff: StaffPerson, _: Nothing) -> Answer:
    sessions.sign_out(request.services, staff, request.now)
    request.response.set_cookie(STAFF.cookie, "")
    return Done(path_for(STAFF.sign_in), None, 204, SIGNED_OUT)
