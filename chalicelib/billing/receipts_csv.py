"""The receipts of a year as a file for spreadsheets (REQUIREMENTS M3)."""

from collections.abc import Iterator

from chalicelib.billing.actions.receipts import YEARS
from chalicelib.billing.debts import TaxCharged
from chalicelib.billing.model import Receipt
from chalicelib.billing.receipt_pdf import METHODS
from chalicelib.i18n.formats import dollars
from chalicelib.phrase import phrase
from chalicelib.web.answers import Download
from chalicelib.web.request import Request
from chalicelib.web.sheets import MEDIA_TYPE, sheet

BEFORE = (phrase("Number"), phrase("Paid on"), phrase("For"), phrase("Amount before taxes"))
AFTER = (phrase("Total"), phrase("Means"), phrase("Received from"))


def year_csv(request: Request, year: int, receipts: list[Receipt]) -> Download:
    """Return a row for each receipt, with a column for each tax that any of them has."""
    taxes = list(dict.fromkeys(tax.label[request.language] for each in receipts for tax in _taxes(each)))
    head = [*map(request.words, BEFORE), *taxes, *map(request.words, AFTER)]
    rows = (list(_cells(request, each, taxes)) for each in receipts)
    return Download(f"{YEARS[request.language]}-{year}.csv", MEDIA_TYPE, sheet([head, *rows]))


def _cells(request: Request, receipt: Receipt, taxes: list[str]) -> Iterator[str]:
    language = request.language
    yield from (receipt.number, receipt.paid_on.isoformat(), receipt.title[language])
    yield dollars(sum(line.cents for line in receipt.lines), language)
    for label in taxes:
        yield dollars(sum(tax.cents for tax in _taxes(receipt) if tax.label[language] == label), language)
    yield from (dollars(receipt.total, language), request.words(METHODS[receipt.method]), receipt.payer)


def _taxes(receipt: Receipt) -> Iterator[TaxCharged]:
    yield from (tax for line in receipt.lines for tax in line.taxes)
