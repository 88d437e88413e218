"""The rules of a portal that another portal may want otherwise. Every number of the product is one of these.

Exact spans (a code's half hour) are `timedelta`, read from ISO 8601 such as `PT30M`; calendar spans (three months) are
`Period`.
"""

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from chalicelib.portal.admission import AccessCodePolicy, RequestPolicy
from chalicelib.portal.billing import BillingPolicy
from chalicelib.portal.documents import DocumentPolicy
from chalicelib.portal.faults import wrong
from chalicelib.portal.limits import LimitPolicy
from chalicelib.portal.periods import Period, at_most
from chalicelib.portal.spans import (
    Count,
    Limit,
    SharedLimit,
    Switch,
    UpToADay,
    UpToAMonth,
    UpToAnHour,
    UpToAYear,
    Whole,
)
from chalicelib.portal.terms import RetentionPolicy, Term
from chalicelib.record import Record

WEEK = range(1, 8)
Shards = Annotated[int, Field(ge=1, le=64)]


class PasswordPolicy(Record):
    """What a password must be (REQUIREMENTS A2, S6; SECURITY SEC11-SEC13)."""

    min_length: Annotated[Count, Field(ge=8)]
    max_length: Annotated[Count, Field(ge=64)]
    min_digits: Whole
    min_symbols: Whole
    min_lower: Whole
    min_upper: Whole
    max_age: Annotated[Period, at_most(years=5)] | None = (
        None  # None: never asked for a new one, which is what SEC13 wants
    )
    remembered: Whole  # how many earlier passwords can't be chosen again


class SignUpPolicy(Record):
    """Who may open an account, and what someone sees whose address is in use (REQUIREMENTS A1, A6)."""

    open: Switch
    duplicate_address: Literal["mail", "tell"]


class ActivationPolicy(Record):
    """The mail that proves an address (REQUIREMENTS A3, A4)."""

    lifetime: UpToADay  # of the link and of the code
    window: UpToAMonth  # after sign-up; then the account is gone and the address is free
    code_digits: Annotated[Count, Field(ge=6, le=10)]
    code_tries: Count  # for one code
    max_sends: Count  # in the window; then one more each time the last one is over
    send_interval: UpToADay  # between two mails


class LockoutPolicy(Record):
    """What stops guessing (REQUIREMENTS S2; SECURITY SEC05-SEC08)."""

    attempts: Count
    duration: UpToADay
    lifetime_attempts: Count  # failures in a row, ever; then only a reset opens the account
    remembered: UpToAYear  # how long failures in a row are remembered, if nobody tries again
    known_device: UpToAYear  # how long a browser that signed in keeps a budget of its own


class SessionPolicy(Record):
    """How long a session lasts (REQUIREMENTS S3)."""

    idle: UpToADay
    absolute: UpToAMonth
    warning: UpToAnHour  # before the idle end
    recorded_every: UpToAnHour  # activity is written down at most this often

    @model_validator(mode="after")
    def _in_proportion(self) -> Self:
        if not self.recorded_every < self.warning < self.idle <= self.absolute:
            raise wrong("session_order")
        return self


class PersonSessionPolicy(SessionPolicy):
    """What a person's sign-in page offers besides (REQUIREMENTS S1)."""

    remember_identifier: Switch


class StaffPolicy(SessionPolicy):
    """How staff are let in (REQUIREMENTS S10). Their sessions have spans of their own."""

    invitation: UpToAMonth  # its link works
    second_step: UpToAnHour  # from the password, or from a new factor's page, until the factor is proven
    fresh: UpToADay  # after signing in, factors can be changed
    recovery_codes: Annotated[Count, Field(ge=2)]  # handed out at once
    code_drift: Count  # steps of an authenticator app's clock before and after ours that are accepted too


class ResetPolicy(Record):
    """The link that lets someone choose a new password (REQUIREMENTS S4)."""

    lifetime: UpToADay
    unawaited: UpToAMonth  # of a link that staff cause: nobody waits for it


class OneTimeCodePolicy(Record):
    """A code by e-mail that proves an address to a partner's account (REQUIREMENTS S9)."""

    lifetime: UpToAnHour
    digits: Annotated[Count, Field(ge=6, le=10)]
    tries: Count


class MailPolicy(Record):
    """How mail is delivered (SECURITY REL11, REL12)."""

    rate: Count  # mails a second: what the mail service takes from the portal
    first_retry: UpToAnHour
    longest_retry: UpToADay
    give_up: UpToAMonth
    lease: UpToAnHour  # while one worker holds an email, no other sends it
    kept: UpToAYear  # a finished email's row
    shut_for: UpToAYear  # before an address that took no mail is tried again


class DraftPolicy(Term):
    """How long an unfinished application is kept since it was saved, and how much of it (REQUIREMENTS F2, F11, E2)."""

    most_open: Count  # unfinished applications of one person
    max_bytes: Count  # of all answers


class CalendarPolicy(Record):
    """The days on which nothing can be filed (REQUIREMENTS F5). Weekdays: 1 is Monday, 7 is Sunday."""

    closed_weekdays: tuple[Annotated[Count, Field(le=7)], ...] = ()
    closed_days: tuple[date, ...] = ()

    @model_validator(mode="after")
    def _opens(self) -> Self:
        if len(set(self.closed_weekdays)) == len(WEEK):
            raise wrong("never_open")
        return self


class ReviewPolicy(Record):
    """How a file goes on after it was filed (REQUIREMENTS F7, F8)."""

    answer_within: Annotated[Period, at_most(years=1)]  # what the person is asked
    final_after: Whole  # business days from the payment to the registration; 0: at once
    reminders: tuple[Annotated[Period, at_most(years=1)], ...] = ()  # so long before that
    usual_over: Annotated[Period, at_most(years=5)]  # files that left a stage in this time say how long it takes
    usual_from: Count  # as many files at least


class AddressLookupPolicy(Record):
    """Whether addresses are found by postal code (REQUIREMENTS F9). Each request costs the portal money."""

    on: Switch
    requests: Limit  # from one network address
    requests_overall: Limit  # in the whole portal


class ScalePolicy(Record):
    """Over how many shards is spread what many write at once. Each number can be raised; docs/decisions/0125."""

    due_shards: Shards  # of each kind of due work; each takes 250 emails a second
    due_shards_read: Shards | None = None  # the number from before, while jobs look in more than are written
    tally_shards: Shards  # of each part of a tally


class TracingPolicy(Record):
    """How shipments are traced by their number (REQUIREMENTS T1-T4; SECURITY SEC43)."""

    second_fact: Switch  # the postal code of the destination is asked for besides
    most_numbers: Count  # at once
    look_ups: SharedLimit  # of numbers, from one network address or by one account
    look_ups_overall: Limit  # by all who are not signed in
    most_followers: Count  # of one shipment, by mail
    max_bytes: Count  # of one shipment's events
    clock_skew: UpToAnHour  # an event may be ahead of our clock by as much
    kept: Annotated[Period, at_most(years=20)]  # after the last event


class Policies(Record):
    """All of them."""

    password: PasswordPolicy
    sign_up: SignUpPolicy
    activation: ActivationPolicy
    lockout: LockoutPolicy
    session: PersonSessionPolicy
    staff: StaffPolicy
    reset: ResetPolicy
    one_time_code: OneTimeCodePolicy | None = None
    limits: LimitPolicy
    mail: MailPolicy
    documents: DocumentPolicy
    drafts: DraftPolicy
    retention: RetentionPolicy
    calendar: CalendarPolicy
    review: ReviewPolicy
    address_lookup: AddressLookupPolicy
    billing: BillingPolicy
    scale: ScalePolicy
    tracing: TracingPolicy | None = None  # None: nobody traces anything here
    requests: RequestPolicy | None = None  # None: there is no such form
    access_codes: AccessCodePolicy | None = None  # None: nobody signs in with one

    @model_validator(mode="after")
    def _lets_owners_back_in(self) -> Self:
        if self.limits.resets.per > self.reset.lifetime:
            raise wrong("resets_too_rare")
        return self
