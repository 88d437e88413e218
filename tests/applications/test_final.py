"""From the approval to the registration: the invoice, the payment, a business day, the portal that opens (A8, M4)."""

from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.accounts.actions import find as accounts
from chalicelib.accounts.storage import put_account
from chalicelib.activities.model import SYSTEM, parse_activity, partition
from chalicelib.applications.actions.decide import decide
from chalicelib.applications.actions.fees import invoices_of
from chalicelib.applications.actions.final import make_all_final, paid
from chalicelib.applications.model import Application, ApplicationState, Decision
from chalicelib.applications.storage import application_name
from chalicelib.billing.actions.adjustments import agree_to_adjustment, cancel, waive
from chalicelib.billing.actions.find import reload
from chalicelib.billing.actions.invoice_by_hand import invoice_by_hand
from chalicelib.billing.actions.invoice_paid import InvoicePaid, notify_all
from chalicelib.billing.actions.offline_payments import OfflinePayment, confirm, record
from chalicelib.billing.actions.reconcile import work
from chalicelib.billing.debts import Charge
from chalicelib.billing.model import Invoice
from chalicelib.cloud.table import Change
from tests.support.applications import as_it_is, changed, offering, submitted
from tests.support.billing import MemoryArchive
from tests.support.people import ZOE
from tests.support.world import World

FRIDAY = datetime(2026, 3, 6, 20, 30, tzinfo=UTC)
MONDAY = datetime(2026, 3, 9, 19, 30, tzinfo=UTC)  # the same time of day: the clocks changed on Sunday
STAFF = "anne"


@pytest.fixture
def world() -> World:
    """A college that opens its second portal to whom it registers; it is closed at weekends."""
    college = offering(World("psychotherapy"))
    policies = college.portal.policies
    college.portal = college.portal.replace(
        policies=policies.replace(calendar=policies.calendar.replace(closed_weekdays=(6, 7)))
    )
    return college


def approved(world: World, service: str = "registration", audience: str = "applicant") -> Application:
    """Return the file of someone who is of this audience only."""
    file = changed(world, submitted(world, service, audience=audience), state=ApplicationState.IN_REVIEW)
    account = accounts.by_id(world, file.account)
    assert account
    change = Change(world.ids.new())
    put_account(change, account.replace(audiences=(audience,)))
    world.table.commit(change)
    decide(world, file.number, Decision.APPROVED, None, STAFF, world.now)
    return as_it_is(world, file)


def told(file: Application) -> InvoicePaid:
    return InvoicePaid(invoice="1", account=file.account, about=application_name(file.number), event="registration")


def audiences(world: World, file: Application) -> tuple[str, ...]:
    account = accounts.by_id(world, file.account)
    assert account
    return account.audiences


@pytest.mark.req("M1")
def test_a_submission_and_an_approval_each_owe_their_fee(world: World) -> None:
    events = [each.invoice.debt.event for each in invoices_of(world, approved(world))]
    assert sorted(events) == ["application", "registration"]


@pytest.mark.req("M1")
def test_a_refusal_owes_nothing(world: World) -> None:
    file = changed(world, submitted(world, "registration"), state=ApplicationState.IN_REVIEW)
    decide(world, file.number, Decision.REFUSED, "-", STAFF, world.now)
    assert [each.invoice.debt.event for each in invoices_of(world, file)] == ["application"]


@pytest.mark.req("M4")
def test_what_is_approved_and_not_paid_never_becomes_final(world: World) -> None:
    file = approved(world)
    world.clock.advance(days=3653)
    assert (make_all_final(world, world.now), as_it_is(world, file).registered_at) == (0, None)


@pytest.mark.req("A8", "M4")
def test_a_paid_registration_is_final_a_business_day_later_to_the_second(world: World) -> None:
    file = approved(world)
    world.clock.advance(FRIDAY - world.now)
    paid(world, told(file), world.now)
    world.clock.advance(MONDAY - FRIDAY - timedelta(seconds=1))
    assert (make_all_final(world, world.now), audiences(world, file)) == (0, ("applicant",))
    world.clock.advance(seconds=1)
    assert (make_all_final(world, world.now), audiences(world, file)) == (1, ("applicant", "registrant"))
    assert as_it_is(world, file).registered_at == MONDAY


def agreed(world: World, fee: Invoice) -> None:
    """Let a second one of finance agree to what is proposed."""
    proposal = reload(world, fee.debt.account, fee.id).proposal
    assert proposal
    agree_to_adjustment(world, fee.id, proposal.id, "finance-2", world.now)


@pytest.mark.req("M4", "W4")
def test_a_registration_whose_fee_is_waived_becomes_final_as_if_it_were_paid(world: World) -> None:
    file = approved(world)
    fee = next(each.invoice for each in invoices_of(world, file) if each.invoice.debt.event == "registration")
    waive(world, fee.id, "hardship", "finance-1", world.now)
    agreed(world, fee)
    assert [notify_all(world, (paid,), world.now) for _ in range(2)] == [1, 0]
    world.clock.advance(days=5)
    assert (make_all_final(world, world.now), audiences(world, file)) == (1, ("applicant", "registrant"))


@pytest.mark.req("M4", "W4")
def test_a_registration_whose_invoice_was_cancelled_goes_on_with_the_one_that_was_made_instead(world: World) -> None:
    world.archive = MemoryArchive()
    file = approved(world)
    fee = next(each.invoice for each in invoices_of(world, file) if each.invoice.debt.event == "registration")
    cancel(world, fee.id, "wrong", "finance-1", world.now)
    agreed(world, fee)
    by_staff = fee.debt.replace(about="STAFF", service="STAFF", event="other")
    again = invoice_by_hand(
        world, by_staff, Charge(fee.debt.title, fee.total, instead_of=fee.id), "finance-1", world.now
    )
    world.clock.advance(days=5)
    work(world, world.now)
    cheque = record(world, again.id, OfflinePayment("cheque", "1"), "finance-1", world.now)
    confirm(world, again.id, cheque.id, "finance-2", world.now)
    notify_all(world, (paid,), world.now)
    world.clock.advance(days=5)
    assert (make_all_final(world, world.now), audiences(world, file)) == (1, ("applicant", "registrant"))


@pytest.mark.req("M4", "X1")
def test_an_email_says_which_portal_is_open(world: World) -> None:
    file = approved(world)
    paid(world, told(file), world.now)
    world.clock.advance(days=7)
    make_all_final(world, world.now)
    mail = world.mail(ZOE)
    assert mail.subject.startswith("Votre inscription est définitive")
    assert "«\u00a0Portail des inscrits\u00a0»" in mail.text


@pytest.mark.req("M4", "W6")
def test_the_trail_says_that_it_was_paid_and_that_it_became_final(world: World) -> None:
    file = approved(world)
    paid(world, told(file), world.now)
    world.clock.advance(days=7)
    make_all_final(world, world.now)
    trail = map(parse_activity, world.table.query(partition(file.account), "ACTIVITY#"))
    name = application_name(file.number)
    assert [(each.kind, each.about, each.by) for each in trail][-2:] == [
        ("registration-paid", name, SYSTEM),
        ("registered", name, SYSTEM),
    ]


@pytest.mark.req("M4")
def test_told_and_tried_many_times_someone_is_registered_once(world: World) -> None:
    file = approved(world)
    for _ in range(3):
        paid(world, told(file), world.now)
        world.clock.advance(days=7)
        make_all_final(world, world.now)
    assert len([mail for mail in world.mails(ZOE) if mail.subject.startswith("Votre inscription")]) == 1
    assert audiences(world, file) == ("applicant", "registrant")


@pytest.mark.req("M4")
def test_the_payment_of_another_fee_registers_nobody(world: World) -> None:
    file = approved(world)
    paid(world, told(file).replace(event="application"), world.now)
    assert as_it_is(world, file).final_at is None


@pytest.mark.req("M4")
def test_a_registration_that_costs_nothing_becomes_final_by_itself(world: World) -> None:
    file = approved(world, "category-transfer", "registrant")
    assert as_it_is(world, file).final_at == file.steps[-1].at + timedelta(days=1)
