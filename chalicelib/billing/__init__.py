"""Fees: invoices, how they are paid, and the receipts."""
