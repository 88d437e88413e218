"""Receipts: written once, with the payment, and proven genuine to anyone by their code (REQUIREMENTS M3)."""

from datetime import datetime
from typing import NamedTuple

from chalicelib.activities.model import partition
from chalicelib.billing.items import RECEIPTS, add_receipt, read, receipt_key, verify_key
from chalicelib.billing.model import Invoice, Payment, Receipt
from chalicelib.billing.problems import NotGenuine
from chalicelib.billing.rules.codes import GROUP, GROUPS, canonical, grouped
from chalicelib.cloud.keyring import Purpose
from chalicelib.cloud.table import Change
from chalicelib.limits.actions import spend
from chalicelib.limits.model import current
from chalicelib.refusal import Absent
from chalicelib.services import Services

_CODE, _WHERE, _WHO = Purpose("receipt code"), Purpose("receipt by code"), Purpose("verifications")


class Proven(NamedTuple):
    """A receipt that someone has the code of."""

    receipt: Receipt
    code: str


def add_receipt_for(services: Services, change: Change, invoice: Invoice, payment: Payment, now: datetime) -> None:
    """Add the receipt of a payment to the change, and the row by which its code finds it."""
    body = services.portal.body
    receipt = Receipt(
        number=str(invoice.number),
        invoice=invoice.id,
        account=invoice.debt.account,
        payer=invoice.debt.payer,
        title=invoice.debt.title,
        lines=invoice.lines,
        method=payment.method,
        reference=payment.reference,
        paid_on=now.astimezone(services.portal.zone).date(),
        body=body.name,
        address=body.address,
    )
    add_receipt(change, receipt)
    where = verify_key(services.keyring.pseudonym(_WHERE, canonical(code_of(services, receipt))))
    change.put({**where._asdict(), "account": receipt.account, "number": receipt.number})


def code_of(services: Services, receipt: Receipt) -> str:
    """Return the code that the receipt carries. It follows from the portal's key, and is stored nowhere."""
    drawn = services.keyring.app_secret(_CODE, receipt.invoice)
    return grouped(drawn[: GROUPS * GROUP])


def verify(services: Services, code: str, address: str, now: datetime) -> Proven:
    """Return the receipt that has this code; raise NotGenuine, or TooMany. `address` is the network's."""
    limits = services.portal.policies.limits
    who = services.keyring.pseudonym(_WHO, address)
    spend(services, current("verifications", who, limits.look_ups, now), now)
    where = services.table.get(verify_key(services.keyring.pseudonym(_WHERE, canonical(code))))
    if where is None:
        raise NotGenuine
    receipt = mine(services, where["account"], where["number"])
    return Proven(receipt, code_of(services, receipt))


def mine(services: Services, account: str, number: str) -> Receipt:
    """Return a receipt of the account; raise Absent, for another's too (SECURITY SEC38)."""
    found = read(Receipt, services.table.get(receipt_key(account, number)))
    if found is None:
        raise Absent
    return found


def of_year(services: Services, account: str, year: int) -> list[Receipt]:
    """Return what was paid in a year, the oldest first: an invoice of December may be paid in January."""
    items = services.table.query(partition(account), RECEIPTS)
    found = [receipt for receipt in (read(Receipt, item) for item in items) if receipt]
    return sorted((each for each in found if each.paid_on.year == year), key=lambda each: (each.paid_on, each.number))
