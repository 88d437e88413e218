"""Opening an account, and proving its address (REQUIREMENTS A1-A6)."""

from chalicelib.accounts.access import password_rules, visitor
from chalicelib.accounts.actions import activate, sign_up
from chalicelib.accounts.inputs import Activate, Resend, SignUp
from chalicelib.accounts.model import AccountState
from chalicelib.accounts.routes.common import (
    accepted,
    carry_identifier,
    seconds,
    sign_up_is_open,
)
from chalicelib.accounts.schemas import Accepted, Activated, ActivatePage, ResendPage, SignUpPage
from chalicelib.phrase import phrase
from chalicelib.web.answers import Answer, Done, Page
from chalicelib.web.desk import Desk
from chalicelib.web.inputs import Nothing
from chalicelib.web.visit import Visit

desk = Desk()
SENT = phrase("We have sent an email to the address that you gave, if it can be used. Follow what it says.")
ACTIVE = phrase("Your account is active. You can sign in.")
ACTIVE_ELSEWHERE = phrase(
    "Your account is active. You are in another browser than the one in which it was created: choose your password "
    "here."
)


@desk.get("/{lang}/sign-up", access=sign_up_is_open, gives=SignUpPage)
def sign_up_page(visit: Visit) -> Page:
    asks_user_name = visit.portal.audiences[0].chosen is not None
    return Page(
        "accounts/sign-up.html", SignUpPage(password_rules=password_rules(visit), asks_user_name=asks_user_name)
    )


@desk.post("/{lang}/sign-up", access=sign_up_is_open, takes=SignUp, form=sign_up_page, gives=Accepted, status=202)
def post_sign_up(visit: Visit, wish: SignUp) -> Answer:
    sign_up.sign_up(visit.services, wish, visitor(visit), visit.now)
    visit.carry(email=wish.email)
    return Done("/activate", accepted(visit, SENT), 202)


@desk.get("/{lang}/activate", access=sign_up_is_open, gives=ActivatePage)
def activate_page(visit: Visit) -> Page:
    token, policy = visit.carried.get("token"), visit.portal.policies.activation
    link = activate.inspect_link(visit.services, token, visitor(visit), visit.now) if token else None
    model = ActivatePage(
        email=visit.carried.get("email"),
        link=link,
        valid_for_seconds=seconds(policy.lifetime),
        resend_after_seconds=seconds(policy.send_interval),
    )
    return Page("accounts/activate.html", model, {"email": model.email})


@desk.post("/{lang}/activate", access=sign_up_is_open, takes=Activate, form=activate_page, gives=Activated)
def post_activate(visit: Visit, typed: Activate) -> Answer:
    token = activate.activate_by_code(visit.services, typed, visitor(visit), visit.now)
    if token:
        visit.carry(token=token)
        return Done("/password/reset", Activated(state=AccountState.ACTIVE), notice=ACTIVE_ELSEWHERE)
    carry_identifier(visit, typed.email)
    return Done("/sign-in", Activated(state=AccountState.ACTIVE), notice=ACTIVE)


@desk.post("/{lang}/activate/link", access=sign_up_is_open, takes=Nothing, form=activate_page, gives=Activated)
def post_activate_link(visit: Visit, _: Nothing) -> Answer:
    email = activate.activate_by_link(visit.services, visit.carried.get("token", ""), visitor(visit), visit.now)
    carry_identifier(visit, email)
    return Done("/sign-in", Activated(state=AccountState.ACTIVE), notice=ACTIVE)


@desk.get("/{lang}/activate/resend", access=sign_up_is_open, gives=ResendPage)
def resend_page(visit: Visit) -> Page:
    policy = visit.portal.policies.activation
    model = ResendPage(
        window_seconds=seconds(policy.window),
        resend_after_seconds=seconds(policy.send_interval),
        max_sends=policy.max_sends,
    )
    return Page("accounts/resend.html", model, {"email": visit.carried.get("email")})


@desk.post(
    "/{lang}/activate/resend", access=sign_up_is_open, takes=Resend, form=resend_page, gives=Accepted, status=202
)
def post_resend(visit: Visit, wish: Resend) -> Answer:
    activate.resend(visit.services, wish, visitor(visit), visit.now)
    visit.carry(email=wish.email)
    return Done("/activate", accepted(visit, SENT), 202)
