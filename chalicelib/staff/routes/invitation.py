"""From an invitation to the first session (REQUIREMENTS S10)."""

from chalicelib.accounts.guards import password_rules, visitor
from chalicelib.authentication.presenters import new_factor_shown
from chalicelib.authentication.schemas import NewFactorPage
from chalicelib.staff.actions import invitation
from chalicelib.staff.guards import STAFF
from chalicelib.staff.inputs import AcceptInvitation, FirstFactor
from chalicelib.staff.routes.common import let_in
from chalicelib.staff.schemas import Admission, InvitationPage
from chalicelib.urls import path_for
from chalicelib.web.answers import Answer, Done, Page
from chalicelib.web.request import Request
from chalicelib.web.router import PUBLIC, Router

router = Router(STAFF)


@router.get("invitation.page", guard=PUBLIC, response=InvitationPage)
def invitation_page(request: Request) -> Page:
    staff = invitation.verify_invitation(request.services, request.carried.get("token", ""), request.now)
    model = InvitationPage(email=staff.email if staff else None, password_rules=password_rules(request))
    return Page("staff/invitation.html", model)


@router.post("invitation.page", guard=PUBLIC, body=AcceptInvitation, retry_page=invitation_page, response=NewFactorPage)
def post_invitation(request: Request, form: AcceptInvitation) -> Answer:
    token = form.token or request.carried.get("token", "")
    invitation.choose_password(request.services, token, form.password.get_secret_value(), request.now)
    setup = invitation.begin_factor(request.services, token, request.now)
    return Done(path_for("invitation.factor"), new_factor_shown(setup))


@router.get("invitation.factor", guard=PUBLIC, response=NewFactorPage)
def first_factor_page(request: Request) -> Page:
    token, earlier = request.carried.get("token", ""), request.raw.typed.get("setup", "")
    setup = invitation.begin_factor(request.services, token, request.now, earlier)
    return Page("staff/factor-first.html", new_factor_shown(setup))


@router.post("invitation.factor", guard=PUBLIC, body=FirstFactor, retry_page=first_factor_page, response=Admission)
def post_first_factor(request: Request, form: FirstFactor) -> Answer:
    token = form.token or request.carried.get("token")
    opened, codes = invitation.finish(request.services, form.replace(token=token), visitor(request), request.now)
    let_in(request, opened)
    request.response.carry(recovery_codes=codes)
    model = Admission(session=opened.token, ends_at=opened.session.ends_at, recovery_codes=codes)
    return Done(path_for("factors.recovery_codes"), model)
