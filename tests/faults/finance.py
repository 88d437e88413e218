"""Finance in a random schedule: two people, each of whom would take money away alone if that went (REQUIREMENTS W4)."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from chalicelib.billing.actions.adjustments import (
    CreditOrder,
    agree_to_adjustment,
    cancel,
    credit_invoice,
    decline_adjustment,
    waive,
)
from chalicelib.billing.actions.checkout import pay
from chalicelib.billing.actions.find import get_by_number
from chalicelib.billing.actions.invoice_by_hand import invoice_by_hand
from chalicelib.billing.actions.reconcile import work
from chalicelib.billing.actions.refunds import RefundOrder, agree_to_refund, decline_refund, propose_refund
from chalicelib.billing.debts import Charge, Receivable
from chalicelib.billing.model import InvoiceWithPayments, RefundState
from chalicelib.billing.storage import is_invoice
from chalicelib.portal.text import Text
from tests.faults.people import open_account
from tests.faults.place import Place
from tests.support.billing import PAYER

PEOPLE = ("carl", "dora")
WHY = "Geste"
DEBTOR = "pat@example.org"
TITLE = Text(fr="Frais", en="Fee")
AMOUNTS = (1, 300, 301, 700, 1400)  # cents: what one may take off alone, a cent more, and all


class Finance:
    """Whoever of the two acts is drawn each time: so one agrees with the other, and tries to with oneself."""

    def __init__(self, place: Place) -> None:
        self._place, self._world, self._chance = place, place.world, place.chance

    @property
    def doings(self) -> tuple[Callable[[datetime], None], ...]:
        refunds = (self.propose_refund, self.propose_refund, *[self.judge_refund] * 3)
        return (self.be_paid, self.be_paid, *refunds, self.take_off, self.take_off, self.judge, self.judge)

    def be_paid(self, now: datetime) -> None:
        """Have someone pay what is open."""
        bill = self._some("open")
        if bill:
            page = pay(self._world, bill.invoice, PAYER, now)
            self._place.pay(page.rpartition("/")[2])

    def propose_refund(self, now: datetime) -> None:
        bill = self._some("paid")
        if bill:
            order = RefundOrder(self._cents, WHY, self._chance.choice((None, bill.invoice.id[::-1])))
            propose_refund(self._world, bill.invoice.name, order, self._person, now)

    def judge_refund(self, now: datetime) -> None:
        bill = self._some("paid")
        if bill and bill.refunds:
            proposed = [each for each in bill.refunds if each.state is RefundState.PROPOSED]
            refund = self._chance.choice(proposed or bill.refunds)
            act = self._chance.choice((agree_to_refund, agree_to_refund, decline_refund))
            act(self._world, bill.invoice.name, refund.id, self._person, now)

    def take_off(self, now: datetime) -> None:
        """Credit some, or let the whole be."""
        bill = self._some("open", "owed")
        if not bill:
            return
        name, by = bill.invoice.name, self._person
        act = self._chance.choice((waive, cancel, None, None, None))
        if act:
            act(self._world, name, WHY, by, now)
        else:
            credit_invoice(self._world, name, CreditOrder(self._cents, WHY), by, now)

    def judge(self, now: datetime) -> None:
        """Agree with what is proposed for an invoice, or let it be."""
        bill = self._some("open", "owed")
        if bill and bill.invoice.proposal:
            act = self._chance.choice((agree_to_adjustment, agree_to_adjustment, decline_adjustment))
            act(self._world, bill.invoice.name, bill.invoice.proposal.id, self._person, now)

    @property
    def _person(self) -> str:
        return self._chance.choice(PEOPLE)

    @property
    def _cents(self) -> int:
        return self._chance.choice(AMOUNTS)

    def _some(self, *states: str) -> InvoiceWithPayments | None:
        rows: list[Any] = [item for key, item in self._place.table.items.items() if key.sk.startswith("INVOICE#")]
        found = [each["id"] for each in rows if is_invoice(each) and each["state"] in states]
        return get_by_number(self._world, self._chance.choice(found)) if found else None


def open_bill(place: Place) -> None:
    """Have someone who owes an invoice, which can be paid now."""
    world = place.world
    debt = Receivable(
        account=open_account(world, DEBTOR).id,
        payer="Pat",
        language="fr",
        about="OTHER",
        service="odd-permit",
        title=TITLE,
        event="other",
    )
    invoice = invoice_by_hand(world, debt, Charge(TITLE, AMOUNTS[-1]), PEOPLE[0], world.now)
    assert invoice.due_at
    world.clock.advance(invoice.due_at - world.now)
    work(world, world.now)
