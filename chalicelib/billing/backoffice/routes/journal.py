"""The money of a month: by the day on a page, each movement in a file (REQUIREMENTS W4)."""

from chalicelib.billing.actions.journal import days, entries
from chalicelib.billing.backoffice.journal_presenters import (
    ASKS,
    FILE_ASKS,
    journal_csv,
    journal_page,
    month_wanted,
    span_wanted,
)
from chalicelib.billing.backoffice.schemas import JournalPage
from chalicelib.staff.actions.sessions import StaffPerson
from chalicelib.staff.guards import STAFF, requires
from chalicelib.staff.permissions import Permission
from chalicelib.web.answers import Download, Page
from chalicelib.web.request import Request
from chalicelib.web.router import Router
from chalicelib.web.sheets import MEDIA_TYPE

router = Router(STAFF)


@router.get("journal.page", guard=requires(Permission.JOURNAL_VIEW), response=JournalPage, query=ASKS)
def show_journal(request: Request, staff: StaffPerson) -> Page:
    month = month_wanted(request)
    return Page("staff/journal.html", journal_page(request, month, days(request.services, month)))


@router.get("journal.csv", guard=requires(Permission.JOURNAL_VIEW), response=None, file=MEDIA_TYPE, query=FILE_ASKS)
def download_journal(request: Request, staff: StaffPerson) -> Download:
    span = span_wanted(request)
    return journal_csv(request, span, entries(request.services, span))
