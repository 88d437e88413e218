"""From an invitation to the first session (REQUIREMENTS S10)."""

from chalicelib.accounts.access import password_rules, visitor
from chalicelib.authentication.presenters import new_factor_shown
from chalicelib.authentication.schemas import NewFactorPage
from chalicelib.staff.access import STAFF
from chalicelib.staff.actions import invitation
from chalicelib.staff.inputs import AcceptInvitation, FirstFactor
from chalicelib.staff.routes.common import let_in
from chalicelib.staff.schemas import Admission, InvitationPage
from chalicelib.web.answers import Answer, Done, Page
from chalicelib.web.desk import Desk, everyone
from chalicelib.web.visit import Visit

desk = Desk(STAFF)


@desk.get("/{lang}/staff/invitation", access=everyone, gives=InvitationPage)
def invitation_page(visit: Visit) -> Page:
    staff = invitation.verify_invitation(visit.services, visit.carried.get("token", ""), visit.now)
    model = InvitationPage(email=staff.email if staff else None, password_rules=password_rules(visit))
    return Page("staff/invitation.html", model)


@desk.post(
    "/{lang}/staff/invitation", access=everyone, takes=AcceptInvitation, form=invitation_page, gives=NewFactorPage
)
def post_invitation(visit: Visit, wish: AcceptInvitation) -> Answer:
    token = wish.token or visit.carried.get("token", "")
    invitation.choose_password(visit.services, token, wish.password.get_secret_value(), visit.now)
    setup = invitation.begin_factor(visit.services, token, visit.now)
    return Done("/staff/invitation/factor", new_factor_shown(setup))


@desk.get("/{lang}/staff/invitation/factor", access=everyone, gives=NewFactorPage)
def first_factor_page(visit: Visit) -> Page:
    token, earlier = visit.carried.get("token", ""), visit.incoming.typed.get("setup", "")
    setup = invitation.begin_factor(visit.services, token, visit.now, earlier)
    return Page("staff/factor-first.html", new_factor_shown(setup))


@desk.post(
    "/{lang}/staff/invitation/factor", access=everyone, takes=FirstFactor, form=first_factor_page, gives=Admission
)
def post_first_factor(visit: Visit, wish: FirstFactor) -> Answer:
    token = wish.token or visit.carried.get("token")
    opened, codes = invitation.finish(visit.services, wish.replace(token=token), visitor(visit), visit.now)
    let_in(visit, opened)
    visit.carry(recovery_codes=codes)
    model = Admission(session=opened.token, ends_at=opened.session.ends_at, recovery_codes=codes)
    return Done("/staff/recovery-codes", model)
