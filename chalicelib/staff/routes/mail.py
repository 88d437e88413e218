"""Addresses that mail does not reach: what staff have to know of, and do (REQUIREMENTS X4; SECURITY REL11, REL13)."""

from chalicelib.accounts.actions import email_delivery
from chalicelib.phrase import phrase
from chalicelib.staff.actions.sessions import StaffPerson
from chalicelib.staff.guards import STAFF, requires
from chalicelib.staff.inputs import SettleMailbox
from chalicelib.staff.permissions import Permission
from chalicelib.staff.schemas import MailboxesPage, mailboxes_shown
from chalicelib.urls import path_for
from chalicelib.web.answers import Answer, Page
from chalicelib.web.common_schemas import Changed, changed
from chalicelib.web.request import Request
from chalicelib.web.router import Router

router = Router(STAFF)
SETTLED = phrase("It is noted.")


@router.get("mailboxes.page", guard=requires(Permission.MAILBOX_SETTLE), response=MailboxesPage)
def mailboxes_page(request: Request, staff: StaffPerson) -> Page:
    return Page("staff/mail.html", mailboxes_shown(email_delivery.list_troubles(request.services)))


@router.post(
    "mailboxes.page",
    guard=requires(Permission.MAILBOX_SETTLE),
    body=SettleMailbox,
    retry_page=mailboxes_page,
    response=Changed,
)
def post_mailbox(request: Request, staff: StaffPerson, form: SettleMailbox) -> Answer:
    reopens = form.decision == "reopen"
    email_delivery.settle(request.services, form.mailbox, staff.id, request.now, reopens=reopens)
    return changed(request, path_for("mailboxes.page"), SETTLED)
