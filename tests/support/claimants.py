"""A registrant who has second factors: a person who is not staff, with a policy of the registrants' own."""

from datetime import timedelta
from typing import NamedTuple

from chalicelib.authentication.model import Claimant, Factors


class RegistrantPolicy(NamedTuple):
    """Odd numbers, none of them those of any portal's staff."""

    second_step: timedelta = timedelta(minutes=7)
    fresh: timedelta = timedelta(minutes=11)
    recovery_codes: int = 3
    code_drift: int = 1


MAYA = Claimant(
    realm="registrants",
    id="7" * 32,
    version=5,
    name="maya@registrant.example",
    issuer="College of Odd Works",
    factors=Factors(),
    policy=RegistrantPolicy(),
)
NOAH = MAYA._replace(id="8" * 32, name="noah@registrant.example")
