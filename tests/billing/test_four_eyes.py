"""Nobody makes money vanish alone: above the portal's amount, what is taken off an invoice takes two (W4, SEC40)."""

from collections.abc import Callable

import pytest

from chalicelib.app_factory import create_app
from chalicelib.billing.actions.adjustments import (
    CreditOrder,
    agree_to_adjustment,
    cancel,
    credit_invoice,
    decline_adjustment,
    waive,
)
from chalicelib.billing.actions.finance_queue import waiting
from chalicelib.billing.actions.invoice_by_hand import invoice_by_hand
from chalicelib.billing.actions.reconcile import work
from chalicelib.billing.debts import Charge
from chalicelib.billing.errors import AlreadyProposed, NotThatInvoice, OwnRecord
from chalicelib.billing.model import Invoice, InvoiceState
from chalicelib.errors import Invalid
from chalicelib.portal.text import Text
from chalicelib.staff.model import StaffRole
from tests.support.billing import Till, debt, issued, offered
from tests.support.members import EMAIL
from tests.support.staff import ANNE, BASIL, staff_browser
from tests.support.world import World

pytestmark = pytest.mark.req("W4", "SEC40")
TITLE = Text(fr="Frais", en="Fee")
Act = Callable[[Till, Invoice], bool]


def off(till: Till, invoice: Invoice, cents: int, request: str | None = None) -> bool:
    return credit_invoice(till, invoice.name, CreditOrder(cents, "Geste", request), "finance-1", till.now)


ACTS: dict[str, Act] = {
    "waive": lambda till, invoice: waive(till, invoice.name, "Difficultés", "finance-1", till.now),
    "cancel": lambda till, invoice: cancel(till, invoice.name, "Erreur", "finance-1", till.now),
    "credit": lambda till, invoice: off(till, invoice, 126_49),
}


def proposed(till: Till, invoice: Invoice) -> str:
    found = till.with_payments(invoice).invoice.proposal
    assert found
    return found.id


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)
def test_above_the_amount_nothing_is_taken_off_before_a_second_one_agrees(act: Act) -> None:
    till = Till(alone_up_to=50_00)
    invoice = issued(till)
    assert not act(till, invoice)
    assert (till.with_payments(invoice).invoice.total, till.with_payments(invoice).invoice.state) == (
        126_50,
        InvoiceState.OPEN,
    )
    with pytest.raises(OwnRecord):
        agree_to_adjustment(till, invoice.name, proposed(till, invoice), "finance-1", till.now)
    agree_to_adjustment(till, invoice.name, proposed(till, invoice), "finance-2", till.now)
    after = till.with_payments(invoice).invoice
    assert after.proposal is None
    assert (after.state, after.total) != (InvoiceState.OPEN, 126_50)


@pytest.mark.parametrize(("cents", "is_done"), [(50_00, True), (50_01, False)])
def test_up_to_the_amount_one_acts_alone(cents: int, *, is_done: bool) -> None:
    till = Till(alone_up_to=50_00)
    assert off(till, issued(till), cents) is is_done


def test_parts_count_together_so_that_nobody_takes_off_in_slices() -> None:
    till = Till(alone_up_to=50_00)
    invoice = issued(till)
    assert [off(till, invoice, 25_00), off(till, invoice, 25_00), off(till, invoice, 1)] == [True, True, False]


def test_what_is_left_after_credits_is_not_waived_alone_either() -> None:
    till = Till(alone_up_to=100_00)
    invoice = issued(till)
    assert off(till, invoice, 100_00)
    assert not waive(till, invoice.name, "Reste", "finance-1", till.now)


def test_a_cancelled_invoice_is_not_replaced_by_a_cent() -> None:
    till = Till(alone_up_to=50_00)
    invoice = issued(till)
    cancel(till, invoice.name, "Erreur", "finance-1", till.now)
    agree_to_adjustment(till, invoice.name, proposed(till, invoice), "finance-2", till.now)
    for cents in (1, 76_49):
        with pytest.raises(Invalid) as refusal:
            invoice_by_hand(till, debt(till.person.id), Charge(TITLE, cents, instead_of=invoice.name), "f-2", till.now)
        assert list(refusal.value.errors) == ["amount"]
    made = invoice_by_hand(till, debt(till.person.id), Charge(TITLE, 76_50, instead_of=invoice.name), "f-2", till.now)
    assert made.total == 76_50


def test_a_proposal_that_is_declined_leaves_the_invoice_as_it_was() -> None:
    till = Till(alone_up_to=0)
    invoice = issued(till)
    waive(till, invoice.name, "Erreur", "finance-1", till.now)
    decline_adjustment(till, invoice.name, proposed(till, invoice), "finance-2", till.now)
    assert (till.with_payments(invoice).invoice.state, till.with_payments(invoice).invoice.proposal) == (
        InvoiceState.OPEN,
        None,
    )
    assert len(till.mails(EMAIL)) == 1  # of the invoice


def test_one_thing_is_proposed_at_a_time_and_the_same_form_twice_is_one() -> None:
    till = Till(alone_up_to=0)
    invoice = issued(till)
    assert [off(till, invoice, 1_00, "a" * 32), off(till, invoice, 1_00, "a" * 32)] == [False, False]
    with pytest.raises(AlreadyProposed):
        waive(till, invoice.name, "Erreur", "finance-1", till.now)


def test_what_is_paid_meanwhile_is_not_waived_any_more() -> None:
    till = Till(alone_up_to=0)
    invoice, payment = offered(till)
    waive(till, invoice.name, "Erreur", "finance-1", till.now)
    waits = proposed(till, invoice)
    assert payment.session
    till.payments.paid(payment.session)
    till.clock.advance(minutes=20)
    work(till, till.now)
    with pytest.raises(NotThatInvoice):
        agree_to_adjustment(till, invoice.name, waits, "finance-2", till.now)


def test_what_waits_is_on_the_list_of_finance_until_it_is_answered() -> None:
    till = Till(alone_up_to=0)
    invoice = issued(till)
    off(till, invoice, 1_00)
    waits = [(each.what, each.cents, each.by, each.is_alert) for each in waiting(till).items]
    agree_to_adjustment(till, invoice.name, proposed(till, invoice), "finance-2", till.now)
    assert (waits, waiting(till).items) == ([("adjust", 1_00, "finance-1", False)], [])


@pytest.mark.parametrize("portal", ["social-work", "psychotherapy", "financial-licensing", "citizen-account"])
def test_where_a_portal_says_nothing_everything_takes_two(portal: str) -> None:
    assert World(portal).portal.policies.billing.alone_up_to == 0


def test_two_of_finance_waive_an_invoice_by_their_pages() -> None:
    till = Till(alone_up_to=0)
    invoice, app = issued(till), create_app(till)
    anne, basil = (staff_browser(till, app, StaffRole.FINANCE, email=email) for email in (ANNE, BASIL))
    page = f"/fr/staff/invoices/{invoice.name}"
    answer = anne.submit(f"{page}/close", decision="waived", reason="Difficultés financières")
    assert "C’est proposé. Une autre personne de l’équipe doit l’approuver." in answer.body
    assert ("Difficultés financières" in answer.body, "Approuver<span" in answer.body) == (True, False)
    judge = f"{page}/proposal/{proposed(till, invoice)}"
    assert anne.post(judge, decision="agreed").status == 403
    assert "Approuver<span" in basil.get(page).body
    assert basil.post(judge, decision="agreed").status == 303
    assert till.with_payments(invoice).invoice.state is InvoiceState.WAIVED
