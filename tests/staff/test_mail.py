"""Addresses that mail does not reach, as staff see them (REQUIREMENTS X4, W1)."""

import pytest

from chalicelib.app_factory import create_app
from chalicelib.outbox.model import EmailState as S
from chalicelib.staff.model import StaffRole
from tests.support.emails import enqueued, receivers, stream, tell
from tests.support.http import Program
from tests.support.people import ZOE, account_of, activated
from tests.support.staff import ANNE, staff_program
from tests.support.world import World

MAIL = "/en/staff/mail"


@pytest.fixture
def citizen() -> World:
    """A portal where someone's mail came back."""
    world = World("citizen-account")
    activated(world)
    tell(world, world.mail(ZOE).email_id, S.BOUNCED)
    return world


def clerk(world: World) -> Program:
    return staff_program(world, create_app(world), StaffRole.REVIEWER)


@pytest.mark.req("X4", "W1")
def test_staff_see_who_cannot_be_reached_until_they_say_that_they_know(citizen: World) -> None:
    office = clerk(citizen)
    assert office.get("/en/staff/queue").json["unreachable"] == 1
    (found,) = office.get(MAIL).json["mailboxes"]
    assert (found["email"], found["trouble"], found["is_shut"]) == (ZOE, "bounced", True)
    assert office.post(MAIL, mailbox=found["mailbox"], decision="known").status == 200
    assert (office.get(MAIL).json["mailboxes"], office.get("/en/staff/queue").json["unreachable"]) == ([], 0)
    enqueued(citizen)
    stream(citizen)
    assert account_of(citizen).unreachable_since
    assert receivers(citizen) == sorted([ZOE, ANNE])  # nothing more is sent there all the same


@pytest.mark.req("X4", "REL13")
def test_staff_let_mail_go_there_again_when_the_person_has_mended_it(citizen: World) -> None:
    office = clerk(citizen)
    (found,) = office.get(MAIL).json["mailboxes"]
    assert office.post(MAIL, mailbox=found["mailbox"], decision="reopen").status == 200
    enqueued(citizen)
    stream(citizen)
    assert receivers(citizen).count(ZOE) == 2
    assert account_of(citizen).unreachable_since is None
    assert office.post(MAIL, mailbox=found["mailbox"], decision="reopen").status == 404


def test_what_is_not_known_to_make_trouble_cannot_be_settled(citizen: World) -> None:
    office = clerk(citizen)
    answers = [office.post(MAIL, mailbox="0" * 64, decision=decision).status for decision in ("known", "reopen")]
    assert answers == [404, 404]
