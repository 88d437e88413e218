"""Permissions of staff, and the roles that grant them: nothing is open that no role grants (SECURITY SEC37)."""

from collections.abc import Iterable, Mapping
from enum import StrEnum

from chalicelib.staff.model import StaffRole


class Permission(StrEnum):
    """What one of the staff may do. In which states of an application: `applications.rules.lifecycle`."""

    OWN_ACCESS = "own-access"  # their own sessions, password and second factors
    STAFF_MANAGE = "staff-manage"
    ACCOUNT_UNLOCK = "account-unlock"
    MAILBOX_SETTLE = "mailbox-settle"
    REQUEST_ANSWER = "request-answer"
    QUEUE_VIEW = "queue-view"
    APPLICATION_VIEW = "application-view"
    APPLICATION_TAKE = "application-take"
    APPLICATION_ASSIGN = "application-assign"
    APPLICATION_NOTE = "application-note"
    APPLICATION_ASK = "application-ask"
    APPLICATION_HOLD = "application-hold"
    APPLICATION_RESUME = "application-resume"
    APPLICATION_DECIDE = "application-decide"
    DOCUMENT_REVIEW = "document-review"
    DOCUMENT_SEND = "document-send"  # on the person's behalf, for a third party
    INVOICE_VIEW = "invoice-view"
    INVOICE_MAKE = "invoice-make"
    INVOICE_ADJUST = "invoice-adjust"  # credit, waive, cancel
    PAYMENT_RECORD = "payment-record"
    REFUND_DECIDE = "refund-decide"
    JOURNAL_VIEW = "journal-view"


P = Permission
_REVIEW = frozenset(
    {
        P.OWN_ACCESS,
        P.ACCOUNT_UNLOCK,
        P.MAILBOX_SETTLE,
        P.REQUEST_ANSWER,
        P.QUEUE_VIEW,
        P.APPLICATION_VIEW,
        P.APPLICATION_TAKE,
        P.APPLICATION_ASSIGN,
        P.APPLICATION_NOTE,
        P.APPLICATION_ASK,
        P.APPLICATION_HOLD,
        P.APPLICATION_RESUME,
        P.DOCUMENT_REVIEW,
        P.DOCUMENT_SEND,
    }
)
GRANTS: Mapping[StaffRole, frozenset[Permission]] = {
    StaffRole.ADMINISTRATOR: frozenset({P.OWN_ACCESS, P.STAFF_MANAGE, P.ACCOUNT_UNLOCK}),
    StaffRole.REVIEWER: _REVIEW,
    StaffRole.REGISTRAR: _REVIEW | {P.APPLICATION_DECIDE},
    StaffRole.FINANCE: frozenset(
        {
            P.OWN_ACCESS,
            P.INVOICE_VIEW,
            P.INVOICE_MAKE,
            P.INVOICE_ADJUST,
            P.PAYMENT_RECORD,
            P.REFUND_DECIDE,
            P.JOURNAL_VIEW,
        }
    ),
}


def permissions_of(roles: Iterable[StaffRole]) -> frozenset[Permission]:
    """Return all that these roles grant together."""
    return frozenset().union(*(GRANTS[role] for role in roles))
