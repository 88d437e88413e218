"""Second factors of any person, and the claimant: the person who has to prove them (REQUIREMENTS S10)."""

from datetime import datetime, timedelta
from typing import Annotated, Literal, NamedTuple, Protocol

from pydantic import Field

from chalicelib.cloud.keyring import NAMES, KeyId
from chalicelib.record import Record


class AuthenticatorApp(Record):
    """An app that shows one-time codes. Its secret follows from a key, the nonce and the mask; it is never stored."""

    kind: Literal["app"] = "app"
    id: str
    device: str  # on which it was added
    added_at: datetime
    key: KeyId | None = None  # the portal's first, where it is not said
    nonce: str
    mask: str | None = None  # hexadecimal digits that make the secret of what the key derives; none where it is that
    last_step: int  # the half minute of the last code that was used: no code is taken twice

    @property
    def made_with(self) -> KeyId:
        return self.key or NAMES


class Passkey(Record):
    """A passkey or a security key: the public half."""

    kind: Literal["passkey"] = "passkey"
    id: str  # of the credential, in base64url
    device: str
    added_at: datetime
    public_key: str
    uses: int  # as the authenticator counts


Factor = Annotated[AuthenticatorApp | Passkey, Field(discriminator="kind")]


class Factors(Record):
    """Second factors of one person, as the person's own record holds them."""

    enrolled: tuple[Factor, ...] = ()
    recovery_codes: tuple[str, ...] = ()  # hashes of the codes that are not used yet

    @property
    def passkeys(self) -> tuple[Passkey, ...]:
        return tuple(factor for factor in self.enrolled if isinstance(factor, Passkey))

    @property
    def apps(self) -> tuple[AuthenticatorApp, ...]:
        return tuple(factor for factor in self.enrolled if isinstance(factor, AuthenticatorApp))


class SecondFactorPolicy(Protocol):
    """Numbers that the portal sets for one kind of person."""

    @property
    def second_step(self) -> timedelta: ...  # from the first step, or from a new factor's page, until the proof

    @property
    def fresh(self) -> timedelta: ...  # after signing in, factors can be changed

    @property
    def recovery_codes(self) -> int: ...  # handed out at once

    @property
    def code_drift(self) -> int: ...  # steps of an app's clock before and after ours that are accepted too


class Claimant(NamedTuple):
    """Person who authenticates. `name` and `issuer` are shown by authenticators.

    `realm` is the kind of person, such as `staff`: secrets, challenges, codes and tickets of one realm prove nothing
    in another. `version` is that of the person's record: each write of it voids earlier tickets.
    """

    realm: str
    id: str
    version: int
    name: str
    issuer: str
    factors: Factors
    policy: SecondFactorPolicy


class Ticket(NamedTuple):
    """Step that a claimant has begun. `nonce` is the source of its challenges and secrets, made with `key`."""

    step: str
    nonce: str
    until: datetime
    key: KeyId
