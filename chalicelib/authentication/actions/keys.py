"""Which keys a claimant's factors follow from, and how they follow from the newest."""

from chalicelib.authentication.model import AuthenticatorApp, Claimant, Factor, Factors
from chalicelib.authentication.rules.derivation import key_of_hash, rekeyed
from chalicelib.cloud.keyring import KeyId
from chalicelib.services import Services


def app_keys(factors: Factors) -> tuple[KeyId, ...]:
    """Return the key of each authenticator app."""
    return tuple(app.made_with for app in factors.apps)


def code_keys(factors: Factors) -> frozenset[KeyId]:
    """Return the keys that recovery codes are hashed with."""
    return frozenset(map(key_of_hash, factors.recovery_codes))


def with_newest_key(services: Services, claimant: Claimant) -> Factors:
    """Return the factors with every app derived from the newest key and a new nonce.

    An app whose key is retired stays as it is: its secret can't be had any more.
    """
    keyring = services.factor_keyring

    def renewed(factor: Factor) -> Factor:
        if not isinstance(factor, AuthenticatorApp) or not keyring.knows(factor.made_with):
            return factor
        return factor if factor.key == keyring.newest else rekeyed(keyring, claimant, factor, services.ids.secret())

    return claimant.factors.replace(enrolled=tuple(map(renewed, claimant.factors.enrolled)))
