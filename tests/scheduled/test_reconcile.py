"""Billing's job of each minute: what goes first, what is left for the next run, and that it says so."""

import json
from datetime import timedelta
from io import StringIO

import pytest

from chalicelib.billing.actions.reconcile import STRIPE
from chalicelib.billing.actions.webhook_events import handle_event
from chalicelib.billing.model import InvoiceState
from chalicelib.cloud.stripe import StripePayments
from chalicelib.cloud.stripe_http import PATIENCE
from chalicelib.cloud.table import Unavailable
from chalicelib.due import SPARE
from infra.local.exchange import HttpRequest, HttpResponse, as_json
from infra.local.server import Server
from infra.stages import read_stages
from scheduled import reconcile
from tests.support.billing import KEYS, TOLERANCE, Till, down, offered, owed

MILLISECONDS = 1000  # of a second
PAUSE = 0.5  # seconds that the SDK lets pass before it tries again


def paid_and_offered() -> Till:
    """Return a till at which others are to learn of a payment, and Stripe is to be asked about another one."""
    till = Till()
    _, payment = offered(till)
    assert payment.session
    offered(till)
    handle_event(till, till.payments, till.payments.paid(payment.session), till.now)
    till.clock.advance(timedelta(hours=1))
    return till


def said(logged: StringIO, *names: str) -> list[int]:
    """Return what the log says last under these names."""
    lines = [json.loads(line) for line in logged.getvalue().splitlines()]
    return [next(line[name] for line in reversed(lines) if name in line) for name in names]


@pytest.mark.req("REL22", "REL25")
def test_with_time_for_the_table_only_all_is_done_but_what_stripe_is_asked(logged: StringIO) -> None:
    till = paid_and_offered()
    invoice = owed(till)
    till.clock.advance(timedelta(days=7))
    till.payments.calls.clear()
    reconcile.run(till, till.now, lambda: SPARE + STRIPE - 1)
    assert said(logged, "notified", "due", "undone") == [1, 1, 1]
    assert (till.payments.calls, len(till.archive.papers)) == ([], 1)
    assert till.with_payments(invoice).invoice.state is InvoiceState.OPEN


@pytest.mark.req("REL22", "REL27")
def test_what_stripe_does_not_answer_is_said_to_be_undone_and_the_others_go_on(logged: StringIO) -> None:
    till = paid_and_offered()
    invoice = owed(till)
    till.clock.advance(timedelta(days=7))
    till.payments.trouble = down
    reconcile.run(till, till.now, lambda: SPARE + STRIPE)
    assert said(logged, "due", "undone") == [1, 1]
    assert till.with_payments(invoice).invoice.state is InvoiceState.OPEN


@pytest.mark.req("REL25")
def test_the_longest_that_stripe_can_take_for_one_piece_is_kept_for_it() -> None:
    asked: list[str] = []

    def failing(request: HttpRequest) -> HttpResponse:
        """Fail as late as can be: each call is tried again, and the last one gets no answer at all."""
        asked.append(request.method)
        return as_json({"object": "list", "data": []}) if len(asked) == 2 else HttpResponse(500, [], b"{}")

    stripe = Server(0, failing)
    stripe.start()
    with pytest.raises(Unavailable):
        StripePayments(KEYS, f"http://127.0.0.1:{stripe.server_port}", TOLERANCE).refund("r" * 32, "pi_1", 1)
    stripe.stop()
    assert (asked, STRIPE) == (["GET", "GET", "POST", "POST"], MILLISECONDS * (4 * _longest() + 2 * PAUSE))


def _longest() -> float:
    return float(PATIENCE.connect_timeout or 0) + float(PATIENCE._read or 0)  # type: ignore[arg-type]


@pytest.mark.req("REL22")
def test_of_each_minute_most_is_for_work_even_so() -> None:
    """A run may last into the next one: what two do at once is done once."""
    assert read_stages().functions["reconcile"].timeout * MILLISECONDS - STRIPE - SPARE > 30 * MILLISECONDS
