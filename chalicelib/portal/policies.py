"""The rules of a portal that another portal may want otherwise. Every number of the product is one of these.

Exact spans (a code's half hour) are `timedelta`, read from ISO 8601 such as `PT30M`; calendar spans (three months) are
`Period`.
"""

from datetime import timedelta
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from chalicelib.portal.periods import Period
from chalicelib.record import Record


def _iso_8601(value: Any) -> Any:
    """Refuse what pydantic takes for seconds (45) or for hours and minutes (00:45): a unit is always written."""
    if not (isinstance(value, timedelta) or str(value).startswith("P")):
        message = f"{value!r} is not a span in ISO 8601 such as PT30M"
        raise ValueError(message)
    return value


Count = Annotated[int, Field(ge=1)]
Span = Annotated[timedelta, BeforeValidator(_iso_8601), Field(gt=timedelta(0))]


class PasswordPolicy(Record):
    """What a password must be (REQUIREMENTS A2, S6; SECURITY SEC11-SEC13)."""

    min_length: Annotated[int, Field(ge=8)]
    max_length: Annotated[int, Field(ge=64)]
    min_digits: int
    min_symbols: int
    min_lower: int
    min_upper: int
    max_age: Period | None = None  # None: never asked for a new one, which is what SEC13 wants
    remembered: int  # how many earlier passwords can't be chosen again


class SignUpPolicy(Record):
    """Who may open an account, and what someone sees whose address is in use (REQUIREMENTS A1, A6)."""

    open: bool
    duplicate_address: Literal["mail", "tell"]


class ActivationPolicy(Record):
    """The mail that proves an address (REQUIREMENTS A3, A4)."""

    lifetime: Span  # of the link and of the code
    window: Span  # after sign-up; then the account is gone and the address is free
    code_digits: Annotated[int, Field(ge=6, le=10)]
    code_tries: Count  # for one code
    max_sends: Count  # in the window
    send_interval: Span  # between two mails


class LockoutPolicy(Record):
    """What stops guessing (REQUIREMENTS S2; SECURITY SEC05-SEC08)."""

    attempts: Count
    duration: Span
    lifetime_attempts: Count  # failures in a row, ever; then only a reset opens the account
    remembered: Span  # how long failures in a row are remembered, if nobody tries again
    known_device: Span  # how long a browser that signed in keeps a budget of its own


class SessionPolicy(Record):
    """How long a session lasts (REQUIREMENTS S1, S3)."""

    idle: Span
    absolute: Span
    warning: Span  # before the idle end
    recorded_every: Span  # activity is written down at most this often
    remember_identifier: bool

    @model_validator(mode="after")
    def _in_proportion(self) -> Self:
        if not self.recorded_every < self.warning < self.idle <= self.absolute:
            message = "recorded_every < warning < idle <= absolute must hold"
            raise ValueError(message)
        return self


class ResetPolicy(Record):
    """The link that lets someone choose a new password (REQUIREMENTS S4)."""

    lifetime: Span


class OneTimeCodePolicy(Record):
    """A code by e-mail that proves an address to a partner's account (REQUIREMENTS S9)."""

    lifetime: Span
    digits: Annotated[int, Field(ge=6, le=10)]
    tries: Count


class Limit(Record):
    """At most `count` times in any window of length `per`; windows don't slide."""

    count: Count
    per: Span


class LimitPolicy(Record):
    """Budgets that keep one visitor from using up everyone's (SECURITY SEC04, SEC07)."""

    sign_in_failures: Limit  # from one network address
    sign_in_failures_overall: Limit  # in the whole portal
    requests: Limit  # sign-ups, resends and recoveries from one network address
    mails: Limit  # to one e-mail address, beside the activation mail's own limits


class MailPolicy(Record):
    """How mail is delivered (SECURITY REL11, REL12)."""

    first_retry: Span
    longest_retry: Span
    give_up: Span
    lease: Span  # while one worker holds a letter, no other sends it
    kept: Span  # a finished letter's row


class Policies(Record):
    """All of them."""

    password: PasswordPolicy
    sign_up: SignUpPolicy
    activation: ActivationPolicy
    lockout: LockoutPolicy
    session: SessionPolicy
    reset: ResetPolicy
    one_time_code: OneTimeCodePolicy | None = None
    limits: LimitPolicy
    mail: MailPolicy
