"""The money of a month: by the day on a page, each movement in a file (REQUIREMENTS W4)."""

from chalicelib.billing.actions.journal import entries
from chalicelib.staff.access import STAFF, may
from chalicelib.staff.invoice_schemas import JournalPage
from chalicelib.staff.journal_presenters import ASKS, journal_csv, journal_page, month_wanted
from chalicelib.web.answers import Download, Page
from chalicelib.web.desk import Desk
from chalicelib.web.sheets import MEDIA_TYPE
from chalicelib.web.visit import Visit

desk = Desk(STAFF)
JOURNAL = "/{lang}/staff/journal"
FILE = f"{JOURNAL}/csv"


@desk.get(JOURNAL, access=may("GET", JOURNAL), gives=JournalPage, asks=ASKS)
def show_journal(visit: Visit) -> Page:
    month = month_wanted(visit)
    return Page("staff/journal.html", journal_page(visit, month, entries(visit.services, month)))


@desk.get(FILE, access=may("GET", FILE), gives=None, file=MEDIA_TYPE, asks=ASKS)
def download_journal(visit: Visit) -> Download:
    month = month_wanted(visit)
    return journal_csv(visit, month, entries(visit.services, month))
