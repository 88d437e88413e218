"""Real actions that enqueue the emails: at least one for each folder of templates/mail, one for each variant."""

from collections.abc import Callable

from chalicelib.accounts.actions import mailbox, profile, recover, share
from chalicelib.accounts.actions.admit import admit
from chalicelib.accounts.inputs import ForgottenIdentifier, ForgottenPassword
from chalicelib.accounts.profile_inputs import AddColleague, ChangePassword
from chalicelib.applications.actions.decide import decide
from chalicelib.applications.actions.final import make_all_final, paid
from chalicelib.applications.actions.remind import remind
from chalicelib.applications.actions.review import ask, take
from chalicelib.applications.items import application_name
from chalicelib.applications.model import Decision, Mandate, State
from chalicelib.billing.actions import notices
from chalicelib.billing.actions.by_hand import CreditWish, credit_invoice, waive
from chalicelib.billing.actions.paid import Paid
from chalicelib.billing.actions.reconcile import work
from chalicelib.billing.actions.refunds import RefundWish, agree_to_refund, propose_refund
from chalicelib.refusal import Refusal
from chalicelib.requests.actions.reply import reply
from chalicelib.requests.inputs import Answer
from chalicelib.staff.actions import factors, password
from chalicelib.staff.actions.sign_in import prove_factor
from chalicelib.staff.inputs import SecondStep
from chalicelib.tracing.actions.follow import follow
from tests.support import absence, drafts, staff
from tests.support.applications import changed, draft, example, filing, filled, offering, submitted
from tests.support.billing import Till, issued, offered
from tests.support.email_cases import Case, Scenario
from tests.support.members import member
from tests.support.people import VISITOR, ZOE, account_of, activated, sign_up_as, signed_in, try_to_sign_in
from tests.support.requests import asked
from tests.support.shipments import NUMBER, WAY, tell
from tests.support.world import BETTER, GOOD, World, token_in

STAFF = Mandate("anne", frozenset(State))
NEW = "zoe@elsewhere.example"


EMAILS: list[Case] = []


def sends(template: str) -> Callable[[Scenario], Scenario]:
    """Note that a scenario ends with such an email."""

    def note(scenario: Scenario) -> Scenario:
        EMAILS.append(Case(template, scenario))
        return scenario

    return note


# --- accounts ---


@sends("activation")
def a_person_signs_up() -> World:
    world = World("citizen-account")
    sign_up_as(world)
    return world


@sends("activation")
def a_person_signs_up_and_is_given_an_identifier() -> World:
    world = World("psychotherapy")
    sign_up_as(world)
    return world


@sends("already-registered")
def the_owner_of_an_account_signs_up_again() -> World:
    world = World("citizen-account")
    activated(world)
    sign_up_as(world)
    return world


@sends("admitted")
def staff_let_someone_in() -> World:
    world = World("freight")
    admit(world, ZOE, "fr", world.now)
    return world


@sends("account-locked")
def someone_tries_too_many_passwords() -> World:
    world = World("citizen-account")
    activated(world)
    for _ in range(world.portal.policies.lockout.attempts):
        refused(lambda: try_to_sign_in(world, password=BETTER))
    return world


@sends("password-reset")
def a_password_is_forgotten() -> World:
    world = World("citizen-account")
    activated(world)
    recover.send_reset_link(world, ForgottenPassword(identifier=ZOE), VISITOR, world.now)
    return world


@sends("password-changed")
def a_password_is_changed() -> World:
    world = World("citizen-account")
    activated(world)
    profile.change_password(
        world,
        signed_in(world),
        ChangePassword.model_validate({"current": GOOD, "password": BETTER}),
        VISITOR,
        world.now,
    )
    return world


@sends("identifier-reminder")
def an_identifier_is_forgotten() -> World:
    world = World("psychotherapy")
    activated(world)
    recover.remind_identifier(world, ForgottenIdentifier(email=ZOE), VISITOR, world.now)
    return world


@sends("account-notice")
def the_removal_of_an_account_is_announced() -> World:
    world = World("citizen-account")
    activated(world)
    absence.run(world, absence.FIRST)
    return world


@sends("account-notice")
def the_closing_of_an_account_is_announced() -> World:
    freight = World("freight")
    retention = freight.portal.policies.retention
    assert retention.accounts
    announced = World("citizen-account").portal.policies.retention.accounts
    assert announced
    accounts = retention.accounts.but(notices=announced.notices)
    policies = freight.portal.policies.but(retention=retention.but(accounts=accounts))
    world = World(freight.portal.but(policies=policies))
    admit(world, ZOE, "fr", world.now)
    absence.run(world, absence.CLOSED)
    return world


@sends("account-closed")
def an_account_is_closed() -> World:
    world = World("freight")
    admit(world, ZOE, "fr", world.now)
    absence.run(world, absence.CLOSED)
    return world


@sends("address-test")
def a_person_tries_the_address() -> World:
    world = World("citizen-account")
    activated(world)
    mailbox.send_test(world, signed_in(world), world.now)
    return world


@sends("colleague-added")
def a_company_adds_someone() -> World:
    world = World("freight")
    code = admit(world, ZOE, "fr", world.now).identifiers["access_code"]
    recover.reset_password(world, token_in(world.mail(ZOE)), GOOD, world.now)
    share.add(world, signed_in(world, code), AddColleague(name="Luc Roy", email=NEW, language="fr"), world.now)
    return world


@sends("colleague-removed")
def a_company_removes_someone() -> World:
    world = a_company_adds_someone()
    zoe = signed_in(world, account_of(world).identifiers["access_code"])
    luc = next(each for each in share.sharers(world, zoe) if each.name == "Luc Roy")
    first = next(each for each in share.sharers(world, zoe) if each.id != luc.id)
    share.remove(world, zoe._replace(colleague=first), luc.id, world.now)
    return world


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
    file = changed(world, submitted(world), state=State.IN_REVIEW)
    decide(world, file.number, Decision.REFUSED, "Incomplet", STAFF, world.now)
    decide(world, file.number, Decision.REFUSED, "Incomplet", STAFF._replace(by="basil"), world.now)
    return world


@sends("registration-final")
def a_registration_opens_an_audience() -> World:
    return registered("psychotherapy", "registration", "applicant")


@sends("registration-final")
def a_registration_opens_no_audience() -> World:
    return registered("social-work", "social-worker", None)


def registered(portal: str, service: str, audience: str | None) -> World:
    world = offering(World(portal))
    file = changed(world, submitted(world, service, audience=audience), state=State.IN_REVIEW)
    decide(world, file.number, Decision.APPROVED, None, STAFF, world.now)
    told = Paid(invoice="1", account=file.account, about=application_name(file.number), event="registration")
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
    credit_invoice(till, issued(till).name, CreditWish(26_50, "Geste", None), "finance-1", till.now)
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
    notices.take(till, till.payments, till.payments.paid(payment.session), till.now)
    return till


@sends("payment-refunded")
def a_payment_is_refunded() -> World:
    till = Till()
    invoice, payment = offered(till)
    assert payment.session
    notices.take(till, till.payments, till.payments.paid(payment.session), till.now)
    number = str(invoice.number)
    refund = propose_refund(till, number, RefundWish(50_00, "Erreur"), "finance-1", till.now)
    agree_to_refund(till, number, refund.id, "finance-2", till.now)
    work(till, till.now)
    return till


# --- requests ---


@sends("request-received")
def an_access_code_is_asked_for() -> World:
    world = World("freight")
    asked(world)
    return world


@sends("request-received")
@sends("recovery-told")
def another_address_asks_to_get_back_in() -> World:
    world = World("freight")
    admit(world, ZOE, "fr", world.now)
    asked(world, "recovery", email=NEW, identifier=account_of(world).identifiers["access_code"])
    return world


@sends("request-refused")
def an_access_code_is_refused() -> World:
    world = World("freight")
    reply(world, asked(world).id, Answer(decision=Decision.REFUSED, reason="Inconnue"), "s" * 32, world.now)
    return world


@sends("request-refused")
def a_recovery_is_refused() -> World:
    world = World("freight")
    request = asked(world, "recovery", email=NEW)
    reply(world, request.id, Answer(decision=Decision.REFUSED, reason="Inconnue"), "s" * 32, world.now)
    return world


@sends("recovery-answered")
@sends("recovery-told")
def someone_is_let_back_in() -> World:
    world = World("freight")
    code = admit(world, ZOE, "fr", world.now).identifiers["access_code"]
    request = asked(world, "recovery", email=NEW, identifier=code)
    reply(world, request.id, Answer(decision=Decision.APPROVED, identifier=code), "s" * 32, world.now)
    return world


# --- staff ---


@sends("staff-invitation")
def someone_is_invited() -> World:
    world = World("social-work")
    staff.invited(world)
    return world


@sends("staff-locked")
def someone_tries_too_many_passwords_of_staff() -> World:
    world = World("social-work")
    staff.staff_member(world)
    for _ in range(world.portal.policies.lockout.attempts):
        refused(lambda: staff.try_password(world, password=GOOD))
    return world


@sends("staff-password-changed")
def a_password_of_staff_is_changed() -> World:
    world = World("social-work")
    worker = staff.person_of(world, staff.staff_session(world, staff.staff_member(world)))
    wish = ChangePassword.model_validate({"current": staff.PASSWORD, "password": BETTER})
    password.change_password(world, worker, wish, staff.DESK, world.now)
    return world


@sends("staff-factors-changed")
def recovery_codes_are_renewed() -> World:
    world = World("social-work")
    renewed(world)
    return world


@sends("staff-factors-changed")
def a_recovery_code_is_used() -> World:
    world = World("social-work")
    code = renewed(world)[0]
    prove_factor(world, SecondStep(ticket=staff.try_password(world).ticket, recovery_code=code), staff.DESK, world.now)
    return world


def renewed(world: World) -> tuple[str, ...]:
    worker = staff.person_of(world, staff.staff_session(world, staff.staff_member(world)))
    return factors.renew_codes(world, worker, world.now)


# --- shipments ---


@sends("shipment-milestone")
def a_shipment_reaches_a_milestone() -> World:
    world = World("freight")
    tell(world, [WAY[0]])
    follow(world, NUMBER, member(world), world.now)
    tell(world, WAY)
    return world


def refused(attempt: Callable[[], object]) -> None:
    """Let an attempt be refused."""
    try:
        attempt()
    except Refusal:
        return
    raise AssertionError(attempt)
