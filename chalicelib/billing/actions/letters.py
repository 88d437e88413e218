"""What invoices write to people."""

from datetime import datetime

from chalicelib.accounts.actions import find as accounts
from chalicelib.billing.model import Invoice
from chalicelib.cloud.table import Change
from chalicelib.i18n.formats import money
from chalicelib.outbox.actions import owe_letter
from chalicelib.services import Services


def owe(services: Services, change: Change, template: str, invoice: Invoice, now: datetime, cents: int = 0) -> None:
    """Owe a letter about an invoice, and an amount, to whose it is; nobody is written to where the account is gone."""
    account = accounts.by_id(services, invoice.debt.account)
    if account is None:
        return
    title = invoice.debt.title
    about = {
        "number": invoice.number or "",
        "state": invoice.state.value,
        "title_fr": title.fr,
        "title_en": title.en,
        "amount_fr": money(cents, "fr"),
        "amount_en": money(cents, "en"),
    }
    language = account.language or invoice.debt.language
    owe_letter(services, change, template, account.email, language, now, account=account.id, data=about)
