"""Enrolment of a second factor: the setup that an app or a passkey is made from, and its verification."""

from datetime import datetime
from typing import NamedTuple

from chalicelib.authentication.errors import BeginAgain, FactorNotProven
from chalicelib.authentication.inputs import NewFactor
from chalicelib.authentication.model import AuthenticatorApp, Claimant, Factors, Passkey, Ticket
from chalicelib.authentication.rules.derivation import app_secret, passkey_challenge
from chalicelib.authentication.rules.factors import with_factor
from chalicelib.authentication.rules.tickets import read_ticket, write_ticket
from chalicelib.cloud import passkeys, totp
from chalicelib.services import Services

STEP = "factor"


class Setup(NamedTuple):
    """Material of a new factor. `ticket` comes back with the proof."""

    ticket: str
    secret: str  # for an app, in base32
    app_address: str  # the same and more, for the app to read
    passkey_options: passkeys.Json


def begin_enrolment(services: Services, claimant: Claimant, now: datetime, earlier: str = "") -> Setup:
    """Return a setup: that of an `earlier` ticket while it is valid, so that a scanned code stays right."""
    keyring = services.factor_keyring
    ticket = read_ticket(keyring, earlier, STEP, claimant, now)
    if ticket is None:
        ticket = Ticket(STEP, services.ids.secret(), now + claimant.policy.second_step, keyring.newest)
    secret = app_secret(keyring, claimant, ticket.nonce, ticket.key)
    return Setup(
        ticket=write_ticket(keyring, ticket, claimant),
        secret=secret,
        app_address=totp.app_address(secret, claimant.name, claimant.issuer),
        passkey_options=passkeys.creation_options(
            site_of(services, claimant),
            (claimant.id, claimant.name),
            passkey_challenge(keyring, claimant, ticket.nonce, ticket.key),
            [passkey.id for passkey in claimant.factors.passkeys],
        ),
    )


def verify_enrolment(services: Services, claimant: Claimant, form: NewFactor, device: str, now: datetime) -> Factors:
    """Return the factors with the one that was made from the setup; raise BeginAgain or FactorNotProven."""
    ticket = read_ticket(services.factor_keyring, form.setup, STEP, claimant, now)
    if ticket is None:
        raise BeginAgain
    if form.passkey is not None:
        return with_factor(claimant.factors, _passkey(services, claimant, ticket, form.passkey, device, now))
    return with_factor(claimant.factors, _app(services, claimant, ticket, form.code or "", device, now))


def site_of(services: Services, claimant: Claimant) -> passkeys.Site:
    """Return the site that passkeys are for, under the name that they show."""
    return passkeys.Site(services.settings.origin, claimant.issuer)


def _passkey(
    services: Services, claimant: Claimant, ticket: Ticket, response: str, device: str, now: datetime
) -> Passkey:
    challenge = passkey_challenge(services.factor_keyring, claimant, ticket.nonce, ticket.key)
    made = passkeys.verify_registration(site_of(services, claimant), challenge, response)
    if made is None:
        raise FactorNotProven("passkey")
    return Passkey(id=made.id, device=device, added_at=now, public_key=made.public_key, uses=made.uses)


def _app(
    services: Services, claimant: Claimant, ticket: Ticket, code: str, device: str, now: datetime
) -> AuthenticatorApp:
    secret = app_secret(services.factor_keyring, claimant, ticket.nonce, ticket.key)
    step = totp.step_of(secret, code, claimant.policy.code_drift, now)
    if step is None:
        raise FactorNotProven("code")
    return AuthenticatorApp(
        id=services.ids.new(), device=device, added_at=now, key=ticket.key, nonce=ticket.nonce, last_step=step
    )
