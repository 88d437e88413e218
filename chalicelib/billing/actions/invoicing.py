"""Invoices: made for a fee, issued with a number; the prices that a service has today (REQUIREMENTS M1)."""

from datetime import datetime
from typing import NamedTuple

from chalicelib.activities.model import SYSTEM, write_activity
from chalicelib.billing.actions.emails import enqueue_invoice_issued
from chalicelib.billing.actions.find import reload
from chalicelib.billing.debts import Line, Receivable
from chalicelib.billing.model import Invoice, InvoiceState
from chalicelib.billing.rules.pricing import Occasion, lines, payable_until, shown_at
from chalicelib.billing.rules.states import BillingEvent, after
from chalicelib.billing.storage import add, count_up, counter_key, find_by, name_of, put
from chalicelib.portal.fees import FeeEvent
from chalicelib.portal.text import Text
from chalicelib.services import Services
from chalicelib.unit_of_work import UnitOfWork, retry_on_conflict


def invoice_for(work: UnitOfWork, debt: Receivable) -> Invoice | None:
    """Add to the caller's change what the debt's event costs today; None, and no invoice, where it costs nothing.

    It is shown later, by `issue`: the number comes from a counter that all share, and nobody has to wait for it here.
    """
    if debt.event == "other":
        raise ValueError(debt.event)
    day = work.now.astimezone(work.services.portal.zone).date()
    owed = lines(work.services.fees, Occasion(debt.service, debt.event, day, debt.was_due))
    return invoice_lines(work, debt, owed) if owed else None


def invoice_lines(work: UnitOfWork, debt: Receivable, owed: tuple[Line, ...], id_: str | None = None) -> Invoice:
    """Add an invoice of these lines to the change."""
    policies, zone = work.services.portal.policies, work.services.portal.zone
    shown = shown_at(work.now, policies.billing, policies.calendar, zone)
    invoice = Invoice(id=id_ or work.services.ids.new(), debt=debt, lines=owed, created_at=work.now, due_at=shown)
    add(work, invoice)
    return invoice


@retry_on_conflict
def issue(services: Services, account: str, invoice: str, now: datetime) -> bool:
    """Show an invoice whose time has come: it gets the year's next number and is told by mail; once, however often."""
    found = reload(services, account, invoice)
    if found.state is not InvoiceState.OWED or found.due_at is None or found.due_at > now:
        return False
    zone, work = services.portal.zone, UnitOfWork(services, now, SYSTEM)
    issued_on = now.astimezone(zone).date()
    last = _last_number(services, issued_on.year)
    issued = found.replace(
        state=after(found.state, BillingEvent.ISSUED),
        number=f"{issued_on.year}-{last + 1:06}",
        issued_on=issued_on,
        payable_until=payable_until(now, services.portal.policies.billing, zone),
    )
    count_up(work, issued_on.year, last)
    find_by(work, issued, str(issued.number))
    put(work, issued)
    enqueue_invoice_issued(work, issued)
    write_activity(work, account, "invoice-issued", name_of(issued))
    work.commit()
    return True


def _last_number(services: Services, year: int) -> int:
    counter = services.table.get(counter_key(year))
    return int(counter["last"]) if counter else 0


TOLD_AHEAD: tuple[FeeEvent, ...] = ("application", "registration")


class QuotedPrice(NamedTuple):
    """One fee of a service, in cents."""

    event: FeeEvent
    label: Text
    cents: int


def prices(services: Services, service: str, now: datetime) -> list[QuotedPrice]:
    """Return what is asked for from the application to the registration."""
    day = now.astimezone(services.portal.zone).date()
    found = [(event, fee) for event in TOLD_AHEAD for fee in services.fees.owed(service, event)]
    return [QuotedPrice(event, fee.label, fee.on(day)) for event, fee in found if fee.on(day)]
