"""What administrators do with the others, and what they can't."""

from collections.abc import Callable

import pytest
from chalice.app import Chalice

from chalicelib.authentication.model import Factors
from chalicelib.cloud.table import Conflict
from chalicelib.errors import NotFound
from chalicelib.staff.actions import audit, find, invitation, people
from chalicelib.staff.actions.sessions import resume
from chalicelib.staff.errors import StaffSignInRefused
from chalicelib.staff.inputs import InviteStaff, Roles
from chalicelib.staff.model import StaffRole, StaffState
from tests.support.staff import (
    ANNE,
    BASIL,
    as_it_is,
    person_of,
    staff_browser,
    staff_member,
    staff_program,
    staff_session,
    try_password,
)
from tests.support.world import World, token_in

Worlds = Callable[[str], World]
AppFactory = Callable[[World], Chalice]


@pytest.mark.req("S10")
def test_an_administrator_invites_in_the_browser(world: Worlds, app_for: AppFactory) -> None:
    here = world("social-work")
    browser = staff_browser(here, app_for(here))
    page = browser.submit("/fr/staff/people", email=BASIL, language="en", **{"roles.reviewer": "yes"})
    assert BASIL in page.body
    assert here.mail(BASIL).subject.startswith("You are invited")


@pytest.mark.req("X3")
def test_an_administrator_invites_with_json(world: Worlds, app_for: AppFactory) -> None:
    here = world("social-work")
    program = staff_program(here, app_for(here))
    roles = {"registrar": True}
    assert program.post("/fr/staff/people", email=BASIL, language="fr", roles=roles).status == 202
    listed = program.get("/fr/staff/people").json["people"]
    assert [(each["email"], each["state"], each["roles"]) for each in listed] == [
        (ANNE, "active", ["administrator"]),
        (BASIL, "invited", ["registrar"]),
    ]


@pytest.mark.parametrize("roles", [{}, {"reviewer": False}])
def test_an_invitation_without_a_role_is_refused(world: Worlds, app_for: AppFactory, roles: dict[str, bool]) -> None:
    here = world("social-work")
    answer = staff_program(here, app_for(here)).post("/en/staff/people", email=BASIL, language="fr", roles=roles)
    assert (answer.status, answer.json["errors"]) == (422, {"roles": "Choose one role at least."})


@pytest.mark.req("SEC26", "SEC30")
def test_a_change_of_roles_ends_the_sessions_of_before(world: Worlds) -> None:
    here = world("social-work")
    admin = person_of(here, staff_session(here, staff_member(here)))
    basil = staff_member(here, StaffRole.REVIEWER, email=BASIL)
    token = staff_session(here, basil)
    people.change_roles(here, admin, basil.id, (StaffRole.FINANCE,), here.now)
    assert as_it_is(here, basil).roles == (StaffRole.FINANCE,)
    assert resume(here, token, here.now) is None


@pytest.mark.req("S10", "SEC30")
def test_someone_disabled_is_out_at_once_and_for_good(world: Worlds) -> None:
    here = world("social-work")
    admin = person_of(here, staff_session(here, staff_member(here)))
    basil = staff_member(here, StaffRole.REVIEWER, email=BASIL)
    token = staff_session(here, basil)
    people.disable(here, admin, basil.id, here.now)
    assert resume(here, token, here.now) is None
    with pytest.raises(StaffSignInRefused):
        try_password(here, BASIL)


@pytest.mark.req("S10")
def test_someone_invited_anew_begins_from_nothing(world: Worlds) -> None:
    here = world("social-work")
    admin = person_of(here, staff_session(here, staff_member(here)))
    basil = staff_member(here, StaffRole.REVIEWER, email=BASIL)
    token = staff_session(here, basil)
    people.invite_again(here, admin, basil.id, here.now)
    after = as_it_is(here, basil)
    assert (after.state, after.password, after.factors) == (StaffState.INVITED, None, Factors())
    assert resume(here, token, here.now) is None
    assert invitation.verify_invitation(here, token_in(here.mail(BASIL)), here.now)


@pytest.mark.req("S10")
def test_a_later_invitation_voids_the_earlier(world: Worlds) -> None:
    here = world("social-work")
    admin = person_of(here, staff_session(here, staff_member(here)))
    wish = InviteStaff(email=BASIL, language="fr", roles=Roles(reviewer=True))
    basil = invitation.invite(here, wish, admin.id, here.now)
    first = token_in(here.mail(BASIL))
    people.invite_again(here, admin, basil.id, here.now)
    assert invitation.verify_invitation(here, first, here.now) is None


@pytest.mark.req("W6")
def test_every_change_is_noted_with_whose_doing_it_was(world: Worlds) -> None:
    here = world("social-work")
    admin = person_of(here, staff_session(here, staff_member(here)))
    basil = staff_member(here, StaffRole.REVIEWER, email=BASIL)
    people.change_roles(here, admin, basil.id, (StaffRole.FINANCE,), here.now)
    here.clock.advance(seconds=1)
    people.disable(here, admin, basil.id, here.now)
    noted = [(entry.kind, entry.by) for entry in audit.recent(here, basil.id)]
    assert noted[:2] == [("disabled", admin.id), ("roles-changed", admin.id)]
    assert {kind for kind, _ in noted} == {"disabled", "roles-changed", "signed-in", "password-chosen", "invited"}


def test_the_page_of_someone_says_who_did_what(world: Worlds, app_for: AppFactory) -> None:
    here = world("social-work")
    program = staff_program(here, app_for(here))
    basil = staff_member(here, StaffRole.REVIEWER, email=BASIL)
    assert program.post(f"/en/staff/people/{basil.id}/disable").status == 200
    shown = program.get(f"/en/staff/people/{basil.id}").json["recent"]
    assert {(event["kind"], event["by"]) for event in shown} >= {("disabled", ANNE), ("invited", "operator")}


# --- nobody is left without an administrator ---


@pytest.mark.req("S10")
@pytest.mark.parametrize("what", ["", "/invitation", "/disable"])
def test_nobody_changes_the_own_record(world: Worlds, app_for: AppFactory, what: str) -> None:
    here = world("social-work")
    program = staff_program(here, app_for(here))
    staff = find.by_email(here, ANNE)
    assert staff
    body = "{}" if what else '{"roles": {"reviewer": true}}'
    answer = program.post(f"/en/staff/people/{staff.id}{what}", body)
    assert (answer.status, answer.json["type"]) == (409, "urn:guichet:problem:not-oneself")


@pytest.mark.req("S10")
def test_two_administrators_who_disable_each_other_at_once_leave_one(world: Worlds) -> None:
    here = world("social-work")
    anne = person_of(here, staff_session(here, staff_member(here)))
    basil = person_of(here, staff_session(here, staff_member(here, email=BASIL)))
    people.disable(here, anne, basil.id, here.now)
    with pytest.raises(Conflict):
        people.disable(here, basil, anne.id, here.now)
    assert [each.email for each in find.everyone(here) if each.is_active] == [ANNE]


def test_nobody_is_found_under_an_id_that_nobody_has(world: Worlds) -> None:
    here = world("social-work")
    admin = person_of(here, staff_session(here, staff_member(here)))
    with pytest.raises(NotFound):
        people.disable(here, admin, "f" * 32, here.now)


def test_everyone_is_listed_however_many_there_are() -> None:
    here = World("social-work")
    for number in range(103):
        wish = InviteStaff(email=f"n{number:03}@body.example", language="fr", roles=Roles(reviewer=True))
        invitation.invite(here, wish, "operator", here.now)
    assert [each.email for each in find.everyone(here)] == [f"n{number:03}@body.example" for number in range(103)]


def test_one_of_the_staff_goes_by_the_address_everywhere(world: Worlds) -> None:
    here = world("social-work")
    anne = staff_member(here)
    assert find.names(here, [anne.id, anne.id, "f" * 32]) == {anne.id: ANNE}
