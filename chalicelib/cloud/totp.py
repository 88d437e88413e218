"""Codes of an authenticator app (RFC 6238): six digits that change every half minute, as every app makes them."""

from datetime import datetime


def app_address(secret: str, name: str, issuer: str) -> str:
    """Return the `otpauth:` address that tells an app everything; `secret` is in base32."""
    from pyotp import TOTP  # noqa: PLC0415 -- few requests need it

    return TOTP(secret).provisioning_uri(name=name, issuer_name=issuer)


def step_of(secret: str, code: str, drift: int, now: datetime) -> int | None:
    """Return the number of the half minute whose code this is, at most `drift` before or after now; None for none."""
    from pyotp import TOTP  # noqa: PLC0415
    from pyotp.exceptions import OTPVerificationError  # noqa: PLC0415

    try:
        return TOTP(secret).verify_and_get_timecode("".join(code.split()), for_time=now, valid_window=drift)
    except OTPVerificationError:
        return None
