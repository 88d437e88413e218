"""A link by which someone else pays, such as an employer: it opens this one invoice and nothing else."""

from datetime import datetime

from chalicelib.activities.model import write_activity
from chalicelib.billing.actions.find import get_by_number, reload
from chalicelib.billing.errors import LinkOver, NotPayable
from chalicelib.billing.model import Invoice, InvoiceState, InvoiceWithPayments, PaymentLink
from chalicelib.billing.storage import name_of, put
from chalicelib.cloud.keyring import same
from chalicelib.cloud.table import Change
from chalicelib.conflicts import retry_on_conflict
from chalicelib.errors import NotFound
from chalicelib.proof import owner_of
from chalicelib.services import Services


@retry_on_conflict
def make_link(services: Services, invoice: Invoice, now: datetime) -> Invoice:
    """Return the invoice with a new link; an older one is void from now on. Raise NotPayable."""
    found = reload(services, invoice.debt.account, invoice.id)
    if found.state is not InvoiceState.OPEN:
        raise NotPayable
    link = PaymentLink(nonce=services.ids.secret(), ends_at=now + services.portal.policies.billing.link_lifetime)
    change = Change(services.ids.new())
    put(change, found.replace(link=link))
    write_activity(change, invoice.debt.account, "payment-link-made", now, about=name_of(invoice))
    services.table.commit(change)
    return found.replace(link=link)


def address_of(services: Services, invoice: Invoice, home: str, now: datetime) -> str | None:
    """Return the link's address below `home`, the portal's own in a language; None where there is none."""
    proof = invoice.proof()
    if proof is None or invoice.link is None or invoice.link.ends_at <= now:
        return None
    return f"{home}{proof.path}?token={proof.token(services.keyring)}"


def by_link(services: Services, token: str, now: datetime) -> InvoiceWithPayments:
    """Return the bill that the link opens; raise LinkOver. One that is paid meanwhile is still told of, for a while."""
    try:
        bill = get_by_number(services, owner_of(token))
    except NotFound:
        raise LinkOver from None
    link, proof = bill.invoice.link, bill.invoice.proof()
    if link is None or proof is None or link.ends_at <= now:
        raise LinkOver
    if not same(token, proof.token(services.keyring)):
        raise LinkOver
    return bill
