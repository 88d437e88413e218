"""Whatever is lost or breaks, at whichever call: done again, it converges, and no money is without a record (REL10).

Each use case is run once to count its calls to the table, to Stripe and to the archive. Then it is run anew for each
call and each way to fail there, done again as the person, Stripe or the schedule would, and compared with the run in
which all went well.
"""

from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any, NamedTuple

import pytest

from chalicelib.billing.actions.adjustments import CreditOrder, cancel, credit_invoice, waive
from chalicelib.billing.actions.checkout import pay
from chalicelib.billing.actions.find import invoices
from chalicelib.billing.actions.invoice_by_hand import invoice_by_hand
from chalicelib.billing.actions.invoice_paid import notify
from chalicelib.billing.actions.journal import entries, month_of
from chalicelib.billing.actions.offline_payments import OfflinePayment, confirm, record
from chalicelib.billing.actions.receipts import of_year, year_link
from chalicelib.billing.actions.reconcile import work
from chalicelib.billing.actions.refunds import RefundOrder, agree_to_refund, propose_refund
from chalicelib.billing.actions.webhook_events import handle_event
from chalicelib.billing.debts import Charge
from chalicelib.billing.model import Invoice
from chalicelib.billing.storage import paid_key
from chalicelib.cloud.payments import PaymentOutcome
from chalicelib.cloud.table import Change, Item, Key, Unavailable
from chalicelib.errors import RequestError
from chalicelib.outbox.storage import parse_email
from chalicelib.portal.text import Text
from tests.support.billing import PAYER, Till, debt, issued, offered, owed
from tests.support.memory import MemoryTable


class Crash(BaseException):
    """The function is gone: nothing catches this."""


class Trouble:
    """Fails at the call of this number, before or after it is done."""

    def __init__(self) -> None:
        self.calls = 0
        self.at: tuple[int, str] | None = None
        self.kind: type[BaseException] = Unavailable

    def around(self, call: Callable[[], Any]) -> Any:
        number, self.calls = self.calls, self.calls + 1
        self._fail((number, "before"))
        found = call()
        self._fail((number, "after"))
        return found

    def moment(self, moment: str) -> None:
        """Do the same for Stripe and for the archive, which tell of themselves before and after."""
        if moment.startswith("before"):
            self.calls += 1
        self._fail((self.calls - 1, moment.split(maxsplit=1)[0]))

    def _fail(self, here: tuple[int, str]) -> None:
        if self.at == here:
            self.at = None
            raise self.kind("lost")


class TroubledTable(MemoryTable):
    """A table in trouble."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__()
        self._trouble = trouble

    def get(self, key: Key) -> Item | None:
        found: Item | None = self._trouble.around(lambda: super(TroubledTable, self).get(key))
        return found

    def query(self, pk: str, begins_with: str = "", **more: Any) -> Iterator[Item]:
        yield from self._trouble.around(lambda: list(super(TroubledTable, self).query(pk, begins_with, **more)))

    def commit(self, change: Change) -> None:
        self._trouble.around(lambda: super(TroubledTable, self).commit(change))


class Case(NamedTuple):
    """`prepare` brings it to the point; `act` is what may fail, and is done again."""

    prepare: Callable[[Till], Any]
    act: Callable[[Till, Any], object]


def number(invoice: Invoice) -> str:
    return str(invoice.number)


def told(till: Till, found: Any) -> None:
    """Let Stripe tell, again and again until it hears that we have understood."""
    _, payment = found
    handle_event(till, till.payments, till.payments.paid(payment.session), till.now)


def told_of_surplus(till: Till, found: Any) -> None:
    told(till, found)
    work(till, till.now)


def waived(till: Till) -> Any:
    found = offered(till)
    waive(till, number(found[0]), "Erreur", "finance-1", till.now)
    return found


def paid(till: Till) -> Invoice:
    found = offered(till)
    told(till, found)
    return till.with_payments(found[0]).invoice


def proposed(till: Till) -> Any:
    invoice = paid(till)
    return invoice, propose_refund(till, number(invoice), RefundOrder(50_00, "Erreur"), "finance-1", till.now)


def agreed_and_sent(till: Till, found: Any) -> None:
    invoice, refund = found
    agree_to_refund(till, number(invoice), refund.id, "finance-2", till.now)
    work(till, till.now)


def recorded(till: Till) -> Any:
    invoice = issued(till)
    return invoice, record(till, number(invoice), OfflinePayment("cheque", "1"), "finance-1", till.now)


def confirmed(till: Till, found: Any) -> None:
    invoice, payment = found
    confirm(till, number(invoice), payment.id, "finance-2", till.now)


def credited(till: Till, found: Any) -> None:
    """Take some off, by a form that is sent again where it got no answer."""
    credit_invoice(till, number(found[0]), CreditOrder(26_50, "Geste", "c" * 32), "finance-1", till.now)


CHARGE = Charge(Text(fr="Copie", en="Copy"), 10_00, request="d" * 32)


def cancelled(till: Till) -> str:
    found, _ = offered(till)
    cancel(till, number(found), "Erreur", "finance-1", till.now)
    return number(found)


def made_instead(till: Till, name: str) -> None:
    """Make another one, by a form that is sent again where it got no answer."""
    invoice_by_hand(till, debt(till.person.id), CHARGE._replace(instead_of=name), "finance-1", till.now)


CASES = {
    "issue": Case(owed, lambda till, _: work(till, till.now)),
    "pay": Case(issued, lambda till, invoice: pay(till, invoice, PAYER, till.now)),
    "told": Case(offered, told),
    "surplus": Case(waived, told_of_surplus),
    "refund": Case(proposed, agreed_and_sent),
    "cheque": Case(recorded, confirmed),
    "credit": Case(offered, credited),
    "record": Case(
        issued,
        lambda till, found: record(till, number(found), OfflinePayment("cheque", "1", "f" * 32), "finance-1", till.now),
    ),
    "propose": Case(
        paid,
        lambda till, found: propose_refund(
            till, number(found), RefundOrder(5_00, "Geste", "e" * 32), "finance-1", till.now
        ),
    ),
    "waive": Case(offered, lambda till, found: waive(till, number(found[0]), "Erreur", "finance-1", till.now)),
    "cancel": Case(offered, lambda till, found: cancel(till, number(found[0]), "Erreur", "finance-1", till.now)),
    "by hand": Case(
        lambda _: None,
        lambda till, _: invoice_by_hand(till, debt(till.person.id), CHARGE, "finance-1", till.now),
    ),
    "instead": Case(cancelled, made_instead),
    "receipt": Case(paid, lambda till, invoice: notify(till, paid_key(invoice.id), (), till.now)),
    "year": Case(paid, lambda till, _: year_link(till, till.person.id, till.now.year, "fr")),
    "disputed": Case(
        offered,
        lambda till, found: handle_event(
            till, till.payments, till.payments.notice(found[1].session, PaymentOutcome.DISPUTED), till.now
        ),
    ),
}


def run(name: str, at: tuple[int, str] | None, kind: type[BaseException]) -> tuple[Till, int]:
    """Run the case with this trouble, then again without, then let time and Stripe do their part."""
    trouble, case = Trouble(), CASES[name]
    till = Till(table=TroubledTable(trouble))
    prepared = case.prepare(till)
    till.payments.trouble = till.archive.trouble = trouble.moment
    trouble.calls, trouble.at, trouble.kind = 0, at, kind
    calls = 0
    for attempt in range(2):
        with suppress(kind, RequestError):
            case.act(till, prepared)
        calls = calls if attempt else trouble.calls
    work(till, till.now)
    return till, calls


def left(till: Till) -> tuple[object, ...]:
    """Return what may not depend on what went wrong."""
    found = sorted(till.rows.items.items())
    emails = sorted(parse_email(item).template for key, item in found if key.sk == "OUTBOX")
    states = sorted((key.sk.split("#")[0::2], item["state"]) for key, item in found if key.sk.startswith("INVOICE#"))
    money = sorted((entry.movement, entry.cents) for entry in entries(till, month_of(till.now.date())))
    receipts = [receipt.number for receipt in of_year(till, till.person.id, till.now.year)]
    refunds = sorted(cents for _, cents in till.payments.refunds.values())
    totals = [each.invoice.total for each in invoices(till, till.person.id)]
    return states, emails, money, receipts, refunds, len(till.payments.pages), totals, till.archive.papers


WELL = {name: run(name, None, Unavailable) for name in CASES}
TROUBLES = [
    (name, call, when, kind)
    for name, (_, calls) in WELL.items()
    for call in range(calls)
    for when in ("before", "after")
    for kind in (Unavailable, Crash)
]


@pytest.mark.req("REL10", "REL02", "REL25")
@pytest.mark.parametrize(("name", "call", "when", "kind"), TROUBLES)
def test_after_any_trouble_it_ends_as_if_there_had_been_none(
    name: str, call: int, when: str, kind: type[BaseException]
) -> None:
    till, _ = run(name, (call, when), kind)
    assert left(till) == left(WELL[name][0])


@pytest.mark.req("REL10")
def test_each_case_has_calls_that_can_fail() -> None:
    assert {name: calls > 1 for name, (_, calls) in WELL.items()} == dict.fromkeys(CASES, True)
