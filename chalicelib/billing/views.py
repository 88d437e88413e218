"""Makes the pages of invoices: the records as people read them, in their language."""

from collections.abc import Iterator
from typing import Any

from chalicelib.billing import pages
from chalicelib.billing.actions.links import address_of
from chalicelib.billing.model import Bill, Invoice, InvoiceState, Proven
from chalicelib.billing.rules.codes import initials
from chalicelib.web.request import Request

ASKS = ("show", "year")
SHOWN = {
    "all": tuple(InvoiceState),
    "open": (InvoiceState.OPEN,),
    "paid": (InvoiceState.PAID,),
}


def row(request: Request, bill: Bill) -> dict[str, Any]:
    invoice = bill.invoice
    return {
        "number": invoice.number,
        "title": invoice.debt.title[request.language],
        "standing": pages.standing(bill),
        "cents": invoice.total,
        "issued_on": invoice.issued_on,
        "payable_until": invoice.payable_until,
        "has_receipt": invoice.state is InvoiceState.PAID,
    }


def invoices_page(request: Request, found: list[Bill]) -> pages.InvoicesPage:
    """Return the bills that the address's filters leave; what it says otherwise is no filter."""
    show, year = (request.query.get(name, "") for name in ASKS)
    years = sorted({bill.invoice.issued_on.year for bill in found if bill.invoice.issued_on}, reverse=True)
    wanted = int(year) if year in map(str, years) else None
    states = SHOWN.get(show, SHOWN["all"])
    left = [bill for bill in found if bill.invoice.state in states and _is_of(bill.invoice, wanted)]
    return pages.InvoicesPage(
        show=show if show in SHOWN else "all",
        year=wanted,
        years=tuple(years),
        to_pay=sum(bill.invoice.total for bill in found if bill.invoice.state is InvoiceState.OPEN),
        invoices=tuple(pages.InvoiceRow(**row(request, bill)) for bill in left),
        receipts=tuple(sorted({year for bill in found for year in _paid_in(request, bill)}, reverse=True)),
    )


def invoice_page(request: Request, bill: Bill) -> pages.InvoicePage:
    invoice, payment = bill.invoice, bill.payment
    link = address_of(request.services, invoice, request.absolute_url(""), request.now)
    is_open = invoice.state is InvoiceState.OPEN
    return pages.InvoicePage(
        **row(request, bill),
        lines=pages.lines_shown(invoice.all_lines, request.language),
        credits=tuple(pages.CreditShown(cents=-each.line.total, reason=each.reason) for each in invoice.credits),
        payer=invoice.debt.payer,
        refunded=payment.refunded if payment else 0,
        closed_for=invoice.closed_for,
        can_be_paid=is_open and request.services.payments is not None,
        link=link if is_open else None,
        link_ends_at=invoice.link.ends_at if link and is_open and invoice.link else None,
    )


def link_page(request: Request, bill: Bill) -> pages.LinkPage:
    invoice = bill.invoice
    return pages.LinkPage(
        number=str(invoice.number),
        title=invoice.debt.title[request.language],
        initials=initials(invoice.debt.payer),
        lines=pages.lines_shown(invoice.all_lines, request.language),
        cents=invoice.total,
        standing=pages.standing(bill),
    )


def confirmation_page(bill: Bill, *, by_link: bool) -> pages.ConfirmationPage:
    found = "confirming" if pages.is_being_confirmed(bill) else pages.standing(bill)
    return pages.ConfirmationPage(
        number=str(bill.invoice.number), standing=found, cents=bill.invoice.total, by_link=by_link
    )


def genuine(request: Request, proven: Proven) -> pages.Genuine:
    return pages.Genuine(**{**dict(proven), "body": proven.body[request.language]})


def _paid_in(request: Request, bill: Bill) -> Iterator[int]:
    """Yield the year of the receipt, by the portal's calendar."""
    closed_at = bill.invoice.closed_at
    if bill.invoice.state is InvoiceState.PAID and closed_at:
        yield closed_at.astimezone(request.portal.zone).year


def _is_of(invoice: Invoice, year: int | None) -> bool:
    return year is None or (invoice.issued_on is not None and invoice.issued_on.year == year)
