"""Every real portal loads, with the numbers that its document promises (REQUIREMENTS sections 1 and 2)."""

from datetime import timedelta
from functools import cache, reduce
from typing import Any

import pytest

from chalicelib.portal import loader
from chalicelib.portal.model import Audience
from chalicelib.portal.periods import CalendarPeriod

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
load = cache(loader.load)
PORTALS = ("citizen-account", "financial-licensing", "freight", "psychotherapy", "social-work")

# policy: what each portal has unless it is named, then those that differ
DOCUMENTS: dict[str, tuple[Any, dict[str, Any]]] = {
    # A1, A7: who may sign up; a carrier's customers ask for an access code
    "sign_up.open": (True, {"freight": False}),
    # A2: the rules of the citizen account; elsewhere long passwords without composition (SEC11)
    "password.min_length": (15, {"citizen-account": 8}),
    "password.min_digits": (0, {"citizen-account": 1}),
    "password.min_symbols": (0, {"citizen-account": 1}),
    "password.min_lower": (0, {"citizen-account": 1}),
    "password.min_upper": (0, {"citizen-account": 1}),
    "password.max_length": (256, {}),
    # A3, A4: link and code, and how long they can be asked for again
    "activation.lifetime": (30 * MINUTE, {}),
    "activation.window": (24 * HOUR, {}),
    "activation.code_digits": (6, {}),
    # SEC18, SEC20
    "activation.max_sends": (5, {}),
    "activation.send_interval": (timedelta(seconds=60), {}),
    "activation.code_tries": (5, {}),
    # A6: said on the page by the one that says so
    "sign_up.duplicate_address": ("mail", {"financial-licensing": "tell"}),
    # S1: remember me
    "session.remember_identifier": (False, {"citizen-account": True}),
    # S2, SEC05, SEC08
    "lockout.attempts": (5, {}),
    "lockout.duration": (45 * MINUTE, {}),
    "lockout.lifetime_attempts": (100, {}),
    # S3, SEC27, SEC28
    "session.idle": (15 * MINUTE, {}),
    "session.absolute": (12 * HOUR, {}),
    "session.warning": (timedelta(minutes=2, seconds=30), {}),
    # S4, SEC24
    "reset.lifetime": (30 * MINUTE, {}),
    # S6, SEC13: three months at the carrier's, never elsewhere
    "password.max_age": (None, {"freight": CalendarPeriod(months=3, days=0)}),
    # REL11: mail is tried for at least 48 hours
    "mail.give_up": (72 * HOUR, {}),
}
FIGURES = [
    (portal, policy, others.get(portal, usual)) for policy, (usual, others) in DOCUMENTS.items() for portal in PORTALS
]


def test_there_are_five_portals() -> None:
    assert tuple(loader.keys()) == PORTALS


@pytest.mark.req("A1", "A2", "A3", "A4", "A6", "S1", "S2", "S3", "S4", "S6")
@pytest.mark.parametrize(("portal", "policy", "value"), FIGURES)
def test_a_portal_has_the_figures_of_its_document(portal: str, policy: str, value: Any) -> None:
    assert reduce(getattr, policy.split("."), load(portal).policies) == value


@pytest.mark.req("S9")
@pytest.mark.parametrize("portal", PORTALS)
def test_only_the_citizen_account_has_one_time_codes_and_they_last_five_minutes(portal: str) -> None:
    codes = load(portal).policies.one_time_code
    assert (codes and codes.lifetime) == (5 * MINUTE if portal == "citizen-account" else None)


@pytest.mark.req("A1", "A5", "A7", "A8")
@pytest.mark.parametrize(
    ("portal", "audiences"),
    [
        ("citizen-account", {"citizen": ("email",)}),
        ("financial-licensing", {"applicant": ("user_name", "email")}),
        ("freight", {"client": ("access_code",)}),
        ("psychotherapy", {"applicant": ("application_id",), "registrant": ("email",)}),
        ("social-work", {"applicant": ("email",)}),
    ],
)
def test_a_portal_says_by_what_its_audiences_are_known(portal: str, audiences: dict[str, tuple[str, ...]]) -> None:
    assert {audience.key: audience.identifiers for audience in load(portal).audiences} == audiences


@pytest.mark.req("A5", "S4")
def test_applicants_to_the_college_are_given_an_id_that_a_reset_asks_for_with_the_address() -> None:
    applicant = load("psychotherapy").audiences[0]
    assert (applicant.given, applicant.reset_asks_email) == ("application_id", True)


@pytest.mark.req("A5")
def test_the_colleges_activation_mail_has_the_bilingual_subject_in_both_languages() -> None:
    subject = load("psychotherapy").wording.activation_subject
    assert subject.fr == subject.en == "CRPC – Account Activation | OPAC – Activation du compte"


def test_an_audience_is_found_by_its_key_and_the_first_is_found_without_one() -> None:
    portal = load("psychotherapy")
    assert [_key(portal.audience(key)) for key in (None, "registrant", "nobody")] == ["applicant", "registrant", None]


@pytest.mark.parametrize("portal", PORTALS)
def test_every_portal_keeps_the_calendar_of_its_own_zone(portal: str) -> None:
    assert load(portal).zone.key == "America/Toronto"


def _key(audience: Audience | None) -> str | None:
    return audience.key if audience else None
