"""Makes the page of a month's money, and the file of its movements (REQUIREMENTS W4)."""

import re
from collections.abc import Iterator
from datetime import date

from chalicelib.billing.actions.journal import Entry, by_day, totals
from chalicelib.billing.backoffice.schemas import DayShown, JournalPage
from chalicelib.billing.receipt_pdf import METHODS
from chalicelib.i18n import formats
from chalicelib.phrase import Phrase, phrase
from chalicelib.portal.fees import MONTHS
from chalicelib.web.answers import Download
from chalicelib.web.request import Request
from chalicelib.web.sheets import MEDIA_TYPE, Cell, sheet

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


def month_wanted(request: Request) -> date:
    """Return the first day of the month that the address says; of this one where it says none."""
    wanted = request.query.get("month", "")
    if MONTH.fullmatch(wanted):
        return date.fromisoformat(f"{wanted}-01")
    return request.now.astimezone(request.portal.zone).date().replace(day=1)


def journal_page(request: Request, month: date, found: list[Entry]) -> JournalPage:
    whole, today = totals(found), request.now.astimezone(request.portal.zone).date()
    following = _moved(month, 1)
    return JournalPage(
        month=_said(month),
        name=formats.month(month, request.language),
        preceding=_said(_moved(month, -1)),
        following=_said(following) if following <= today else None,
        days=tuple(
            DayShown(day=day, balance=sums.balance, **sums._asdict())
            for day, sums in by_day(found, request.portal.zone)
        ),
        balance=whole.balance,
        **whole._asdict(),
    )


def journal_csv(request: Request, month: date, found: list[Entry]) -> Download:
    head = [request.words(column) for column in COLUMNS]
    rows = (list(_cells(request, entry)) for entry in found)
    return Download(f"journal-{_said(month)}.csv", MEDIA_TYPE, sheet([head, *rows]))


def _cells(request: Request, entry: Entry) -> Iterator[Cell]:
    at = entry.at.astimezone(request.portal.zone)
    yield at.date().isoformat()
    yield at.strftime("%H:%M:%S")
    yield request.words(MOVEMENTS[entry.movement])
    yield entry.cents
    yield request.words(METHODS[entry.method])
    yield from (entry.invoice, entry.payment, entry.reference)


def _moved(month: date, months: int) -> date:
    years, rest = divmod(month.year * MONTHS + month.month - 1 + months, MONTHS)
    return date(years, rest + 1, 1)


def _said(month: date) -> str:
    return f"{month:%Y-%m}"
