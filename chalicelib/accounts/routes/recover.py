"""Routes for a forgotten password or identifier (REQUIREMENTS S4)."""

from chalicelib.accounts.actions import recover
from chalicelib.accounts.guards import password_rules, remember_device, visitor
from chalicelib.accounts.inputs import ForgottenIdentifier, ForgottenPassword, ResetPassword
from chalicelib.accounts.routes.common import audience_choices, seconds
from chalicelib.accounts.schemas import ForgottenIdentifierPage, ForgottenPasswordPage, ResetPasswordPage
from chalicelib.phrase import phrase
from chalicelib.urls import path_for
from chalicelib.web.answers import Answer, Done, Page
from chalicelib.web.common_schemas import Accepted, Changed, accepted, changed
from chalicelib.web.request import Request
from chalicelib.web.router import PUBLIC, Router

router = Router()
SENT = phrase("If there is an account that fits, we have sent an email to its address. Follow what it says.")
RESET = phrase("Your password is changed. Sign in with the new one.")


@router.get("recovery.forgotten_password", guard=PUBLIC, response=ForgottenPasswordPage)
def forgotten_password_page(request: Request) -> Page:
    model = ForgottenPasswordPage(
        identifier=request.portal.wording.identifier[request.language],
        audiences=audience_choices(request),
        asks_email=any(audience.reset_asks_email for audience in request.portal.audiences),
        valid_for_seconds=seconds(request.portal.policies.reset.lifetime),
    )
    return Page("accounts/password-forgotten.html", model, {"audience": request.portal.audiences[0].key})


@router.post(
    "recovery.forgotten_password",
    guard=PUBLIC,
    body=ForgottenPassword,
    retry_page=forgotten_password_page,
    response=Accepted,
    status=202,
)
def post_forgotten_password(request: Request, form: ForgottenPassword) -> Answer:
    recover.send_reset_link(request.services, form, visitor(request), request.now)
    return Done(path_for("sign_in.page"), accepted(request, SENT), 202, SENT)


@router.get("recovery.reset_password", guard=PUBLIC, response=ResetPasswordPage)
def reset_password_page(request: Request) -> Page:
    is_open = recover.is_reset_link_valid(request.services, request.carried.get("token", ""), request.now)
    model = ResetPasswordPage(link_is_open=is_open, password_rules=password_rules(request))
    return Page("accounts/password-reset.html", model)


@router.post(
    "recovery.reset_password", guard=PUBLIC, body=ResetPassword, retry_page=reset_password_page, response=Changed
)
def post_reset_password(request: Request, form: ResetPassword) -> Answer:
    token = form.token or request.carried.get("token", "")
    account = recover.reset_password(request.services, token, form.password.get_secret_value(), request.now)
    remember_device(request, account.id)
    request.response.carry(token="")
    return changed(request, path_for("sign_in.page"), RESET)


@router.get("recovery.forgotten_identifier", guard=PUBLIC, response=ForgottenIdentifierPage)
def forgotten_identifier_page(request: Request) -> Page:
    identifier = request.portal.wording.identifier[request.language]
    return Page("accounts/identifier-forgotten.html", ForgottenIdentifierPage(identifier=identifier))


@router.post(
    "recovery.forgotten_identifier",
    guard=PUBLIC,
    body=ForgottenIdentifier,
    retry_page=forgotten_identifier_page,
    response=Accepted,
    status=202,
)
def post_forgotten_identifier(request: Request, form: ForgottenIdentifier) -> Answer:
    recover.remind_identifier(request.services, form, visitor(request), request.now)
    return Done(path_for("sign_in.page"), accepted(request, SENT), 202, SENT)
