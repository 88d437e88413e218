"""Second step of a sign-in: its ticket, and the verification of a passkey, an app's code or a recovery code."""

from datetime import datetime
from typing import NamedTuple

from chalicelib.authentication.actions.enrolment import site_of
from chalicelib.authentication.errors import BeginAgain
from chalicelib.authentication.inputs import SecondStep
from chalicelib.authentication.model import Claimant, Factors, Ticket
from chalicelib.authentication.rules.derivation import hash_recovery_code, passkey_challenge, secret_of
from chalicelib.authentication.rules.factors import with_factor, without_code
from chalicelib.authentication.rules.tickets import read_ticket, write_ticket
from chalicelib.cloud import passkeys, totp
from chalicelib.cloud.keyring import NAMES
from chalicelib.cloud.table import Key
from chalicelib.limits import actions as limits
from chalicelib.services import Services

STEP = "sign-in"


class PendingSignIn(NamedTuple):
    """A sign-in after its first step. It opens nothing: the second factor is still to come."""

    ticket: str
    until: datetime
    passkey_options: passkeys.Json | None  # None for someone who has no passkey


def begin_second_step(services: Services, claimant: Claimant, now: datetime) -> PendingSignIn:
    """Return the second step of a claimant whose first step was right."""
    nonce, until = services.ids.secret(), now + claimant.policy.second_step
    return _pending(services, claimant, Ticket(STEP, nonce, until, services.factor_keyring.newest))


def resume_second_step(services: Services, claimant: Claimant, text: str, now: datetime) -> PendingSignIn | None:
    """Return the second step that the ticket is for; None for a void one."""
    ticket = read_ticket(services.factor_keyring, text, STEP, claimant, now)
    return _pending(services, claimant, ticket) if ticket else None


def verify_ticket(services: Services, claimant: Claimant, text: str, now: datetime) -> Ticket:
    """Return the ticket of the first step, or raise BeginAgain."""
    ticket = read_ticket(services.factor_keyring, text, STEP, claimant, now)
    if ticket is None:
        raise BeginAgain
    return ticket


def attempts_key(claimant: Claimant) -> Key:
    """Return the key of the attempts at the second step, counted apart: a right password buys none."""
    return limits.attempts_key(f"{claimant.id}#factor")


def verify_factor(
    services: Services, claimant: Claimant, ticket: Ticket, form: SecondStep, now: datetime
) -> Factors | None:
    """Return the factors after the use of the one that is proven; None where none is."""
    if form.passkey is not None:
        return _verify_passkey(services, claimant, ticket, form.passkey)
    if form.recovery_code is not None:
        return verify_recovery_code(services, claimant, form.recovery_code)
    return verify_app(services, claimant, form.code or "", now)


def can_be_guessed(form: SecondStep) -> bool:
    """Tell whether the proof is an app's code, which is short: passkeys and recovery codes are not to be guessed."""
    return form.passkey is None and form.recovery_code is None


def refused_field(factors: Factors, form: SecondStep) -> str:
    """Return the field that was filled in, of those that the page shows this person."""
    if form.passkey is not None and factors.passkeys:
        return "passkey"
    return "code" if form.recovery_code is None else "recovery_code"


def _pending(services: Services, claimant: Claimant, ticket: Ticket) -> PendingSignIn:
    return PendingSignIn(
        write_ticket(services.factor_keyring, ticket, claimant),
        ticket.until,
        _passkey_options(services, claimant, ticket),
    )


def _passkey_options(services: Services, claimant: Claimant, ticket: Ticket) -> passkeys.Json | None:
    """Return the options with which a browser asks for a passkey; None for someone who has none."""
    known = [passkey.id for passkey in claimant.factors.passkeys]
    if not known:
        return None
    challenge = passkey_challenge(services.factor_keyring, claimant, ticket.nonce, ticket.key)
    return passkeys.request_options(site_of(services, claimant), challenge, known)


def _verify_passkey(services: Services, claimant: Claimant, ticket: Ticket, response: str) -> Factors | None:
    named = passkeys.credential_id(response)
    challenge = passkey_challenge(services.factor_keyring, claimant, ticket.nonce, ticket.key)
    for passkey in (each for each in claimant.factors.passkeys if each.id == named):
        known = passkeys.Credential(passkey.id, passkey.public_key, passkey.uses)
        after = passkeys.verify_assertion(site_of(services, claimant), challenge, response, known)
        return with_factor(claimant.factors, passkey.replace(uses=after.uses)) if after else None
    return None


def verify_recovery_code(services: Services, claimant: Claimant, code: str) -> Factors | None:
    """Return the factors without the code; None where it is none of theirs."""
    keyring = services.factor_keyring
    for key in filter(keyring.knows, (*keyring.ids, NAMES)):
        hashed = hash_recovery_code(keyring, claimant, code, key)
        if hashed in claimant.factors.recovery_codes:
            return without_code(claimant.factors, hashed)
    return None


def verify_app(services: Services, claimant: Claimant, code: str, now: datetime) -> Factors | None:
    """Take a code of any of the apps, unless it is as old as the last one that was taken, or older."""
    for app in filter(lambda app: services.factor_keyring.knows(app.made_with), claimant.factors.apps):
        secret = secret_of(services.factor_keyring, claimant, app)
        step = totp.step_of(secret, code, claimant.policy.code_drift, now)
        if step is not None and step > app.last_step:
            return with_factor(claimant.factors, app.replace(last_step=step))
    return None
