"""Invoices and payments for tests, and a Stripe in memory that keeps the contract of cloud.payments."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from chalicelib.accounts.model import Account
from chalicelib.billing.actions.checkout import Payer, pay
from chalicelib.billing.actions.find import get_by_number
from chalicelib.billing.actions.invoicing import invoice_for
from chalicelib.billing.actions.reconcile import work
from chalicelib.billing.debts import Receivable
from chalicelib.billing.model import Invoice, InvoiceWithPayments, Payment
from chalicelib.cloud.files import Served
from chalicelib.cloud.payments import PaymentEvent, PaymentOutcome, PayPage, Rejected, Wanted
from chalicelib.cloud.stripe import Keys, StripePayments
from chalicelib.cloud.table import Unavailable
from chalicelib.portal.text import Text
from chalicelib.unit_of_work import UnitOfWork
from tests.support.members import EMAIL, member
from tests.support.memory import MemoryTable
from tests.support.world import World

KEYS = Keys(key="sk_test_key", webhook=("whsec_now", "whsec_before"), account="acct_ours")
TOLERANCE = timedelta(minutes=5)
PAYER = Payer("fr", email=EMAIL)


class MemoryPayments:
    """`pages` by session, `refunds` by ours. `trouble` is called before and after each call, and may raise."""

    pages_at = "https://pay.example"

    def __init__(self) -> None:
        self.pages: dict[str, Wanted] = {}
        self.became: dict[str, PaymentOutcome] = {}
        self.refunds: dict[str, tuple[str, int]] = {}
        self.calls: list[str] = []
        self.trouble: Callable[[str], None] = calm
        self.now: Callable[[], datetime] = lambda: datetime.min.replace(tzinfo=UTC)

    def offer(self, wanted: Wanted) -> PayPage:
        with self._call("offer"):
            session = f"cs_{wanted.payment}"
            assert session in self.pages or wanted.ends_at > self.now() + timedelta(minutes=30), "expires_at too soon"
            if self.pages.setdefault(session, wanted) != wanted:
                raise Unavailable("IdempotencyError")
        return PayPage(session, f"https://pay.example/{session}")

    def retrieve(self, session: str) -> PaymentEvent | None:
        with self._call("look"):
            told = self.became.get(session)
        return self.notice(session, told) if told else None

    def close(self, session: str) -> None:
        with self._call("close"):
            self.became.setdefault(session, PaymentOutcome.EXPIRED)

    def whose(self, reference: str) -> tuple[str, str] | None:
        with self._call("whose"):
            wanted = self.pages.get(reference.replace("pi_", "cs_"))
        return (wanted.invoice, wanted.payment) if wanted else None

    def refund(self, refund: str, reference: str, cents: int) -> None:
        with self._call("refund"):
            self.refunds.setdefault(refund, (reference, cents))

    def read(self, body: bytes, signature: str, now: datetime) -> PaymentEvent | None:
        return StripePayments(KEYS, None, TOLERANCE).read(body, signature, now)

    def notice(self, session: str, told: PaymentOutcome, **more: Any) -> PaymentEvent:
        """Return what Stripe tells of a session, or of its charge."""
        wanted = self.pages[session]
        known: dict[str, Any] = {
            "payment": wanted.payment,
            "invoice": wanted.invoice,
            "reference": f"pi_{wanted.payment}",
        }
        if told in (PaymentOutcome.SUCCEEDED, PaymentOutcome.EXPIRED, PaymentOutcome.FAILED, PaymentOutcome.PROCESSING):
            known |= {"cents": wanted.cents, "currency": wanted.currency}
        if told is PaymentOutcome.REFUNDED:
            known |= {"refunded": wanted.cents}
        if told in (PaymentOutcome.DISPUTED, PaymentOutcome.DISPUTE_WON, PaymentOutcome.DISPUTE_LOST):
            known |= {"payment": None, "invoice": None}  # Stripe's own names only
        return PaymentEvent(**{"id": f"evt_{told}_{session}", "outcome": told, **known, **more})

    def paid(self, session: str) -> PaymentEvent:
        """Let someone pay, and return the notice of it."""
        self.became[session] = PaymentOutcome.SUCCEEDED
        return self.notice(session, PaymentOutcome.SUCCEEDED)

    def _call(self, name: str) -> "_Call":
        self.calls.append(name)
        return _Call(self, name)


class _Call:
    def __init__(self, payments: MemoryPayments, name: str) -> None:
        self._payments, self._name = payments, name

    def __enter__(self) -> None:
        self._payments.trouble(f"before {self._name}")

    def __exit__(self, kind: object, *_: object) -> None:
        if kind is None:
            self._payments.trouble(f"after {self._name}")


class MemoryArchive:
    """`papers` by key; `trouble` as for payments."""

    def __init__(self) -> None:
        self.papers: dict[str, bytes] = {}
        self.trouble: Callable[[str], None] = calm

    def has(self, key: str) -> bool:
        self.trouble("before has")
        return key in self.papers

    def keep(self, key: str, content: bytes, media_type: str) -> None:
        self.trouble("before keep")
        assert media_type == "application/pdf"
        self.papers.setdefault(key, content)
        self.trouble("after keep")

    def link(self, key: str, served: Served, lifetime: timedelta) -> str:
        return f"https://papers.example/{key}?name={served.name}&seconds={int(lifetime.total_seconds())}"


class Till(World):
    """A world in which things cost money. `alone_up_to` is what one of the staff may take off an invoice alone."""

    def __init__(
        self, portal: str = "social-work", table: MemoryTable | None = None, alone_up_to: int = 500_00
    ) -> None:
        self.rows = table or MemoryTable()
        super().__init__(portal, self.rows)
        policies = self.portal.policies
        billing = policies.billing.replace(alone_up_to=alone_up_to)
        self.portal = self.portal.replace(policies=policies.replace(billing=billing))
        self.payments: MemoryPayments = MemoryPayments()
        self.payments.now = self.clock.now
        self.archive: MemoryArchive = MemoryArchive()
        self.person: Account = member(self)

    def with_payments(self, invoice: Invoice) -> InvoiceWithPayments:
        return get_by_number(self, invoice.id)


def debt(account: str, **more: Any) -> Receivable:
    fields = {
        "payer": "Zoé Lefèbvre-Côté",
        "language": "fr",
        "about": "APPLICATION#123456789",
        "service": "social-worker",
        "title": Text(fr="Inscription", en="Registration"),
        "event": "application",
    }
    return Receivable(account=account, **{**fields, **more})


def owed(till: Till, **more: Any) -> Invoice:
    """Return an invoice that nobody sees yet."""
    work = UnitOfWork(till, till.now)
    invoice = invoice_for(work, debt(till.person.id, **more))
    assert invoice
    work.commit()
    return invoice


def issued(till: Till, **more: Any) -> Invoice:
    """Return an invoice that is to be paid."""
    invoice = owed(till, **more)
    assert invoice.due_at
    till.clock.advance(invoice.due_at - till.now)
    work(till, till.now)
    return till.with_payments(invoice).invoice


def offered(till: Till, **more: Any) -> tuple[Invoice, Payment]:
    """Return an invoice whose page for paying is open."""
    invoice = issued(till, **more)
    pay(till, invoice, PAYER, till.now)
    with_payments = till.with_payments(invoice)
    assert with_payments.payment
    return with_payments.invoice, with_payments.payment


def later(till: Till, **span: float) -> None:
    """Let time pass, and do what is due then."""
    till.clock.advance(timedelta(**span))
    work(till, till.now)


def down(_moment: str) -> None:
    raise Unavailable("Stripe is down")


def refusing(moment: str) -> None:
    if moment == "before refund":
        raise Rejected("charge_disputed")


def calm(_moment: str) -> None:
    """Let every call go well."""
