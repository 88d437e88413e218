"""Secrets, challenges and hashes of a claimant: derived from a key, each for its realm."""

from base64 import b32decode, b32encode

from chalicelib.authentication.model import AuthenticatorApp, Claimant
from chalicelib.cloud.keyring import NAMES, KeyId, Keyring, Purpose

_AFTER_KEY = ":"


def app_secret(keyring: Keyring, claimant: Claimant, nonce: str, key: KeyId) -> str:
    """Return the secret of a new authenticator app, in base32."""
    return keyring.app_secret(Purpose(f"{claimant.realm} authenticator app"), f"{claimant.id} {nonce}", key)


def secret_of(keyring: Keyring, claimant: Claimant, app: AuthenticatorApp) -> str:
    """Return the secret of an app that is enrolled, in base32."""
    derived = app_secret(keyring, claimant, app.nonce, app.made_with)
    return b32encode(_xor(b32decode(derived), bytes.fromhex(app.mask))).decode() if app.mask else derived


def rekeyed(keyring: Keyring, claimant: Claimant, app: AuthenticatorApp, nonce: str) -> AuthenticatorApp:
    """Return the app with the secret that it has, which follows from the newest key and this new nonce now."""
    key = keyring.newest
    secret, derived = secret_of(keyring, claimant, app), app_secret(keyring, claimant, nonce, key)
    return app.replace(key=key, nonce=nonce, mask=_xor(b32decode(secret), b32decode(derived)).hex())


def passkey_challenge(keyring: Keyring, claimant: Claimant, nonce: str, key: KeyId) -> str:
    """Return the text that a passkey has to sign."""
    return keyring.token(Purpose(f"{claimant.realm} passkey"), f"{claimant.id} {nonce}", key)


def hash_recovery_code(keyring: Keyring, claimant: Claimant, code: str, key: KeyId) -> str:
    """Return the keyed hash under which a code is stored, however it is typed: after the key's id, where it has one."""
    plain = "".join(character for character in code.lower() if character.isalnum())
    digest = keyring.pseudonym(Purpose(f"{claimant.realm} recovery code"), f"{claimant.id} {plain}", key)
    return f"{key}{_AFTER_KEY}{digest}" if key else digest


def key_of_hash(hashed: str) -> KeyId:
    """Return the key that a recovery code was hashed with."""
    return KeyId(hashed.partition(_AFTER_KEY)[0]) if _AFTER_KEY in hashed else NAMES


def _xor(one: bytes, other: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(one, other, strict=True))
