"""Makes the page of a month's money, and the file of its movements (REQUIREMENTS W4)."""

import re
from collections.abc import Iterator
from datetime import date, datetime, time
from urllib.parse import urlencode

from chalicelib.billing.actions.journal import (
    FILE_SHOWS,
    Entry,
    FilePart,
    JournalDay,
    JournalSpan,
    month_of,
    parts,
    totals,
)
from chalicelib.billing.backoffice.schemas import DayShown, JournalFile, JournalPage
from chalicelib.billing.receipt_pdf import METHODS
from chalicelib.i18n import formats
from chalicelib.phrase import Phrase, phrase
from chalicelib.portal.fees import MONTHS
from chalicelib.urls import path_for
from chalicelib.web.answers import Download
from chalicelib.web.request import Request
from chalicelib.web.sheets import MEDIA_TYPE, Cell, sheet

ASKS = ("month",)
FILE_ASKS = ("month", "day", "since", "until")  # a month, or a day of it, or some minutes of the day
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


def span_wanted(request: Request) -> JournalSpan:
    """Return what the address asks for: where it says nothing that makes sense, the whole month."""
    month, asked = month_wanted(request), request.query
    try:
        day = month.replace(day=int(asked.get("day", "")))
    except ValueError:
        return month_of(month)
    return JournalSpan.of(day, day, _minute(asked.get("since", ""), time.min), _minute(asked.get("until", ""), LAST))


LAST = time(23, 59)


def _minute(text: str, otherwise: time) -> time:
    try:
        return datetime.strptime(text, "%H:%M").time()  # noqa: DTZ007 -- a time of the portal's day
    except ValueError:
        return otherwise


def journal_page(request: Request, month: date, found: list[JournalDay]) -> JournalPage:
    whole, today = totals(found), request.now.astimezone(request.portal.zone).date()
    following = _moved(month, 1)
    movements = sum(day.movements for day in found)
    return JournalPage(
        month=_said(month),
        name=formats.month(month, request.language),
        preceding=_said(_moved(month, -1)),
        following=_said(following) if following <= today else None,
        days=tuple(_shown(day) for day in found),
        movements=movements,
        is_one_file=movements <= FILE_SHOWS,
        balance=whole.balance,
        **whole._asdict(),
    )


def _shown(day: JournalDay) -> DayShown:
    files = tuple(_file(day.day, part) for part in parts(day))
    return DayShown(day=day.day, balance=day.totals.balance, files=files, **day.totals._asdict())


def _file(day: date, part: FilePart) -> JournalFile:
    since, until = time(part.first), time(part.last, LAST.minute)
    asked = {"month": _said(day), "day": f"{day:%d}", "since": f"{since:%H:%M}", "until": f"{until:%H:%M}"}
    is_whole = (since, until) == (time.min, LAST)
    wanted = dict(list(asked.items())[:2]) if is_whole else asked
    return JournalFile(
        path=f"{path_for('journal.csv')}?{urlencode(wanted)}",
        movements=part.movements,
        since=None if is_whole else asked["since"],
        until=None if is_whole else asked["until"],
    )


def journal_csv(request: Request, span: JournalSpan, found: list[Entry]) -> Download:
    head = [request.words(column) for column in COLUMNS]
    rows = (list(_cells(request, entry)) for entry in found)
    return Download(f"journal-{_name(span)}.csv", MEDIA_TYPE, sheet([head, *rows]))


def _name(span: JournalSpan) -> str:
    """Return what a file of it is called: by the month, the day, or the day and the minutes."""
    if span == month_of(span.first.date()):
        return _said(span.first.date())
    if span == JournalSpan.of(span.first.date(), span.first.date()):
        return f"{span.first:%Y-%m-%d}"
    return f"{span.first:%Y-%m-%d-%H%M}-{span.last:%H%M}"


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
