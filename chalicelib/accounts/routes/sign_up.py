"""Opening an account, and proving its address (REQUIREMENTS A1-A6)."""

from chalicelib.accounts.actions import activate, sign_up
from chalicelib.accounts.guards import password_rules, remember_device, visitor
from chalicelib.accounts.inputs import Activate, Resend, SignUp
from chalicelib.accounts.routes.common import (
    carry_identifier,
    seconds,
    sign_up_is_open,
)
from chalicelib.accounts.schemas import Activated, ActivatePage, ResendPage, SignedUp, SignUpPage
from chalicelib.phrase import phrase
from chalicelib.portal.policies import SignUpPolicy
from chalicelib.urls import path_for
from chalicelib.web.answers import Answer, Done, Page
from chalicelib.web.common_schemas import Accepted, accepted
from chalicelib.web.inputs import Nothing
from chalicelib.web.request import Request
from chalicelib.web.router import Router

router = Router()
SENT = phrase("We have sent an email to the address that you gave, if it can be used. Follow what it says.")
ACTIVE = phrase("Your account is active. You can sign in.")
ACTIVE_ELSEWHERE = phrase(
    "Your account is active. You are in another browser than the one in which it was created: choose your password "
    "here."
)


@router.get("sign_up.page", guard=sign_up_is_open, response=SignUpPage)
def sign_up_page(request: Request, _policy: SignUpPolicy) -> Page:
    asks_user_name = request.portal.audiences[0].chosen is not None
    return Page(
        "accounts/sign-up.html", SignUpPage(password_rules=password_rules(request), asks_user_name=asks_user_name)
    )


@router.post("sign_up.page", guard=sign_up_is_open, body=SignUp, retry_page=sign_up_page, response=SignedUp, status=202)
def post_sign_up(request: Request, _policy: SignUpPolicy, form: SignUp) -> Answer:
    secret = request.services.ids.secret() if request.raw.wants_json else None
    sign_up.sign_up(request.services, form, visitor(request, secret), request.now)
    request.response.carry(email=form.email)
    return Done(path_for("sign_up.activate"), SignedUp(message=request.words(SENT), secret=secret), 202)


@router.get("sign_up.activate", guard=sign_up_is_open, response=ActivatePage)
def activate_page(request: Request, _policy: SignUpPolicy) -> Page:
    token, policy = request.carried.get("token"), request.portal.policies.activation
    link = activate.inspect_link(request.services, token, visitor(request), request.now) if token else None
    model = ActivatePage(
        email=request.carried.get("email"),
        link=link,
        valid_for_seconds=seconds(policy.lifetime),
        resend_after_seconds=seconds(policy.send_interval),
    )
    return Page("accounts/activate.html", model, {"email": model.email})


@router.post("sign_up.activate", guard=sign_up_is_open, body=Activate, retry_page=activate_page, response=Activated)
def post_activate(request: Request, _policy: SignUpPolicy, typed: Activate) -> Answer:
    opened, link = visitor(request, typed.secret), request.carried.get("token", "")
    account, token = activate.activate_by_code(request.services, typed, opened, request.now, link)
    remember_device(request, account.id)
    model = Activated(state=account.state, password_token=token)
    if token:
        request.response.carry(token=token)
        return Done(path_for("recovery.reset_password"), model, notice=ACTIVE_ELSEWHERE)
    carry_identifier(request, typed.email)
    return Done(path_for("sign_in.page"), model, notice=ACTIVE)


@router.post(
    "sign_up.activate_by_link", guard=sign_up_is_open, body=Nothing, retry_page=activate_page, response=Activated
)
def post_activate_link(request: Request, _policy: SignUpPolicy, _: Nothing) -> Answer:
    link = request.carried.get("token", "")
    account = activate.activate_by_link(request.services, link, visitor(request), request.now)
    remember_device(request, account.id)
    carry_identifier(request, account.email)
    return Done(path_for("sign_in.page"), Activated(state=account.state), notice=ACTIVE)


@router.get("sign_up.resend", guard=sign_up_is_open, response=ResendPage)
def resend_page(request: Request, _policy: SignUpPolicy) -> Page:
    policy = request.portal.policies.activation
    model = ResendPage(
        window_seconds=seconds(policy.window),
        resend_after_seconds=seconds(policy.send_interval),
        max_sends=policy.max_sends,
    )
    return Page("accounts/resend.html", model, {"email": request.carried.get("email")})


@router.post(
    "sign_up.resend", guard=sign_up_is_open, body=Resend, retry_page=resend_page, response=Accepted, status=202
)
def post_resend(request: Request, _policy: SignUpPolicy, form: Resend) -> Answer:
    activate.resend(request.services, form, visitor(request), request.now)
    request.response.carry(email=form.email)
    return Done(path_for("sign_up.activate"), accepted(request, SENT), 202)
