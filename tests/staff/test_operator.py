"""The first administrator is invited from the command line."""

from collections.abc import Callable

import pytest

from chalicelib.staff.actions import audit, find
from chalicelib.staff.model import StaffRole
from infra.ops.staff import invite_staff
from infra.trouble import Trouble
from tests.support.staff import ANNE
from tests.support.world import World

Worlds = Callable[[str], World]


@pytest.mark.req("S10")
@pytest.mark.parametrize("key", ["social-work", "freight"])
def test_an_operator_invites_the_first_administrator(world: Worlds, key: str) -> None:
    here = world(key)
    staff = invite_staff(here, ANNE, "fr", [StaffRole.ADMINISTRATOR])
    assert "token=" in here.mail(ANNE).text
    assert [(entry.kind, entry.by) for entry in audit.recent(here, staff.id)] == [("invited", "operator")]


@pytest.mark.parametrize(
    ("email", "language", "roles"), [("anne", "fr", list(StaffRole)), (ANNE, "de", list(StaffRole)), (ANNE, "fr", [])]
)
def test_what_can_not_be_is_said_in_a_sentence(
    world: Worlds, email: str, language: str, roles: list[StaffRole]
) -> None:
    here = world("social-work")
    with pytest.raises(Trouble):
        invite_staff(here, email, language, roles)
    assert find.everyone(here) == []


def test_someone_who_is_on_the_list_is_not_invited_again(world: Worlds) -> None:
    here = world("social-work")
    invite_staff(here, ANNE, "fr", [StaffRole.REVIEWER])
    with pytest.raises(Trouble, match="already"):
        invite_staff(here, ANNE, "fr", [StaffRole.ADMINISTRATOR])
