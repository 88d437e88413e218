"""One table says what follows what; what is not in it is refused (SECURITY REL07)."""

from itertools import permutations, product

import pytest

from chalicelib.billing.model import InvoiceState, PaymentState, RefundState
from chalicelib.billing.rules.states import (
    PAYMENT_OUTCOMES,
    BillingEvent,
    BillingState,
    IllegalTransition,
    after,
    takes,
)

# What each event makes of an invoice and of a refund: what is not here is refused. Written by hand, as it is meant.
FOLLOWS: dict[BillingState, dict[str, str]] = {
    InvoiceState.OWED: {"issued": "open", "credited": "owed", "waived": "waived", "cancelled": "cancelled"},
    InvoiceState.OPEN: {"paid": "paid", "credited": "open", "waived": "waived", "cancelled": "cancelled"},
    InvoiceState.PAID: {},
    InvoiceState.WAIVED: {},
    InvoiceState.CANCELLED: {},
    RefundState.PROPOSED: {"agreed": "asked", "declined": "declined"},
    RefundState.DECLINED: {},
    RefundState.ASKED: {"done": "done", "rejected": "refused"},
    RefundState.REFUSED: {},
    RefundState.DONE: {},
}
TELLABLE = ("processing", "failed", "expired", "succeeded", "disputed", "dispute-won", "dispute-lost", "refunded")
# A row: a payment in this state, after each of TELLABLE. Written by hand, too.
PAYMENTS = """
intended      processing    failed        expired       succeeded     disputed      dispute-won   dispute-lost  refunded
offered       processing    failed        expired       succeeded     disputed      dispute-won   dispute-lost  refunded
processing    processing    failed        expired       succeeded     disputed      dispute-won   dispute-lost  refunded
failed        failed        failed        expired       succeeded     disputed      dispute-won   dispute-lost  refunded
expired       expired       expired       expired       succeeded     disputed      dispute-won   dispute-lost  refunded
succeeded     succeeded     succeeded     succeeded     succeeded     disputed      dispute-won   dispute-lost  refunded
disputed      disputed      disputed      disputed      disputed      disputed      dispute-won   dispute-lost  refunded
dispute-won   dispute-won   dispute-won   dispute-won   dispute-won   dispute-won   dispute-won   dispute-lost  refunded
dispute-lost  dispute-lost  dispute-lost  dispute-lost  dispute-lost  dispute-lost  dispute-lost  dispute-lost  refunded
refunded      refunded      refunded      refunded      refunded      refunded      refunded      refunded      refunded
"""
for name, *states in map(str.split, PAYMENTS.strip().splitlines()):
    FOLLOWS[PaymentState(name)] = dict(zip(TELLABLE, states, strict=True))
FOLLOWS[PaymentState.INTENDED]["offered"] = "offered"
STATES: list[BillingState] = [state for kind in (InvoiceState, PaymentState, RefundState) for state in kind]


@pytest.mark.req("REL07")
@pytest.mark.parametrize(("state", "event"), [*product(STATES, BillingEvent)])
def test_an_event_leads_where_the_matrix_says_and_is_refused_elsewhere(
    state: BillingState, event: BillingEvent
) -> None:
    expected = FOLLOWS[state].get(event)
    assert takes(state, event) is (expected is not None)
    if expected is None:
        with pytest.raises(IllegalTransition):
            after(state, event)  # type: ignore[type-var]
        return
    assert after(state, event) is type(state)(expected)  # type: ignore[type-var]


def test_stripe_can_tell_what_the_matrix_has() -> None:
    assert tuple(PAYMENT_OUTCOMES) == TELLABLE


@pytest.mark.req("REL07")
@pytest.mark.parametrize("state", PaymentState)
def test_whatever_is_told_of_a_payment_fits_whatever_is_known(state: PaymentState) -> None:
    assert all(takes(state, event) for event in PAYMENT_OUTCOMES)


@pytest.mark.req("REL07")
def test_what_is_told_in_any_order_and_repeated_ends_in_one_state() -> None:
    """All 8! orders of all that can be told, each told twice, from a page that is open."""
    ends = set()
    for order in permutations(PAYMENT_OUTCOMES):
        state = PaymentState.OFFERED
        for event in order + order[::-1]:
            state = after(state, event)
        ends.add(state)
    assert ends == {PaymentState.REFUNDED}
