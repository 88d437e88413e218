"""Real actions that enqueue the emails of applications, invoices and shipments, each variant."""

from chalicelib.applications.actions.decide import decide
from chalicelib.applications.actions.final import make_all_final, paid
from chalicelib.applications.actions.remind import remind
from chalicelib.applications.actions.review import ask, take
from chalicelib.applications.model import ApplicationState, Decision
from chalicelib.applications.storage import application_name
from chalicelib.billing.actions import webhook_events
from chalicelib.billing.actions.adjustments import CreditOrder, credit_invoice, waive
from chalicelib.billing.actions.invoice_paid import InvoicePaid
from chalicelib.billing.actions.reconcile import work
from chalicelib.billing.actions.refunds import RefundOrder, agree_to_refund, propose_refund
from chalicelib.tracing.actions.follow import follow
from tests.support import drafts
from tests.support.applications import changed, draft, example, filing, filled, offering, submitted
from tests.support.billing import Till, issued, offered
from tests.support.email_cases import Case, sending
from tests.support.members import member
from tests.support.shipments import NUMBER, WAY, tell
from tests.support.world import World

STAFF = "anne"
FILES: list[Case] = []
sends = sending(FILES)


# --- applications ---


@sends("application-submitted")
def an_application_is_submitted() -> World:
    world = example()
    filing(world, filled(world))
    return world


@sends("information-asked")
def staff_ask_for_more() -> World:
    world = example()
    file = submitted(world)
    take(world, file.number, STAFF, world.now)
    ask(world, file.number, "Où ?", STAFF, world.now)
    return world


@sends("question-reminder")
def an_answer_is_due() -> World:
    world = staff_ask_for_more()
    world.clock.advance(days=5)
    assert remind(world, world.now)
    return world


@sends("application-decided")
def staff_decide() -> World:
    world = example()
    file = changed(world, submitted(world), state=ApplicationState.IN_REVIEW)
    decide(world, file.number, Decision.REFUSED, "Incomplet", STAFF, world.now)
    decide(world, file.number, Decision.REFUSED, "Incomplet", "basil", world.now)
    return world


@sends("registration-final")
def a_registration_opens_an_audience() -> World:
    return registered("psychotherapy", "registration", "applicant")


@sends("registration-final")
def a_registration_opens_no_audience() -> World:
    return registered("social-work", "social-worker", None)


def registered(portal: str, service: str, audience: str | None) -> World:
    world = offering(World(portal))
    file = changed(world, submitted(world, service, audience=audience), state=ApplicationState.IN_REVIEW)
    decide(world, file.number, Decision.APPROVED, None, STAFF, world.now)
    told = InvoicePaid(invoice="1", account=file.account, about=application_name(file.number), event="registration")
    paid(world, told, world.now)
    world.clock.advance(days=7)
    assert make_all_final(world, world.now)
    return world


@sends("draft-notice")
def the_end_of_a_draft_is_announced() -> World:
    world = offering(World("citizen-account"))
    draft(world, drafts.PLAIN)
    drafts.run(world, drafts.FIRST)
    return world


@sends("draft-expired")
def a_draft_ends() -> World:
    world = offering(World("citizen-account"))
    drafts.announced(world)
    drafts.run(world, drafts.OVER)
    return world


# --- invoices ---


@sends("invoice-issued")
def an_invoice_is_issued() -> World:
    till = Till()
    issued(till)
    return till


@sends("invoice-credited")
def an_invoice_is_credited() -> World:
    till = Till()
    credit_invoice(till, issued(till).name, CreditOrder(26_50, "Geste", None), "finance-1", till.now)
    return till


@sends("invoice-closed")
def an_invoice_is_waived() -> World:
    till = Till()
    waive(till, issued(till).name, "Erreur", "finance-1", till.now)
    return till


@sends("payment-received")
def an_invoice_is_paid() -> World:
    till = Till()
    _, payment = offered(till)
    assert payment.session
    webhook_events.handle_event(till, till.payments, till.payments.paid(payment.session), till.now)
    return till


@sends("payment-refunded")
def a_payment_is_refunded() -> World:
    till = Till()
    invoice, payment = offered(till)
    assert payment.session
    webhook_events.handle_event(till, till.payments, till.payments.paid(payment.session), till.now)
    number = str(invoice.number)
    refund = propose_refund(till, number, RefundOrder(50_00, "Erreur"), "finance-1", till.now)
    agree_to_refund(till, number, refund.id, "finance-2", till.now)
    work(till, till.now)
    return till


# --- shipments ---


@sends("shipment-milestone")
def a_shipment_reaches_a_milestone() -> World:
    world = World("freight")
    tell(world, [WAY[0]])
    follow(world, NUMBER, member(world), world.now)
    tell(world, WAY)
    return world
