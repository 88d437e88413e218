"""Counts of what people do: lines in CloudWatch's embedded metric format, with nothing of a person in them."""

import json
from contextlib import suppress

import pytest

from chalicelib.accounts.errors import SignInRefused
from chalicelib.billing.actions.webhook_events import handle_event
from chalicelib.cloud.metrics import EmbeddedMetrics, Metric
from chalicelib.cloud.payments import PaymentOutcome
from chalicelib.cloud.table import NOT_EXISTS, Compare, Condition, Conflict, Key
from chalicelib.unit_of_work import UnitOfWork
from infra.local.mail_events import EVENTS, detail
from scheduled import mailed
from tests.support.applications import example, submitted
from tests.support.billing import Till, offered
from tests.support.emails import enqueued, stream
from tests.support.people import ZOE, activated, sign_up_as, try_to_sign_in
from tests.support.world import World


def test_a_count_is_one_line_with_the_stage_as_its_only_dimension(capsys: pytest.CaptureFixture[str]) -> None:
    EmbeddedMetrics("social-work-staging").count(Metric.SIGN_INS)
    line = json.loads(capsys.readouterr().out)
    (told,) = line.pop("_aws")["CloudWatchMetrics"]
    metric = {"Name": "SignIns", "Unit": "Count"}
    assert told == {"Namespace": "Guichet", "Dimensions": [["stage"]], "Metrics": [metric]}
    assert line == {"stage": "social-work-staging", "SignIns": [1.0]}


def test_the_stage_is_what_the_table_is_called_after() -> None:
    settings = World("citizen-account").settings.replace(table="guichet-social-work-staging")
    assert settings.stage == "social-work-staging"


@pytest.mark.parametrize(("when", "count"), [(NOT_EXISTS, 1), (Compare("version", "=", 1), 0)])
def test_what_was_not_written_is_not_counted(when: Condition, count: int) -> None:
    world = World("citizen-account")
    work = UnitOfWork(world, world.now)
    work.require(Key("ROW", "A"), when)
    work.count(Metric.PAYMENTS)
    with suppress(Conflict):
        work.commit()
    assert world.metrics[Metric.PAYMENTS] == count


def test_a_persons_way_in_is_counted_step_by_step() -> None:
    world = World("citizen-account")
    activated(world)
    with pytest.raises(SignInRefused):
        try_to_sign_in(world, password="wrong")
    try_to_sign_in(world)
    counted = {"SignUps": 1, "Activations": 1, "EmailsSent": 1, "SignInsRefused": 1, "SignIns": 1}
    assert dict(world.metrics) == counted


@pytest.mark.req("SEC02")
def test_a_sign_up_with_an_address_that_is_known_counts_like_any_other() -> None:
    world = World("social-work")
    activated(world)
    sign_up_as(world, ZOE)
    assert world.metrics[Metric.SIGN_UPS] == 2


def test_a_submission_is_counted() -> None:
    world = example()
    submitted(world)
    assert world.metrics[Metric.SUBMISSIONS] == 1


def test_a_payment_that_is_told_twice_is_counted_once() -> None:
    till = Till()
    _, payment = offered(till)
    assert payment.session
    for _ in range(2):
        notice = till.payments.notice(payment.session, PaymentOutcome.SUCCEEDED)
        handle_event(till, till.payments, notice, till.now)
    assert till.metrics[Metric.PAYMENTS] == 1


def test_an_email_that_comes_back_is_counted_once() -> None:
    world = World("freight")
    email = enqueued(world)
    stream(world)
    name, kind, part = EVENTS["bounced"]
    said = detail(world.settings.configuration_set, email, "message-1", kind, part)
    said["mail"]["tags"]["ses:configuration-set"] = [world.settings.configuration_set]
    for _ in range(2):
        mailed.run({"source": "aws.ses", "detail-type": name, "detail": said}, world, world.now)
    assert world.metrics[Metric.EMAILS_SENT] == world.metrics[Metric.EMAILS_BOUNCED] == 1
