"""An operator sees how things stand with a person and opens a blocked sign-in; the person's audit trail says so."""

import pytest

from chalicelib.accounts.errors import SignInRefused
from chalicelib.activities.model import PREFIX, parse_activity, partition
from infra.ops.people import look_at, open_for
from infra.trouble import Trouble
from tests.support.people import ZOE, activated, sign_up_as, signed_in, try_to_sign_in
from tests.support.world import GOOD, World

PASSWORD = GOOD + "12"


def trail(world: World, account: str) -> list[tuple[str, str | None]]:
    """Return what happened to the account and whose doing it was, the newest first."""
    items = world.table.query(partition(account), PREFIX, newest_first=True)
    return [(entry.kind, entry.by) for entry in map(parse_activity, items)]


def fail(world: World, times: int) -> None:
    for _ in range(times):
        with pytest.raises(SignInRefused):
            try_to_sign_in(world, ZOE, "not-the-password")


@pytest.mark.req("S2")
def test_a_lock_is_seen_and_opened_and_the_trail_names_the_operator() -> None:
    example = World("financial-licensing")
    account = activated(example, password=PASSWORD)
    fail(example, 5)
    locked = "sign-in is locked in new browsers until 2026-03-02T15:45:00"
    assert [line for line in look_at(example, ZOE, example.now) if line.startswith(locked)]
    open_for(example, ZOE, example.now)
    assert not [line for line in look_at(example, ZOE, example.now) if "locked" in line]
    assert trail(example, account.id)[:3] == [
        ("account-viewed", "operator"),
        ("access-opened", "operator"),
        ("account-viewed", "operator"),
    ]
    assert signed_in(example, ZOE, PASSWORD).account.id == account.id


def test_an_account_that_nobody_activated_is_said_to_be_so() -> None:
    citizen = World("citizen-account")
    sign_up_as(citizen)
    lines = look_at(citizen, ZOE, citizen.now)
    assert lines[0].endswith(": pending")
    assert lines[-1].startswith("not activated: the link works until 2026-")


@pytest.mark.parametrize("do", [look_at, open_for])
def test_who_is_not_known_is_said_not_to_be(do: object) -> None:
    world = World("citizen-account")
    with pytest.raises(Trouble, match=r"Nobody signs in with 'tom@example\.org'"):
        do(world, "tom@example.org", world.now)  # type: ignore[operator]
