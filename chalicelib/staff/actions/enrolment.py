"""Enrolling a second factor: what an app or a passkey is made from, and the proof that it was made."""

from datetime import datetime
from typing import NamedTuple

from chalicelib.cloud import passkeys, totp
from chalicelib.cloud.keyring import Keyring, Purpose
from chalicelib.services import Services
from chalicelib.staff.errors import BeginAgain, FactorNotProven
from chalicelib.staff.inputs import NewFactor
from chalicelib.staff.model import App, Factor, Passkey, Staff
from chalicelib.staff.rules import tickets
from chalicelib.staff.rules.tickets import Ticket

STEP = "factor"
_SECRET = Purpose("staff authenticator app")
_CHALLENGE = Purpose("staff passkey")


class Setup(NamedTuple):
    """What a factor is made from. `ticket` comes back with the proof."""

    ticket: str
    secret: str  # for an app, in base32
    app_address: str  # the same and more, for the app to read
    passkey_options: passkeys.Json


def site_of(services: Services, staff: Staff) -> passkeys.Site:
    """Return what factors are for, under the name that apps and passkeys show."""
    return passkeys.Site(services.settings.origin, services.portal.name[staff.language or "fr"])


def challenge(keyring: Keyring, staff: Staff, nonce: str) -> str:
    """Return what a passkey has to sign."""
    return keyring.token(_CHALLENGE, f"{staff.id} {nonce}")


def app_secret(keyring: Keyring, staff: Staff, nonce: str) -> str:
    return keyring.app_secret(_SECRET, f"{staff.id} {nonce}")


def begin(services: Services, staff: Staff, now: datetime, earlier: str = "") -> Setup:
    """Return a setup: the one of an `earlier` ticket, if that still is good, so that what was scanned stays right."""
    keyring = services.keyring
    ticket = tickets.read(keyring, earlier, STEP, staff, now)
    if ticket is None:
        ticket = Ticket(STEP, services.ids.secret(), now + services.portal.policies.staff.second_step)
    secret, site = app_secret(keyring, staff, ticket.nonce), site_of(services, staff)
    known = [factor.id for factor in staff.factors if isinstance(factor, Passkey)]
    return Setup(
        ticket=tickets.written(keyring, ticket, staff),
        secret=secret,
        app_address=totp.app_address(secret, staff.email, site.name),
        passkey_options=passkeys.creation_options(
            site, (staff.id, staff.email), challenge(keyring, staff, ticket.nonce), known
        ),
    )


def proven(services: Services, staff: Staff, form: NewFactor, device: str, now: datetime) -> Factor:
    """Return the factor that was made from the setup; raise BeginAgain or FactorNotProven."""
    ticket = tickets.read(services.keyring, form.setup, STEP, staff, now)
    if ticket is None:
        raise BeginAgain
    if form.passkey is not None:
        return _passkey(services, staff, ticket, form.passkey, device, now)
    return _app(services, staff, ticket, form.code or "", device, now)


def _passkey(services: Services, staff: Staff, ticket: Ticket, response: str, device: str, now: datetime) -> Passkey:
    asked = challenge(services.keyring, staff, ticket.nonce)
    made = passkeys.created(site_of(services, staff), asked, response)
    if made is None:
        raise FactorNotProven("passkey")
    return Passkey(id=made.id, device=device, added_at=now, public_key=made.public_key, uses=made.uses)


def _app(services: Services, staff: Staff, ticket: Ticket, code: str, device: str, now: datetime) -> App:
    secret = app_secret(services.keyring, staff, ticket.nonce)
    step = totp.step_of(secret, code, services.portal.policies.staff.code_drift, now)
    if step is None:
        raise FactorNotProven("code")
    return App(id=services.ids.new(), device=device, added_at=now, nonce=ticket.nonce, last_step=step)
