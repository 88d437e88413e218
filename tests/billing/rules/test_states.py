"""One table says what follows what; what is not in it is refused (SECURITY REL07)."""

from itertools import permutations, product

import pytest

from chalicelib.billing.model import InvoiceState, PaymentState, RefundState
from chalicelib.billing.rules.states import (
    PAYMENT_OUTCOMES,
    TABLE,
    BillingEvent,
    BillingState,
    IllegalTransition,
    after,
    takes,
)

STATES: list[BillingState] = [state for kind in (InvoiceState, PaymentState, RefundState) for state in kind]
LEGAL = [(state, event) for state, event in product(STATES, BillingEvent) if takes(state, event)]
ILLEGAL = [pair for pair in product(STATES, BillingEvent) if pair not in LEGAL]


def test_every_state_is_in_the_table() -> None:
    assert {kind: set(rows) for kind, rows in TABLE.items()} == {
        kind: set(kind) for kind in (InvoiceState, PaymentState, RefundState)
    }


@pytest.mark.parametrize(("state", "event"), LEGAL)
def test_what_is_in_the_table_leads_to_a_state_of_the_same_kind(state: BillingState, event: BillingEvent) -> None:
    assert type(after(state, event)) is type(state)  # type: ignore[type-var]


@pytest.mark.req("REL07")
@pytest.mark.parametrize(("state", "event"), ILLEGAL)
def test_what_is_not_in_the_table_raises(state: BillingState, event: BillingEvent) -> None:
    with pytest.raises(IllegalTransition):
        after(state, event)  # type: ignore[type-var]


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


@pytest.mark.parametrize("state", [InvoiceState.PAID, InvoiceState.WAIVED, InvoiceState.CANCELLED, RefundState.DONE])
def test_nothing_follows_what_is_over(state: BillingState) -> None:
    assert TABLE[type(state)][state] == {}
