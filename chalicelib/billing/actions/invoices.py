"""Invoices: owed in the transaction of what owes them, issued at their time with a number and an email (M1)."""

from datetime import datetime

from chalicelib.activities.model import SYSTEM, write_activity
from chalicelib.billing.actions.emails import enqueue_invoice_issued
from chalicelib.billing.actions.find import reload
from chalicelib.billing.model import Invoice, InvoiceState, Line, Receivable
from chalicelib.billing.rules.days import payable_until, shown_at
from chalicelib.billing.rules.pricing import Occasion, lines
from chalicelib.billing.rules.states import BillingEvent, after
from chalicelib.billing.storage import add, count_up, counter_key, find_by, name_of, put
from chalicelib.cloud.table import Change
from chalicelib.conflicts import retry_on_conflict
from chalicelib.services import Services


def invoice_for(services: Services, change: Change, debt: Receivable, now: datetime) -> Invoice | None:
    """Add to the caller's change what the debt's event costs today; None, and no invoice, where it costs nothing.

    It is shown later, by `issue`: the number comes from a counter that all share, and nobody has to wait for it here.
    """
    if debt.event == "other":
        raise ValueError(debt.event)
    day = now.astimezone(services.portal.zone).date()
    owed = lines(services.fees, Occasion(debt.service, debt.event, day, debt.was_due))
    return invoice_lines(services, change, debt, owed, now) if owed else None


def invoice_lines(
    services: Services, change: Change, debt: Receivable, owed: tuple[Line, ...], now: datetime, id_: str | None = None
) -> Invoice:
    """Add an invoice of these lines to the change."""
    policies, zone = services.portal.policies, services.portal.zone
    shown = shown_at(now, policies.billing, policies.calendar, zone)
    invoice = Invoice(id=id_ or services.ids.new(), debt=debt, lines=owed, created_at=now, due_at=shown)
    add(change, invoice)
    return invoice


@retry_on_conflict
def issue(services: Services, account: str, invoice: str, now: datetime) -> bool:
    """Show an invoice whose time has come: it gets the year's next number and is told by mail; once, however often."""
    found = reload(services, account, invoice)
    if found.state is not InvoiceState.OWED or found.due_at is None or found.due_at > now:
        return False
    zone, change = services.portal.zone, Change(services.ids.new())
    issued_on = now.astimezone(zone).date()
    last = _last_number(services, issued_on.year)
    issued = found.replace(
        state=after(found.state, BillingEvent.ISSUED),
        number=f"{issued_on.year}-{last + 1:06}",
        issued_on=issued_on,
        payable_until=payable_until(now, services.portal.policies.billing, zone),
    )
    count_up(change, issued_on.year, last)
    find_by(change, issued, str(issued.number))
    put(change, issued)
    enqueue_invoice_issued(services, change, issued, now)
    write_activity(change, account, "invoice-issued", now, SYSTEM, name_of(issued))
    services.table.commit(change)
    return True


def _last_number(services: Services, year: int) -> int:
    counter = services.table.get(counter_key(year))
    return int(counter["last"]) if counter else 0
