"""Invoices that finance makes by hand, and those that take the place of others (REQUIREMENTS W4)."""

from contextlib import suppress
from datetime import datetime

from chalicelib.activities.model import write_activity
from chalicelib.billing.actions.find import get_by_number, reload
from chalicelib.billing.actions.invoicing import invoice_lines
from chalicelib.billing.debts import Charge, Receivable
from chalicelib.billing.model import Invoice
from chalicelib.billing.rules.pricing import by_hand
from chalicelib.billing.storage import lookup_key, name_of, put
from chalicelib.errors import Invalid, NotFound
from chalicelib.phrase import phrase
from chalicelib.services import Services
from chalicelib.unit_of_work import UnitOfWork, retry_on_conflict

LESS = phrase(
    "This is less than what was cancelled. Ask for as much as before, then propose a credit: another member of staff "
    "has to agree to it."
)
NOT_REPLACEABLE = phrase(
    "This account has no cancelled invoice of this number, or another one has been made instead of it already."
)


@retry_on_conflict
def invoice_by_hand(services: Services, debt: Receivable, charge: Charge, by: str, now: datetime) -> Invoice:
    """Owe someone an invoice of one line; raise Invalid for a tax that there is not, or nothing to be replaced.

    It is for what no schedule knows, or instead of a cancelled one: then what waits for that payment goes on with it.
    """
    known = services.table.get(lookup_key(charge.request)) if charge.request else None
    if known:
        return reload(services, debt.account, known["invoice"])
    if not set(charge.taxes) <= {tax.key for tax in services.fees.taxes}:
        raise Invalid({"taxes": phrase("There is no such tax.")})
    day = now.astimezone(services.portal.zone).date()
    line = by_hand(services.fees, charge, day)
    work = UnitOfWork(services, now, by)
    before = _replaceable(services, debt.account, charge.instead_of, line.total) if charge.instead_of else None
    owed = before.debt.replace(payer=debt.payer, title=debt.title, language=debt.language) if before else debt
    invoice = invoice_lines(work, owed, (line,), charge.request)
    if before:
        put(work, before.replace(replaced_by=invoice.id))
    write_activity(work, debt.account, "invoice-made", name_of(invoice))
    work.commit()
    return invoice


def _replaceable(services: Services, account: str, name: str, cents: int) -> Invoice:
    """Return a cancelled invoice of the account that no other one has replaced; raise Invalid.

    What asks for less than one may take off alone needs a credit, which another one agrees to.
    """
    with suppress(NotFound):
        found = get_by_number(services, name).invoice
        if found.debt.account == account and found.can_be_replaced:
            if found.total - cents > services.portal.policies.billing.alone_up_to:
                raise Invalid({"amount": LESS})
            return found
    raise Invalid({"instead_of": NOT_REPLACEABLE})
