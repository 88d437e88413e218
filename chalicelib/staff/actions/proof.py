"""What proves a second factor: a passkey, an app's code, or a recovery code."""

from datetime import datetime

from chalicelib.cloud import passkeys, totp
from chalicelib.services import Services
from chalicelib.staff.actions import recovery
from chalicelib.staff.actions.enrolment import app_secret, challenge, site_of
from chalicelib.staff.inputs import SecondStep
from chalicelib.staff.model import App, Passkey, Staff
from chalicelib.staff.rules import factors


def passkey_options(services: Services, staff: Staff, nonce: str) -> passkeys.Json | None:
    """Return what a browser needs to use a passkey; None for someone who has none."""
    known = [factor.id for factor in staff.factors if isinstance(factor, Passkey)]
    if not known:
        return None
    return passkeys.request_options(site_of(services, staff), challenge(services.keyring, staff, nonce), known)


def used(services: Services, staff: Staff, nonce: str, form: SecondStep, now: datetime) -> Staff | None:
    """Return them as they are after the use of what proves it; None where it does not."""
    if form.passkey is not None:
        return _by_passkey(services, staff, nonce, form.passkey)
    if form.recovery_code is not None:
        return _by_recovery_code(services, staff, form.recovery_code)
    return _by_app(services, staff, form.code or "", now)


def _by_passkey(services: Services, staff: Staff, nonce: str, response: str) -> Staff | None:
    named = passkeys.credential_id(response)
    found = [factor for factor in staff.factors if isinstance(factor, Passkey) and factor.id == named]
    for factor in found:
        known = passkeys.Credential(factor.id, factor.public_key, factor.uses)
        after = passkeys.proven(site_of(services, staff), challenge(services.keyring, staff, nonce), response, known)
        return factors.with_factor(staff, factor.replace(uses=after.uses)) if after else None
    return None


def _by_recovery_code(services: Services, staff: Staff, code: str) -> Staff | None:
    kept = recovery.kept(services.keyring, staff, code)
    return factors.without_code(staff, kept) if kept in staff.recovery_codes else None


def _by_app(services: Services, staff: Staff, code: str, now: datetime) -> Staff | None:
    """Take a code of any of the apps, but none that is as old as the last one that was taken, or older."""
    drift = services.portal.policies.staff.code_drift
    for app in (factor for factor in staff.factors if isinstance(factor, App)):
        step = totp.step_of(app_secret(services.keyring, staff, app.nonce), code, drift, now)
        if step is not None and step > app.last_step:
            return factors.with_factor(staff, app.replace(last_step=step))
    return None
