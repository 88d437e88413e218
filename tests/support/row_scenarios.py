"""Scenarios that together write every kind of row."""

from collections import deque
from contextlib import suppress

from chalicelib.accounts.actions.recover import send_reset_link
from chalicelib.accounts.inputs import ForgottenPassword
from chalicelib.accounts.visitor import KnownDevice
from chalicelib.applications.actions.decide import decide
from chalicelib.applications.actions.final import make_all_final, paid
from chalicelib.applications.actions.notes import write_note
from chalicelib.applications.actions.review import take
from chalicelib.applications.model import ApplicationState, Decision
from chalicelib.applications.storage import application_name
from chalicelib.billing.actions.finance_queue import alert_of_stranger, deal_with
from chalicelib.billing.actions.invoice_paid import InvoicePaid, notify_all
from chalicelib.billing.actions.webhook_events import handle_event
from chalicelib.cloud.clock import to_iso
from chalicelib.errors import RequestError
from chalicelib.outbox.model import EmailState
from chalicelib.tracing.actions.follow import follow
from tests.support import absence, documents, emails, finance_tour, requests, shipments
from tests.support.applications import changed, example, offering, submitted
from tests.support.billing import MemoryArchive, Till, offered
from tests.support.codes import shared_code
from tests.support.members import member
from tests.support.people import VISITOR, activated, try_to_sign_in
from tests.support.staff_tour import staff_requests
from tests.support.world import World


def an_account_ends() -> None:
    """Someone signs up and never comes back."""
    world = World("citizen-account")
    absence.announced(world)
    absence.run(world, absence.OVER)


def people_sign_in() -> None:
    """Someone fails to sign in and signs in, from a browser that is known too; a stranger asks for a new password."""
    world = World("citizen-account")
    known = VISITOR._replace(device=KnownDevice("d" * 32, (activated(world).id,)))
    for visitor in (VISITOR, known):
        with suppress(RequestError):
            try_to_sign_in(world, password="wrong", visitor=visitor)
        try_to_sign_in(world, visitor=visitor)
    send_reset_link(world, ForgottenPassword(identifier="nobody@example.org"), VISITOR, world.now)


def people_share_an_account() -> None:
    shared_code(World("freight"))


def an_email_bounces() -> None:
    world = World("citizen-account")
    sent = emails.enqueued(world)
    emails.stream(world)
    emails.tell(world, sent, EmailState.BOUNCED)


def a_registration_is_made() -> None:
    """Someone uploads documents and applies; staff write a note and approve; the fee is paid."""
    world = offering(World("psychotherapy"))
    world.archive = MemoryArchive()
    file = changed(world, submitted(world, "registration", audience="applicant"), state=ApplicationState.IN_REVIEW)
    write_note(world, file.number, "Vu.", "staff-1", world.now)
    decide(world, file.number, Decision.APPROVED, None, "staff-1", world.now)
    name = application_name(file.number)
    paid(world, InvoicePaid(invoice="1", account=file.account, about=name, event="registration"), world.now)
    world.clock.advance(days=7)
    make_all_final(world, world.now)


def staff_take_an_application() -> None:
    world = example()
    take(world, submitted(world).number, "anne", world.now)


def a_document_is_scanned() -> None:
    documents.clean(World("social-work"))


def money_moves() -> None:
    """Finance does everything once; an alert is dealt with, and subscribers learn of a payment."""
    deque(finance_tour.finance_road(finance_tour.PORTAL, "en"), maxlen=0)
    till = Till()
    _, payment = offered(till)
    assert payment.session
    handle_event(till, till.payments, till.payments.paid(payment.session), till.now)
    notify_all(till, [], till.now)
    alert_of_stranger(till, "signature", till.now)
    hour = to_iso(till.now.replace(minute=0, second=0))
    deal_with(till, f"webhook#{hour}", "signature", "finance-1", till.now)


def a_request_is_answered() -> None:
    world = offering(World("freight"))
    requests.asked(world)
    deque(staff_requests(world, "en"), maxlen=0)


def a_shipment_is_traced() -> None:
    """A shipment is announced, someone follows it, and it reaches its milestones."""
    world = World("freight")
    shipments.tell(world, shipments.WAY[:1])
    follow(world, shipments.NUMBER, member(world), world.now)
    shipments.tell(world, shipments.WAY[1:])


SCENARIOS = (
    staff_take_an_application,
    an_account_ends,
    people_sign_in,
    people_share_an_account,
    an_email_bounces,
    a_registration_is_made,
    a_document_is_scanned,
    money_moves,
    a_request_is_answered,
    a_shipment_is_traced,
)
