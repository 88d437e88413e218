"""Payment by card: the page of the payment service, and the link by which somebody else pays (REQUIREMENTS M2)."""

from datetime import datetime
from typing import NamedTuple

from chalicelib.activities.model import write_activity
from chalicelib.billing.actions.find import get_by_number, payment_of, reload
from chalicelib.billing.actions.reconcile import reconcile_payment
from chalicelib.billing.errors import BeingConfirmed, LinkOver, NoCards, NotPayable
from chalicelib.billing.model import PAY, Invoice, InvoiceState, InvoiceWithPayments, Payment, PaymentLink, PaymentState
from chalicelib.billing.rules.payment_events import is_payable_online, is_settled
from chalicelib.billing.rules.states import BillingEvent, after
from chalicelib.billing.storage import add, name_of, put
from chalicelib.cloud.keyring import Purpose
from chalicelib.cloud.logs import log
from chalicelib.cloud.payments import Wanted
from chalicelib.cloud.table import Change, Conflict, Unavailable
from chalicelib.errors import NotFound
from chalicelib.portal.billing import SHORTEST_PAGE
from chalicelib.portal.text import Language
from chalicelib.proof import owner_of
from chalicelib.services import Services
from chalicelib.unit_of_work import UnitOfWork, retry_on_conflict

_PAYER = Purpose("payer")


class Payer(NamedTuple):
    """Who pays; `by_link` without signing in. Stripe writes to `email`, where it is known."""

    language: Language
    by_link: bool = False
    email: str | None = None


def pay(services: Services, invoice: Invoice, payer: Payer, now: datetime) -> str:
    """Return the address of the page that takes the money; raise NotPayable, BeingConfirmed or NoCards."""
    if services.payments is None:
        raise NoCards
    payment = _intended(services, invoice.debt.account, invoice.id, payer, now)
    if payment.url:
        return payment.url
    page = services.payments.offer(_wanted(services, invoice, payment, payer.email))
    _note(services, payment, page.session, page.url)
    return page.url


@retry_on_conflict
def _intended(services: Services, account: str, invoice: str, payer: Payer, now: datetime) -> Payment:
    """Return the open attempt, or write a new one down."""
    found = reload(services, account, invoice)
    if found.state is not InvoiceState.OPEN:
        raise NotPayable
    last = payment_of(services, found)
    if last and not _is_usable(last, found, now) and not is_settled(last):
        last = reconcile_payment(services, found, last, now)
        found = reload(services, account, invoice)
    if found.state is not InvoiceState.OPEN:
        raise NotPayable
    if last and last.state is PaymentState.PROCESSING:
        raise BeingConfirmed
    is_usable = last and _is_usable(last, found, now) and (last.url or _can_be_offered(services, last, payer, now))
    return last if last and is_usable else _begin(services, found, payer, now)


def _is_usable(payment: Payment, invoice: Invoice, now: datetime) -> bool:
    """Tell whether its page can still be paid by, and asks for what is owed now: a credit leaves it behind."""
    return is_payable_online(payment, now) and payment.cents == invoice.total


def _can_be_offered(services: Services, payment: Payment, payer: Payer, now: datetime) -> bool:
    """Tell whether Stripe would still be asked for the same page: the same payer's, and long enough before its end.

    Else its answer to the first call was lost and is not given again: nobody has that page, and it ends by itself.
    """
    is_theirs = payment.payer == _pseudonym(services, payer)
    return is_theirs and payment.ends_at is not None and now + SHORTEST_PAGE < payment.ends_at


def _pseudonym(services: Services, payer: Payer) -> str:
    """Return who pays, as far as Stripe is told of it: the address, the language, the way."""
    return services.keyring.pseudonym(_PAYER, f"{payer.language} {payer.by_link} {payer.email}")


def _begin(services: Services, invoice: Invoice, payer: Payer, now: datetime) -> Payment:
    policy = services.portal.policies.billing
    payment = Payment(
        id=services.ids.new(),
        invoice=invoice.id,
        account=invoice.debt.account,
        cents=invoice.total,
        created_at=now,
        due_at=now + policy.patience,
        ends_at=now + policy.page_lifetime,
        language=payer.language,
        by_link=payer.by_link,
        payer=_pseudonym(services, payer),
    )
    work = UnitOfWork(services, now)
    add(work, payment)
    put(work, invoice.replace(payment=payment.id, attempts=invoice.attempts + 1))
    work.commit()
    return payment


def _note(services: Services, payment: Payment, session: str, url: str) -> None:
    """Write down which page was given. Who came first wrote the same; what came of it since is not undone."""
    change = Change(services.ids.new())
    put(change, payment.replace(state=after(payment.state, BillingEvent.OFFERED), session=session, url=url))
    try:
        services.table.commit(change)
    except Conflict:
        return


def _wanted(services: Services, invoice: Invoice, payment: Payment, email: str | None) -> Wanted:
    home = f"{services.settings.origin}/{payment.language}"
    here = f"{home}{PAY}" if payment.by_link else f"{home}/invoices/{invoice.number}"
    title = invoice.debt.title[payment.language]
    return Wanted(
        payment=payment.id,
        invoice=invoice.id,
        cents=payment.cents,
        currency=services.fees.currency,
        title=f"{title} ({invoice.number})",
        language=payment.language,
        email=email,
        back=f"{here}/confirmation",
        cancel=here,
        ends_at=payment.ends_at or payment.created_at,
    )


def close_page(services: Services, with_payments: InvoiceWithPayments) -> None:
    """Close the page on which a card would still pay. Who pays in spite of it is given the money back."""
    if services.payments is None or with_payments.payment is None or with_payments.payment.session is None:
        return
    try:
        services.payments.close(with_payments.payment.session)
    except Unavailable as trouble:
        log.warning("checkout page not closed", reason=str(trouble))


@retry_on_conflict
def make_link(services: Services, invoice: Invoice, now: datetime) -> Invoice:
    """Return the invoice with a new link; an older one is void from now on. Raise NotPayable."""
    found = reload(services, invoice.debt.account, invoice.id)
    if found.state is not InvoiceState.OPEN:
        raise NotPayable
    link = PaymentLink(nonce=services.ids.secret(), ends_at=now + services.portal.policies.billing.link_lifetime)
    work = UnitOfWork(services, now)
    put(work, found.replace(link=link))
    write_activity(work, invoice.debt.account, "payment-link-made", about=name_of(invoice))
    work.commit()
    return found.replace(link=link)


def address_of(services: Services, invoice: Invoice, home: str, now: datetime) -> str | None:
    """Return the link's address below `home`, the portal's own in a language; None where there is none."""
    proof = invoice.proof()
    if proof is None or invoice.link is None or invoice.link.ends_at <= now:
        return None
    return f"{home}{proof.path}?token={proof.token(services.keyring)}"


def by_link(services: Services, token: str, now: datetime) -> InvoiceWithPayments:
    """Return the invoice that the link opens; raise LinkOver. One that was paid meanwhile is shown for a while."""
    try:
        with_payments = get_by_number(services, owner_of(token))
    except NotFound:
        raise LinkOver from None
    link, proof = with_payments.invoice.link, with_payments.invoice.proof()
    if link is None or proof is None or link.ends_at <= now:
        raise LinkOver
    if not proof.opens(services.keyring, token):
        raise LinkOver
    return with_payments
