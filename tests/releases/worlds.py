"""Portals in which much has happened: what their tables hold is kept for each release."""

from collections.abc import Callable

from chalicelib.applications.actions.decide import decide
from chalicelib.applications.actions.final import paid
from chalicelib.applications.actions.notes import write_note
from chalicelib.applications.model import ApplicationState, Decision
from chalicelib.applications.storage import application_name
from chalicelib.billing.actions.invoice_paid import InvoicePaid
from chalicelib.outbox.model import EmailState
from chalicelib.staff.model import StaffRole
from chalicelib.tracing.actions.follow import follow
from tests.support import emails, finance_tour, requests, shipments
from tests.support.applications import asked, changed, draft, example, offering, submitted
from tests.support.billing import MemoryArchive, Till
from tests.support.codes import shared_code
from tests.support.people import account_of, activated, sign_up_as, try_to_sign_in
from tests.support.review import file_in
from tests.support.staff import ANNE, BASIL, staff_member
from tests.support.world import World


def citizen_account() -> World:
    """Someone signed up, another signs in, and mail to them bounces."""
    world = World("citizen-account")
    activated(world)
    try_to_sign_in(world)
    sign_up_as(world, "new@example.org")
    sent = emails.enqueued(world, account=account_of(world).id)
    emails.stream(world)
    emails.tell(world, sent, EmailState.BOUNCED)
    return world


def financial_licensing() -> World:
    """Someone has a user name, and someone of the staff looks after locks."""
    world = World("financial-licensing")
    activated(world)
    try_to_sign_in(world)
    staff_member(world)
    return world


def psychotherapy() -> World:
    """Someone is registered after staff wrote a note and approved, and the fee was paid; another is about to be."""
    world = offering(World("psychotherapy"))
    world.archive = MemoryArchive()
    for email in ("zoe@example.org", "ada@example.org"):
        filed = submitted(world, "registration", email, audience="applicant")
        file = changed(world, filed, state=ApplicationState.IN_REVIEW)
        write_note(world, file.number, "Vu.", "staff-1", world.now)
        decide(world, file.number, Decision.APPROVED, None, "staff-1", world.now)
        world.clock.advance(days=6)
        about = application_name(file.number)
        paid(world, InvoicePaid(invoice="1", account=file.account, about=about, event="registration"), world.now)
    return world


def social_work() -> World:
    """There are invoices in every state, with payments, refunds and alerts."""
    till = Till("social-work")
    finance_tour.invoices(till)
    staff_member(till, StaffRole.FINANCE, email=BASIL)
    return till


def freight() -> World:
    """Several share a code, someone asks for one, and shipments are on their way."""
    world = offering(World("freight"))
    shared_code(world)
    requests.asked(world)
    shipments.tell(world, shipments.WAY[:1])
    follow(world, shipments.NUMBER, account_of(world), world.now)
    shipments.tell(world, shipments.WAY[1:])
    return world


def applications() -> World:
    """There are applications in every state, one with documents, one with a question to its applicant."""
    world = example()
    draft(world, email="draft@example.org")
    for state in ApplicationState:
        if state is not ApplicationState.DRAFT:
            file_in(world, state, email=f"{state}@example.org")
    asked(world, submitted(world), "Quelle année?")
    staff_member(world, StaffRole.REGISTRAR, email=ANNE)
    return world


WORLDS: dict[str, Callable[[], World]] = {
    each.__name__.replace("_", "-"): each
    for each in (citizen_account, financial_licensing, psychotherapy, social_work, freight, applications)
}
