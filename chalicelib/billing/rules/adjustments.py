"""How much is taken off an invoice, all in all. Pure."""

from chalicelib.billing.debts import ProposedAdjustment
from chalicelib.billing.model import Invoice


def credited(invoice: Invoice) -> int:
    """Return the cents that credits took off so far."""
    return sum(line.total for line in invoice.lines) - invoice.total


def taken_off(invoice: Invoice, wanted: ProposedAdjustment) -> int:
    """Return the cents that nobody asks for any more once this is done, with what was taken off before.

    So nobody takes off in parts what they may not take off at once.
    """
    return credited(invoice) + (wanted.cents if wanted.kind == "credited" else invoice.total)
