"""An email that is sent after its link and code ended says so, and brings neither."""

import re
from datetime import timedelta

import pytest

from chalicelib.outbox.model import EmailState, OutboxEmail
from chalicelib.outbox.sender import sweep
from chalicelib.outbox.storage import outbox_item
from chalicelib.unit_of_work import UnitOfWork
from tests.support.email_cases import Case, enqueued_by
from tests.support.email_scenarios import EMAILS
from tests.support.memory import MemoryTable
from tests.support.people import ZOE, sign_up_as
from tests.support.world import World, code_in

ENDING = {"activation", "password-reset", "admitted", "recovery-answered", "staff-invitation"}
SECOND = timedelta(seconds=1)


@pytest.mark.req("A3", "REL11", "X1")
def test_an_activation_email_that_the_mail_service_took_too_late_leads_to_another_one() -> None:
    citizen = World("citizen-account", MemoryTable())
    citizen.mailer.down = True
    sign_up_as(citizen)
    citizen.mails()
    citizen.mailer.down = False
    citizen.clock.advance(minutes=31)
    mail = citizen.mail(ZOE)
    assert "Ce courriel arrive en retard" in mail.text
    assert "jusqu’au 2\u00a0mars\u00a02026" in mail.text
    assert "https://counter.example/fr/activate/resend" in mail.text
    for part in (mail.text, mail.html):
        assert "token=" not in part
        assert not re.search(r"^\d{6}$|letter-spacing", part, re.MULTILINE)


@pytest.mark.req("A3", "REL11")
def test_one_that_goes_out_in_the_last_second_brings_them() -> None:
    citizen = World("citizen-account", MemoryTable())
    sign_up_as(citizen)
    citizen.clock.advance(timedelta(minutes=30) - SECOND)
    sweep(citizen, citizen.now)
    assert code_in(citizen.mail(ZOE))


@pytest.mark.req("S4", "A7", "REL11", "X1")
@pytest.mark.parametrize("case", [case for case in EMAILS if case.template in ENDING], ids=str)
def test_every_email_whose_proof_ends_knows_when_and_says_it(case: Case) -> None:
    world, enqueued = enqueued_by(case)
    assert enqueued.ends_at
    later = World(world.portal, MemoryTable())
    waiting = {"state": EmailState.WAITING, "finished_at": None, "next_at": enqueued.ends_at}
    put(later, enqueued.replace(**waiting, created_at=enqueued.ends_at - SECOND, language="en"))
    later.clock.advance(enqueued.ends_at - later.now)
    mail = later.mail(enqueued.to)
    assert "This email comes late" in mail.text
    assert "This email comes late" in mail.html
    assert "token=" not in mail.text + mail.html


def put(world: World, email: OutboxEmail) -> None:
    work = UnitOfWork(world, world.now)
    work.put(outbox_item(email, world.portal.policies.mail))
    work.commit()


def test_no_other_kind_of_email_ends() -> None:
    assert {case.template for case in EMAILS if enqueued_by(case)[1].ends_at} == ENDING
