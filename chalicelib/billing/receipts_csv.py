"""The receipts of a year as a file for spreadsheets (REQUIREMENTS M3)."""

from collections.abc import Iterator

from chalicelib.billing.actions.receipt_files import YEARS
from chalicelib.billing.model import Receipt, TaxCharged
from chalicelib.billing.receipt_pdf import METHODS
from chalicelib.phrase import phrase
from chalicelib.web.answers import Download
from chalicelib.web.formats import dollars
from chalicelib.web.sheets import MEDIA_TYPE, sheet
from chalicelib.web.visit import Visit

BEFORE = (phrase("Number"), phrase("Paid on"), phrase("For"), phrase("Amount before taxes"))
AFTER = (phrase("Total"), phrase("Means"), phrase("Received from"))


def year_csv(visit: Visit, year: int, receipts: list[Receipt]) -> Download:
    """Return a row for each receipt, with a column for each tax that any of them has."""
    taxes = list(dict.fromkeys(tax.label[visit.language] for each in receipts for tax in _taxes(each)))
    head = [*map(visit.words, BEFORE), *taxes, *map(visit.words, AFTER)]
    rows = (list(_cells(visit, each, taxes)) for each in receipts)
    return Download(f"{YEARS[visit.language]}-{year}.csv", MEDIA_TYPE, sheet([head, *rows]))


def _cells(visit: Visit, receipt: Receipt, taxes: list[str]) -> Iterator[str]:
    language = visit.language
    yield from (receipt.number, receipt.paid_on.isoformat(), receipt.title[language])
    yield dollars(sum(line.cents for line in receipt.lines), language)
    for label in taxes:
        yield dollars(sum(tax.cents for tax in _taxes(receipt) if tax.label[language] == label), language)
    yield from (dollars(receipt.total, language), visit.words(METHODS[receipt.method]), receipt.payer)


def _taxes(receipt: Receipt) -> Iterator[TaxCharged]:
    yield from (tax for line in receipt.lines for tax in line.taxes)
