"""Makes the page of a month's money, and the file of its movements (REQUIREMENTS W4)."""

import re
from collections.abc import Iterator
from datetime import date

from chalicelib.billing.actions.journal import Entry, by_day, totals
from chalicelib.billing.receipt_pdf import METHODS
from chalicelib.phrase import Phrase, phrase
from chalicelib.portal.fees import MONTHS
from chalicelib.staff.invoice_schemas import DayShown, JournalPage
from chalicelib.web import formats
from chalicelib.web.answers import Download
from chalicelib.web.sheets import MEDIA_TYPE, Cell, sheet
from chalicelib.web.visit import Visit

ASKS = ("month",)
MONTH = re.compile(r"20\d\d-(0[1-9]|1[012])")
MOVEMENTS: dict[str, Phrase] = {
    "payment": phrase("Payment"),
    "refund": phrase("Refund"),
    "disputed": phrase("Disputed"),
    "dispute-won": phrase("Dispute won"),
    "dispute-lost": phrase("Dispute lost"),
}
COLUMNS = (
    phrase("Day"),
    phrase("Time"),
    phrase("Movement"),
    phrase("Cents"),
    phrase("Means"),
    phrase("Invoice"),
    phrase("Payment"),
    phrase("Reference"),
)


def month_wanted(visit: Visit) -> date:
    """Return the first day of the month that the address says; of this one where it says none."""
    wanted = visit.asked.get("month", "")
    if MONTH.fullmatch(wanted):
        return date.fromisoformat(f"{wanted}-01")
    return visit.now.astimezone(visit.portal.zone).date().replace(day=1)


def journal_page(visit: Visit, month: date, found: list[Entry]) -> JournalPage:
    whole, today = totals(found), visit.now.astimezone(visit.portal.zone).date()
    following = _moved(month, 1)
    return JournalPage(
        month=_said(month),
        name=formats.month(month, visit.language),
        preceding=_said(_moved(month, -1)),
        following=_said(following) if following <= today else None,
        days=tuple(
            DayShown(day=day, balance=sums.balance, **sums._asdict()) for day, sums in by_day(found, visit.portal.zone)
        ),
        balance=whole.balance,
        **whole._asdict(),
    )


def journal_csv(visit: Visit, month: date, found: list[Entry]) -> Download:
    head = [visit.words(column) for column in COLUMNS]
    rows = (list(_cells(visit, entry)) for entry in found)
    return Download(f"journal-{_said(month)}.csv", MEDIA_TYPE, sheet([head, *rows]))


def _cells(visit: Visit, entry: Entry) -> Iterator[Cell]:
    at = entry.at.astimezone(visit.portal.zone)
    yield at.date().isoformat()
    yield at.strftime("%H:%M:%S")
    yield visit.words(MOVEMENTS[entry.movement])
    yield entry.cents
    yield visit.words(METHODS[entry.method])
    yield from (entry.invoice, entry.payment, entry.reference)


def _moved(month: date, months: int) -> date:
    years, rest = divmod(month.year * MONTHS + month.month - 1 + months, MONTHS)
    return date(years, rest + 1, 1)


def _said(month: date) -> str:
    return f"{month:%Y-%m}"
