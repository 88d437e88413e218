"""What the pages of the staff show: to people through a template, to programs as it is."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from chalicelib.accounts.profile_schemas import Event
from chalicelib.accounts.schemas import Rule
from chalicelib.activities.model import Activity
from chalicelib.outbox.model import Mailbox
from chalicelib.record import Record
from chalicelib.staff.model import Staff, StaffRole, StaffState

APPLICANT = "applicant"  # whose doing it was, where it was none of the staff's


class StaffHomePage(Record):
    """Where staff arrive."""

    email: str
    roles: tuple[StaffRole, ...]


class StaffSignInPage(Record):
    """The first step."""

    session_ended: bool


class BlockedSignInPage(Record):
    """Both steps at once, for staff whose access is blocked."""


class StaffSignedIn(Record):
    """The session, for a program: its token goes into the header `Authorization: Bearer`."""

    session: str
    ends_at: datetime


class InvitationPage(Record):
    """Where someone who is invited chooses a password."""

    email: str | None  # None where the link is void
    password_rules: tuple[Rule, ...]


class Admission(StaffSignedIn):
    """The first session, and the recovery codes: nobody is ever shown them again."""

    recovery_codes: tuple[str, ...]


class StaffPasswordPage(Record):
    """Where someone changes the own password."""

    password_rules: tuple[Rule, ...]


class LocksPage(Record):
    """Where blocked access is opened: what people here sign in with, and how many failures block it.

    `of_staff`: staff's too, by their email address.
    """

    identifier: str
    attempts: int
    of_staff: bool


class StaffRow(Record):
    """One of the staff."""

    id: str
    email: str
    state: StaffState
    roles: tuple[StaffRole, ...]
    last_active_at: datetime | None


class StaffListPage(Record):
    """All of the staff."""

    people: tuple[StaffRow, ...]


class StaffTrailEvent(Event):
    """Something that happened to someone, and whose doing it was: an address, or the command line's operator.

    `standing` says how they stood to the file then.
    """

    by: str
    standing: str | None = None


class StaffMemberPage(Record):
    """One of the staff, as administrators see them."""

    person: StaffRow
    factors: tuple[str, ...]  # kinds
    is_oneself: bool
    recent: tuple[StaffTrailEvent, ...]


class MailboxRow(Record):
    """An address that mail does not reach; `mailbox` is its name."""

    mailbox: str
    email: str
    trouble: str
    since: datetime
    is_shut: bool


class MailboxesPage(Record):
    """What staff have to know of mail, the oldest first."""

    mailboxes: tuple[MailboxRow, ...]


def mailboxes_shown(troubles: Iterable[Mailbox]) -> MailboxesPage:
    rows = (
        MailboxRow(mailbox=each.id, email=each.to, trouble=each.trouble, since=each.at, is_shut=each.is_shut)
        for each in troubles
        if each.trouble
    )
    return MailboxesPage(mailboxes=tuple(rows))


def row_shown(staff: Staff) -> StaffRow:
    return StaffRow.model_validate({name: getattr(staff, name) for name in StaffRow.model_fields})


def member_shown(
    staff: Staff, recent: Iterable[Activity], names: Mapping[str, str], *, is_oneself: bool
) -> StaffMemberPage:
    """Return the page of one of the staff; `names` says who did what, by id."""
    return StaffMemberPage(
        person=row_shown(staff),
        factors=tuple(factor.kind for factor in staff.factors.enrolled),
        is_oneself=is_oneself,
        recent=trail_shown(recent, names),
    )


def trail_shown(
    trail: Iterable[Activity], names: Mapping[str, str], applicant: str | None = None
) -> tuple[StaffTrailEvent, ...]:
    """Return the trail as staff read it; `applicant` is the account that it is about, where it is about one."""
    return tuple(
        StaffTrailEvent(kind=each.kind, at=each.at, by=doer(each.by, names, applicant), standing=each.standing)
        for each in trail
    )


def doer(by: str, names: Mapping[str, str], applicant: str | None = None) -> str:
    """Return whose doing it was, by the address where it was one of the staff."""
    return APPLICANT if by == applicant else names.get(by, by)
