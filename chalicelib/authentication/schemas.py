"""Response models of the pages about second factors."""

from collections.abc import Mapping
from datetime import datetime
from textwrap import wrap
from typing import Any

from chalicelib.cloud.qr import svg
from chalicelib.record import Record

GROUP = 4  # characters of a secret that are typed in one go


class SecondStepPage(Record):
    """The second step. `ticket` goes back with the proof; `passkey_options` are for `navigator.credentials.get`."""

    ticket: str
    until: datetime
    passkey_options: Mapping[str, Any] | None


class NewFactorPage(Record):
    """What a second factor is made from. `setup` goes back with the proof.

    `secret` is for an authenticator app, `passkey_options` are for `navigator.credentials.create`.
    """

    setup: str
    secret: str
    app_address: str
    passkey_options: Mapping[str, Any]

    @property
    def qr_code(self) -> str:
        return svg(self.app_address)

    @property
    def spaced_secret(self) -> str:
        """Return the secret in groups, for those who type it."""
        return " ".join(wrap(self.secret, GROUP))


class FactorRow(Record):
    """One second factor; `factor` is its name."""

    factor: str
    kind: str
    device: str
    added_at: datetime
    is_last: bool


class FactorsPage(Record):
    """Someone's second factors."""

    factors: tuple[FactorRow, ...]
    recovery_codes_left: int


class RecoveryCodesPage(Record):
    """New recovery codes, once; afterwards only how many are left."""

    recovery_codes: tuple[str, ...]
    recovery_codes_left: int
