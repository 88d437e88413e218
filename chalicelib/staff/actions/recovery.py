"""Codes for whoever has lost every other factor: shown once, each works once."""

from typing import NamedTuple

from chalicelib.cloud.keyring import Keyring, Purpose
from chalicelib.services import Services
from chalicelib.staff.model import Staff

_CODE = Purpose("staff recovery code")
LENGTH = 16  # hexadecimal digits, 64 bits: enough not to be guessed, and short enough to be typed
GROUP = 4


class Codes(NamedTuple):
    """New codes, and what is kept of them."""

    shown: tuple[str, ...]
    kept: tuple[str, ...]


def draw(services: Services, staff: Staff) -> Codes:
    """Return as many new codes as the portal hands out."""
    drawn = [services.ids.new()[-LENGTH:] for _ in range(services.portal.policies.staff.recovery_codes)]
    return Codes(tuple(map(_grouped, drawn)), tuple(kept(services.keyring, staff, code) for code in drawn))


def kept(keyring: Keyring, staff: Staff, code: str) -> str:
    """Return the pseudonym under which a code is kept, however it is typed."""
    plain = "".join(character for character in code.lower() if character.isalnum())
    return keyring.pseudonym(_CODE, f"{staff.id} {plain}")


def _grouped(code: str) -> str:
    return "-".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))
