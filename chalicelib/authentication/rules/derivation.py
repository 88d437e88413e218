"""Secrets, challenges and hashes of a claimant: derived from the portal's key, each for its realm."""

from chalicelib.authentication.model import Claimant
from chalicelib.cloud.keyring import Keyring, Purpose


def app_secret(keyring: Keyring, claimant: Claimant, nonce: str) -> str:
    """Return the secret of an authenticator app, in base32."""
    return keyring.app_secret(Purpose(f"{claimant.realm} authenticator app"), f"{claimant.id} {nonce}")


def passkey_challenge(keyring: Keyring, claimant: Claimant, nonce: str) -> str:
    """Return the text that a passkey has to sign."""
    return keyring.token(Purpose(f"{claimant.realm} passkey"), f"{claimant.id} {nonce}")


def hash_recovery_code(keyring: Keyring, claimant: Claimant, code: str) -> str:
    """Return the keyed hash under which a code is stored, however it is typed."""
    plain = "".join(character for character in code.lower() if character.isalnum())
    return keyring.pseudonym(Purpose(f"{claimant.realm} recovery code"), f"{claimant.id} {plain}")
