"""Recovery codes, for a person who has lost every other factor: shown once, each works once."""

from typing import NamedTuple

from chalicelib.authentication.model import Claimant
from chalicelib.authentication.rules.derivation import hash_recovery_code
from chalicelib.services import Services

LENGTH = 16  # hexadecimal digits, 64 bits: enough not to be guessed, and short enough to be typed
GROUP = 4


class RecoveryCodes(NamedTuple):
    """New codes as the person reads them, and their hashes, which are stored."""

    codes: tuple[str, ...]
    hashes: tuple[str, ...]


def draw_recovery_codes(services: Services, claimant: Claimant) -> RecoveryCodes:
    """Return as many new codes as the policy hands out."""
    drawn = [services.ids.new()[-LENGTH:] for _ in range(claimant.policy.recovery_codes)]
    keyring = services.factor_keyring
    hashes = tuple(hash_recovery_code(keyring, claimant, code, keyring.newest) for code in drawn)
    return RecoveryCodes(tuple(map(_grouped, drawn)), hashes)


def _grouped(code: str) -> str:
    return "-".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))
