"""Real actions that enqueue the emails of accounts, requests and staff, each variant."""

from collections.abc import Callable

from chalicelib.accounts.actions import email_delivery, profile, recover, sharing
from chalicelib.accounts.actions.administration import admit
from chalicelib.accounts.inputs import ForgottenIdentifier, ForgottenPassword
from chalicelib.accounts.profile_inputs import AddMember, ChangePassword
from chalicelib.applications.model import Decision
from chalicelib.authentication.inputs import SecondStep
from chalicelib.errors import RequestError
from chalicelib.requests.actions.reply import reply
from chalicelib.requests.inputs import Answer
from chalicelib.staff.actions import factors, password
from chalicelib.staff.actions.sign_in import complete_sign_in
from chalicelib.staff.model import StaffRole
from tests.support import absence, staff
from tests.support.email_cases import Case, sending
from tests.support.people import VISITOR, ZOE, account_of, activated, sign_up_as, signed_in, try_to_sign_in
from tests.support.requests import asked
from tests.support.world import BETTER, GOOD, World, token_in

NEW = "zoe@elsewhere.example"
PEOPLE: list[Case] = []
sends = sending(PEOPLE)


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
    accounts = retention.accounts.replace(notices=announced.notices)
    policies = freight.portal.policies.replace(retention=retention.replace(accounts=accounts))
    world = World(freight.portal.replace(policies=policies))
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
    email_delivery.send_test(world, signed_in(world), world.now)
    return world


@sends("colleague-added")
def a_company_adds_someone() -> World:
    world = World("freight")
    code = admit(world, ZOE, "fr", world.now).identifiers["access_code"]
    recover.reset_password(world, token_in(world.mail(ZOE)), GOOD, world.now)
    sharing.add(world, signed_in(world, code), AddMember(name="Luc Roy", email=NEW, language="fr"), world.now)
    return world


@sends("colleague-removed")
def a_company_removes_someone() -> World:
    world = a_company_adds_someone()
    zoe = signed_in(world, account_of(world).identifiers["access_code"])
    luc = next(each for each in sharing.sharers(world, zoe) if each.name == "Luc Roy")
    first = next(each for each in sharing.sharers(world, zoe) if each.id != luc.id)
    sharing.remove(world, zoe._replace(member=first), luc.id, world.now)
    return world


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


@sends("staff-administered")
def an_administrator_invites_someone() -> World:
    world = World("social-work")
    staff.staff_member(world)
    staff.invited(world, StaffRole.REVIEWER, StaffRole.FINANCE, email=staff.BASIL)
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
    complete_sign_in(
        world, SecondStep(ticket=staff.try_password(world).ticket, recovery_code=code), staff.DESK, world.now
    )
    return world


def renewed(world: World) -> tuple[str, ...]:
    worker = staff.person_of(world, staff.staff_session(world, staff.staff_member(world)))
    return factors.renew_codes(world, worker, world.now)


def refused(attempt: Callable[[], object]) -> None:
    """Let an attempt be refused."""
    try:
        attempt()
    except RequestError:
        return
    raise AssertionError(attempt)
