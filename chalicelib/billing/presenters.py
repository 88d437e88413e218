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


def row(request: Request, with_payments: InvoiceWithPayments) -> dict[str, Any]:
    invoice = with_payments.invoice
    return {
        "number": invoice.number,
        "title": invoice.debt.title[request.language],
        "standing": schemas.payment_status(with_payments),
        "cents": invoice.total,
        "issued_on": invoice.issued_on,
        "payable_until": invoice.payable_until,
        "has_receipt": invoice.state is InvoiceState.PAID,
    }


def invoices_page(request: Request, found: list[InvoiceWithPayments]) -> schemas.InvoicesPage:
    """Return the invoices that the address's filters leave; what it says otherwise is no filter."""
    show, year = (request.query.get(name, "") for name in ASKS)
    years = sorted({each.invoice.issued_on.year for each in found if each.invoice.issued_on}, reverse=True)
    wanted = int(year) if year in map(str, years) else None
    states = SHOWN.get(show, SHOWN["all"])
    left = [each for each in found if each.invoice.state in states and _is_of(each.invoice, wanted)]
    return schemas.InvoicesPage(
        show=show if show in SHOWN else "all",
        year=wanted,
        years=tuple(years),
        to_pay=sum(each.invoice.total for each in found if each.invoice.state is InvoiceState.OPEN),
        invoices=tuple(schemas.InvoiceRow(**row(request, each)) for each in left),
        receipts=tuple(sorted({year for each in found for year in _paid_in(request, each)}, reverse=True)),
    )


def invoice_page(request: Request, with_payments: InvoiceWithPayments) -> schemas.InvoicePage:
    invoice, payment = with_payments.invoice, with_payments.payment
    link = address_of(request.services, invoice, request.absolute_url(""), request.now)
    is_open = invoice.state is InvoiceState.OPEN
    return schemas.InvoicePage(
        **row(request, with_payments),
        lines=schemas.lines_shown(invoice.all_lines, request.language),
        credits=tuple(schemas.CreditShown(cents=-each.line.total, reason=each.reason) for each in invoice.credits),
        payer=invoice.debt.payer,
        refunded=payment.refunded if payment else 0,
        closed_for=invoice.closed_for,
        can_be_paid=is_open and request.services.payments is not None,
        link=link if is_open else None,
        link_ends_at=invoice.link.ends_at if link and is_open and invoice.link else None,
    )


def link_page(request: Request, with_payments: InvoiceWithPayments) -> schemas.LinkPage:
    invoice = with_payments.invoice
    return schemas.LinkPage(
        number=str(invoice.number),
        title=invoice.debt.title[request.language],
        initials=initials(invoice.debt.payer),
        lines=schemas.lines_shown(invoice.all_lines, request.language),
        cents=invoice.total,
        standing=schemas.payment_status(with_payments),
    )


def confirmation_page(with_payments: InvoiceWithPayments, *, by_link: bool) -> schemas.ConfirmationPage:
    found = "confirming" if schemas.is_being_confirmed(with_payments) else schemas.payment_status(with_payments)
    return schemas.ConfirmationPage(
        number=str(with_payments.invoice.number), standing=found, cents=with_payments.invoice.total, by_link=by_link
    )


def genuine(request: Request, proven: Proven) -> schemas.Genuine:
    return schemas.Genuine(**{**proven.declared(), "body": proven.body[request.language]})


def _paid_in(request: Request, with_payments: InvoiceWithPayments) -> Iterator[int]:
    """Yield the year of the receipt, by the portal's calendar."""
    closed_at = with_payments.invoice.closed_at
    if with_payments.invoice.state is InvoiceState.PAID and closed_at:
        yield closed_at.astimezone(request.portal.zone).year


def _is_of(invoice: Invoice, year: int | None) -> bool:
    return year is None or (invoice.issued_on is not None and invoice.issued_on.year == year)
