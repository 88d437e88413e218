"""Makes the pages of invoices: the records as people read them, in their language."""

from collections.abc import Iterator
from typing import Any

from chalicelib.billing import schemas
from chalicelib.billing.actions.checkout import address_of
from chalicelib.billing.model import Invoice, InvoiceState, InvoiceWithPayments, Proven
from chalicelib.billing.rules.codes import initials
from chalicelib.web.request import Request

ASKS = ("show", "year")
SHOWN = {
    "all": tuple(InvoiceState),
    "open": (InvoiceState.OPEN,),
    "paid": (InvoiceState.PAID,),
}


def row(request: Request, bill: InvoiceWithPayments) -> dict[str, Any]:
    invoice = bill.invoice
    return {
        "number": invoice.number,
        "title": invoice.debt.title[request.language],
        "standing": schemas.payment_status(bill),
        "cents": invoice.total,
        "issued_on": invoice.issued_on,
        "payable_until": invoice.payable_until,
        "has_receipt": invoice.state is InvoiceState.PAID,
    }


def invoices_page(request: Request, found: list[InvoiceWithPayments]) -> schemas.InvoicesPage:
    """Return the bills that the address's filters leave; what it says otherwise is no filter."""
    show, year = (request.query.get(name, "") for name in ASKS)
    years = sorted({bill.invoice.issued_on.year for bill in found if bill.invoice.issued_on}, reverse=True)
    wanted = int(year) if year in map(str, years) else None
    states = SHOWN.get(show, SHOWN["all"])
    left = [bill for bill in found if bill.invoice.state in states and _is_of(bill.invoice, wanted)]
    return schemas.InvoicesPage(
        show=show if show in SHOWN else "all",
        year=wanted,
        years=tuple(years),
        to_pay=sum(bill.invoice.total for bill in found if bill.invoice.state is InvoiceState.OPEN),
        invoices=tuple(schemas.InvoiceRow(**row(request, bill)) for bill in left),
        receipts=tuple(sorted({year for bill in found for year in _paid_in(request, bill)}, reverse=True)),
    )


def invoice_page(request: Request, bill: InvoiceWithPayments) -> schemas.InvoicePage:
    invoice, payment = bill.invoice, bill.payment
    link = address_of(request.services, invoice, request.absolute_url(""), request.now)
    is_open = invoice.state is InvoiceState.OPEN
    return schemas.InvoicePage(
        **row(request, bill),
        lines=schemas.lines_shown(invoice.all_lines, request.language),
        credits=tuple(schemas.CreditShown(cents=-each.line.total, reason=each.reason) for each in invoice.credits),
        payer=invoice.debt.payer,
        refunded=payment.refunded if payment else 0,
        closed_for=invoice.closed_for,
        can_be_paid=is_open and request.services.payments is not None,
        link=link if is_open else None,
        link_ends_at=invoice.link.ends_at if link and is_open and invoice.link else None,
    )


def link_page(request: Request, bill: InvoiceWithPayments) -> schemas.LinkPage:
    invoice = bill.invoice
    return schemas.LinkPage(
        number=str(invoice.number),
        title=invoice.debt.title[request.language],
        initials=initials(invoice.debt.payer),
        lines=schemas.lines_shown(invoice.all_lines, request.language),
        cents=invoice.total,
        standing=schemas.payment_status(bill),
    )


def confirmation_page(bill: InvoiceWithPayments, *, by_link: bool) -> schemas.ConfirmationPage:
    found = "confirming" if schemas.is_being_confirmed(bill) else schemas.payment_status(bill)
    return schemas.ConfirmationPage(
        number=str(bill.invoice.number), standing=found, cents=bill.invoice.total, by_link=by_link
    )


def genuine(request: Request, proven: Proven) -> schemas.Genuine:
    return schemas.Genuine(**{**proven.declared(), "body": proven.body[request.language]})


def _paid_in(request: Request, bill: InvoiceWithPayments) -> Iterator[int]:
    """Yield the year of the receipt, by the portal's calendar."""
    closed_at = bill.invoice.closed_at
    if bill.invoice.state is InvoiceState.PAID and closed_at:
        yield closed_at.astimezone(request.portal.zone).year


def _is_of(invoice: Invoice, year: int | None) -> bool:
    return year is None or (invoice.issued_on is not None and invoice.issued_on.year == year)
