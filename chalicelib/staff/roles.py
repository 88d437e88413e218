"""Who may do what: one row for each route of the staff, and nothing is open that has none (SECURITY SEC37)."""

from collections.abc import Mapping
from typing import NamedTuple

from chalicelib.applications.model import ApplicationState
from chalicelib.staff.model import StaffRole


class Row(NamedTuple):
    """Any of these roles opens the route; where it is about a file, only while that is in one of these states."""

    roles: frozenset[StaffRole]
    states: frozenset[str] | None = None  # None: whatever the state, or there is no file


EVERYONE = frozenset(StaffRole)
ADMINISTRATORS = frozenset({StaffRole.ADMINISTRATOR})
REVIEWERS = frozenset({StaffRole.REVIEWER, StaffRole.REGISTRAR})
REGISTRARS = frozenset({StaffRole.REGISTRAR})
FINANCE = frozenset({StaffRole.FINANCE})
HELPERS = REVIEWERS | ADMINISTRATORS  # whom people call

FILED = frozenset(ApplicationState) - {ApplicationState.DRAFT, ApplicationState.EXPIRED}
UNDER_REVIEW = frozenset(
    {ApplicationState.SUBMITTED, ApplicationState.IN_REVIEW, ApplicationState.WAITING, ApplicationState.ON_HOLD}
)
IN_HAND = frozenset({ApplicationState.IN_REVIEW, ApplicationState.WAITING})
EXPECTING = UNDER_REVIEW | {ApplicationState.DRAFT}  # documents of third parties

TABLE: Mapping[tuple[str, str], Row] = {
    ("GET", "/{lang}/staff"): Row(EVERYONE),
    ("POST", "/{lang}/staff/sign-out"): Row(EVERYONE),
    ("GET", "/{lang}/staff/sessions"): Row(EVERYONE),
    ("POST", "/{lang}/staff/sessions"): Row(EVERYONE),
    ("POST", "/{lang}/staff/sessions/stay"): Row(EVERYONE),
    ("GET", "/{lang}/staff/factors"): Row(EVERYONE),
    ("GET", "/{lang}/staff/factors/new"): Row(EVERYONE),
    ("POST", "/{lang}/staff/factors/new"): Row(EVERYONE),
    ("POST", "/{lang}/staff/factors/remove"): Row(EVERYONE),
    ("GET", "/{lang}/staff/password"): Row(EVERYONE),
    ("POST", "/{lang}/staff/password"): Row(EVERYONE),
    ("GET", "/{lang}/staff/recovery-codes"): Row(EVERYONE),
    ("POST", "/{lang}/staff/recovery-codes"): Row(EVERYONE),
    ("GET", "/{lang}/staff/people"): Row(ADMINISTRATORS),
    ("POST", "/{lang}/staff/people"): Row(ADMINISTRATORS),
    ("GET", "/{lang}/staff/people/{person}"): Row(ADMINISTRATORS),
    ("POST", "/{lang}/staff/people/{person}"): Row(ADMINISTRATORS),
    ("POST", "/{lang}/staff/people/{person}/invitation"): Row(ADMINISTRATORS),
    ("POST", "/{lang}/staff/people/{person}/disable"): Row(ADMINISTRATORS),
    ("GET", "/{lang}/staff/locks"): Row(HELPERS),
    ("POST", "/{lang}/staff/locks"): Row(HELPERS),
    ("GET", "/{lang}/staff/mail"): Row(REVIEWERS),
    ("POST", "/{lang}/staff/mail"): Row(REVIEWERS),
    ("GET", "/{lang}/staff/queue"): Row(REVIEWERS),
    ("POST", "/{lang}/staff/queue/find"): Row(REVIEWERS),
    ("GET", "/{lang}/staff/requests"): Row(REVIEWERS),
    ("GET", "/{lang}/staff/requests/{request}"): Row(REVIEWERS),
    ("POST", "/{lang}/staff/requests/{request}"): Row(REVIEWERS),
    ("GET", "/{lang}/staff/files/{number}"): Row(REVIEWERS, FILED),
    ("POST", "/{lang}/staff/files/{number}/take"): Row(REVIEWERS, UNDER_REVIEW),
    ("GET", "/{lang}/staff/files/{number}/assignment"): Row(REVIEWERS, UNDER_REVIEW),
    ("POST", "/{lang}/staff/files/{number}/assignment"): Row(REVIEWERS, UNDER_REVIEW),
    ("GET", "/{lang}/staff/files/{number}/note"): Row(REVIEWERS, FILED),
    ("POST", "/{lang}/staff/files/{number}/note"): Row(REVIEWERS, FILED),
    ("GET", "/{lang}/staff/files/{number}/question"): Row(REVIEWERS, IN_HAND),
    ("POST", "/{lang}/staff/files/{number}/question"): Row(REVIEWERS, IN_HAND),
    ("GET", "/{lang}/staff/files/{number}/hold"): Row(REVIEWERS, frozenset({ApplicationState.IN_REVIEW})),
    ("POST", "/{lang}/staff/files/{number}/hold"): Row(REVIEWERS, frozenset({ApplicationState.IN_REVIEW})),
    ("POST", "/{lang}/staff/files/{number}/resume"): Row(
        REVIEWERS, frozenset({ApplicationState.WAITING, ApplicationState.ON_HOLD})
    ),
    ("GET", "/{lang}/staff/files/{number}/documents/{document}"): Row(REVIEWERS, IN_HAND),
    ("POST", "/{lang}/staff/files/{number}/documents/{document}"): Row(REVIEWERS, IN_HAND),
    ("GET", "/{lang}/staff/files/{number}/documents/{document}/file"): Row(REVIEWERS, FILED),
    ("GET", "/{lang}/staff/files/{number}/third-party"): Row(REVIEWERS, EXPECTING),
    ("POST", "/{lang}/staff/files/{number}/third-party"): Row(REVIEWERS, EXPECTING),
    ("GET", "/{lang}/staff/files/{number}/third-party/{document}"): Row(REVIEWERS, EXPECTING),
    ("POST", "/{lang}/staff/files/{number}/third-party/{document}"): Row(REVIEWERS, EXPECTING),
    ("POST", "/{lang}/staff/files/{number}/third-party/{document}/remove"): Row(REVIEWERS, EXPECTING),
    ("GET", "/{lang}/staff/files/{number}/decision"): Row(REGISTRARS, IN_HAND),
    ("POST", "/{lang}/staff/files/{number}/decision"): Row(REGISTRARS, IN_HAND),
    ("POST", "/{lang}/staff/files/{number}/decision/withdraw"): Row(REGISTRARS, IN_HAND),
    ("GET", "/{lang}/staff/invoices"): Row(FINANCE),
    ("POST", "/{lang}/staff/invoices/find"): Row(FINANCE),
    ("POST", "/{lang}/staff/invoices/alerts"): Row(FINANCE),
    ("GET", "/{lang}/staff/invoices/new"): Row(FINANCE),
    ("POST", "/{lang}/staff/invoices/new"): Row(FINANCE),
    ("GET", "/{lang}/staff/invoices/{number}"): Row(FINANCE),
    ("GET", "/{lang}/staff/invoices/{number}/close"): Row(FINANCE),
    ("POST", "/{lang}/staff/invoices/{number}/close"): Row(FINANCE),
    ("GET", "/{lang}/staff/invoices/{number}/credit"): Row(FINANCE),
    ("POST", "/{lang}/staff/invoices/{number}/credit"): Row(FINANCE),
    ("GET", "/{lang}/staff/invoices/{number}/payment"): Row(FINANCE),
    ("POST", "/{lang}/staff/invoices/{number}/payment"): Row(FINANCE),
    ("POST", "/{lang}/staff/invoices/{number}/payment/{payment}"): Row(FINANCE),
    ("GET", "/{lang}/staff/invoices/{number}/refund"): Row(FINANCE),
    ("POST", "/{lang}/staff/invoices/{number}/refund"): Row(FINANCE),
    ("POST", "/{lang}/staff/invoices/{number}/refund/{refund}"): Row(FINANCE),
    ("GET", "/{lang}/staff/journal"): Row(FINANCE),
    ("GET", "/{lang}/staff/journal/csv"): Row(FINANCE),
}


def row_of(method: str, path: str) -> Row:
    """Return a route's row; raise KeyError for a route that nobody has thought about."""
    return TABLE[method, path]


def is_open(method: str, path: str, roles: frozenset[StaffRole], state: str) -> bool:
    """Tell whether someone with these roles may use the route now, for a file in this state."""
    row = row_of(method, path)
    return bool(row.roles & roles) and (row.states is None or state in row.states)
