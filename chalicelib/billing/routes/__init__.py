"""The addresses of billing."""

from chalicelib.billing.routes import invoices, pay_by_link, receipts

DESKS = (invoices.desk, pay_by_link.desk, receipts.desk)
