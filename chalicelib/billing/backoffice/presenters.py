"""Makes the pages of finance: the records as staff read them, in their language."""

from collections.abc import Mapping
from typing import Any

from chalicelib.billing.actions.finance_queue import NOTICE, QUEUES, WorkItem, WorkItems
from chalicelib.billing.actions.refunds import refundable
from chalicelib.billing.actions.staff_view import open_for
from chalicelib.billing.backoffice import schemas
from chalicelib.billing.backoffice.invoice_view import SeenInvoice
from chalicelib.billing.model import Invoice, InvoiceWithPayments, Payment, Refund
from chalicelib.billing.schemas import lines_shown, payment_status
from chalicelib.forms.schemas import AnswerOption
from chalicelib.staff.schemas import trail_shown
from chalicelib.web.request import Request

INVOICES = "/{lang}/staff/invoices"
INVOICE = f"{INVOICES}/{{number}}"
ASKS = ("show",)
INSTEAD_OF = "instead_of"
Names = Mapping[str, str]


def show_wanted(request: Request) -> str:
    """Return the part of the list that the address asks for; what it says otherwise is no filter."""
    return request.query["show"] if request.query.get("show") in QUEUES else "all"


def finance_page(show: str, found: WorkItems, names: Names, person: str) -> schemas.FinancePage:
    return schemas.FinancePage(
        show=show,
        waiting=len(found.items),
        more=found.more,
        matters=tuple(_matter(each, names, person) for each in found.items),
    )


def new_invoice_page(request: Request) -> schemas.NewInvoicePage:
    taxes = request.services.fees.taxes
    return schemas.NewInvoicePage(
        taxes=tuple(AnswerOption(value=tax.key, label=tax.label[request.language]) for tax in taxes)
    )


def head(request: Request, with_payments: InvoiceWithPayments) -> schemas.InvoiceHead:
    return schemas.InvoiceHead(**_head(request, with_payments))


def staff_invoice_page(request: Request, seen: SeenInvoice, person: str) -> schemas.StaffInvoicePage:
    with_payments, names = seen.with_payments, seen.names
    invoice = with_payments.invoice
    return schemas.StaffInvoicePage(
        **_head(request, with_payments),
        payer=invoice.debt.payer,
        email=seen.email,
        about=invoice.debt.about,
        created_at=invoice.created_at,
        issued_on=invoice.issued_on,
        payable_until=invoice.payable_until,
        closed_for=invoice.closed_for,
        replaced_by=invoice.replaced_by,
        lines=lines_shown(invoice.all_lines, request.language),
        credits=tuple(
            schemas.StaffCreditShown(
                at=each.at,
                by=names.get(each.by, each.by),
                agreed_by=names.get(each.agreed_by or "", each.agreed_by),
                cents=-each.line.total,
                reason=each.reason,
            )
            for each in invoice.credits
        ),
        payments=tuple(_payment(each, names, person) for each in with_payments.payments),
        refunds=tuple(_refund(each, names, person) for each in with_payments.refunds),
        proposal=_proposal(invoice, names, person),
        actions=open_for(with_payments),
        trail=trail_shown(seen.trail, names, invoice.debt.account),
    )


def _head(request: Request, with_payments: InvoiceWithPayments) -> dict[str, Any]:
    invoice = with_payments.invoice
    return {
        "name": invoice.name,
        "number": invoice.number,
        "title": invoice.debt.title[request.language],
        "standing": payment_status(with_payments),
        "cents": invoice.total,
        "refundable": refundable(with_payments),
    }


def _matter(found: WorkItem, names: Names, person: str) -> schemas.MatterShown:
    is_notice = found.what.startswith(NOTICE)
    return schemas.MatterShown(
        what=found.what,
        detail=found.what.removeprefix(NOTICE) if is_notice else None,
        about=found.about,
        at=found.at,
        invoice=found.invoice.name if found.invoice else None,
        number=found.invoice.number if found.invoice else None,
        cents=found.cents,
        by=names.get(found.by or "", found.by),
        times=found.times,
        is_mine=found.by == person,
        is_alert=found.is_alert,
    )


def _proposal(invoice: Invoice, names: Names, person: str) -> schemas.AdjustmentShown | None:
    found = invoice.proposal
    if found is None:
        return None
    facts = found.model_dump(include={"id", "kind", "reason", "at"})
    cents = found.cents if found.kind == "credited" else invoice.total
    return schemas.AdjustmentShown(**facts, cents=cents, by=names.get(found.by, found.by), is_mine=found.by == person)


def _payment(payment: Payment, names: Names, person: str) -> schemas.PaymentShown:
    return schemas.PaymentShown(
        id=payment.id,
        state=payment.state,
        method=payment.method,
        cents=payment.cents,
        refunded=payment.refunded,
        at=payment.created_at,
        reference=payment.reference,
        recorded_by=names.get(payment.recorded_by or "", payment.recorded_by),
        confirmed_by=names.get(payment.confirmed_by or "", payment.confirmed_by),
        waits=payment.waits_for_staff,
        is_mine=payment.recorded_by == person,
    )


def _refund(refund: Refund, names: Names, person: str) -> schemas.RefundShown:
    return schemas.RefundShown(
        id=refund.id,
        state=refund.state,
        cents=refund.cents,
        reason=refund.reason,
        at=refund.created_at,
        by=names.get(refund.by or "", refund.by),
        answered_by=names.get(refund.answered_by or "", refund.answered_by),
        is_mine=refund.by == person,
    )
