"""A forgotten password, a forgotten identifier (REQUIREMENTS S4)."""

from chalicelib.accounts.access import password_rules, visitor
from chalicelib.accounts.actions import recover
from chalicelib.accounts.inputs import ForgottenIdentifier, ForgottenPassword, ResetPassword
from chalicelib.accounts.routes.common import accepted, audience_choices, changed, seconds
from chalicelib.accounts.schemas import (
    Accepted,
    Changed,
    ForgottenIdentifierPage,
    ForgottenPasswordPage,
    ResetPasswordPage,
)
from chalicelib.phrase import phrase
from chalicelib.web.answers import Answer, Done, Page
from chalicelib.web.desk import Desk, everyone
from chalicelib.web.visit import Visit

desk = Desk()
SENT = phrase("If there is an account that fits, we have sent an email to its address. Follow what it says.")
RESET = phrase("Your password is changed. Sign in with the new one.")


@desk.get("/{lang}/password/forgotten", access=everyone, gives=ForgottenPasswordPage)
def forgotten_password_page(visit: Visit) -> Page:
    model = ForgottenPasswordPage(
        identifier=visit.portal.wording.identifier[visit.language],
        audiences=audience_choices(visit),
        asks_email=any(audience.reset_asks_email for audience in visit.portal.audiences),
        valid_for_seconds=seconds(visit.portal.policies.reset.lifetime),
    )
    return Page("accounts/password-forgotten.html", model, {"audience": visit.portal.audiences[0].key})


@desk.post(
    "/{lang}/password/forgotten",
    access=everyone,
    takes=ForgottenPassword,
    form=forgotten_password_page,
    gives=Accepted,
    status=202,
)
def post_forgotten_password(visit: Visit, wish: ForgottenPassword) -> Answer:
    recover.send_reset_link(visit.services, wish, visitor(visit), visit.now)
    return Done("/sign-in", accepted(visit, SENT), 202, SENT)


@desk.get("/{lang}/password/reset", access=everyone, gives=ResetPasswordPage)
def reset_password_page(visit: Visit) -> Page:
    is_open = recover.is_reset_link_valid(visit.services, visit.carried.get("token", ""), visit.now)
    model = ResetPasswordPage(link_is_open=is_open, password_rules=password_rules(visit))
    return Page("accounts/password-reset.html", model)


@desk.post("/{lang}/password/reset", access=everyone, takes=ResetPassword, form=reset_password_page, gives=Changed)
def post_reset_password(visit: Visit, wish: ResetPassword) -> Answer:
    token = wish.token or visit.carried.get("token", "")
    recover.reset_password(visit.services, token, wish.password.get_secret_value(), visit.now)
    visit.carry(token="")
    return Done("/sign-in", changed(visit, RESET), notice=RESET)


@desk.get("/{lang}/identifier/forgotten", access=everyone, gives=ForgottenIdentifierPage)
def forgotten_identifier_page(visit: Visit) -> Page:
    identifier = visit.portal.wording.identifier[visit.language]
    return Page("accounts/identifier-forgotten.html", ForgottenIdentifierPage(identifier=identifier))


@desk.post(
    "/{lang}/identifier/forgotten",
    access=everyone,
    takes=ForgottenIdentifier,
    form=forgotten_identifier_page,
    gives=Accepted,
    status=202,
)
def post_forgotten_identifier(visit: Visit, wish: ForgottenIdentifier) -> Answer:
    recover.remind_identifier(visit.services, wish, visitor(visit), visit.now)
    return Done("/sign-in", accepted(visit, SENT), 202, SENT)
