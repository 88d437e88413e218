"""A query is no snapshot: what it lacks, the row that carries the condition says (W4, REL29)."""

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.billing.actions.offline_payments import OfflinePayment, dismiss, record
from chalicelib.billing.actions.reconcile import work
from chalicelib.billing.actions.refunds import RefundOrder, agree_to_refund, decline_refund, propose_refund
from chalicelib.billing.actions.webhook_events import handle_event
from chalicelib.billing.errors import NotThatInvoice, TooMuchBack
from chalicelib.billing.model import Invoice
from chalicelib.cloud.table import Unavailable
from chalicelib.errors import RequestError
from tests.support.billing import Till, issued, offered
from tests.support.faults import LaggingTable

CHEQUE = OfflinePayment("cheque", "0042")
ALL = 126_50


def paid(till: Till) -> Invoice:
    invoice, payment = offered(till)
    assert payment.session
    handle_event(till, till.payments, till.payments.paid(payment.session), till.now)
    return till.with_payments(invoice).invoice


@pytest.mark.req("W4", "REL29")
def test_a_view_without_the_first_refund_proposes_no_second_one_of_the_same_money() -> None:
    table = LaggingTable()
    till = Till(table=table)
    number = str(paid(till).number)
    table.lag("#REFUND#")
    propose_refund(till, number, RefundOrder(100_00, "Erreur"), "finance-1", till.now)
    with pytest.raises(TooMuchBack):
        propose_refund(till, number, RefundOrder(100_00, "Erreur"), "finance-1", till.now)


@pytest.mark.req("W4", "REL29")
def test_a_view_without_the_refund_answers_the_same_form_with_the_same_refund() -> None:
    table = LaggingTable()
    till = Till(table=table)
    number = str(paid(till).number)
    order = RefundOrder(ALL, "Erreur", "a" * 32)
    table.lag("#REFUND#")
    first = propose_refund(till, number, order, "finance-1", till.now)
    assert propose_refund(till, number, order, "finance-1", till.now).id == first.id


@pytest.mark.req("W4", "REL29")
def test_a_view_without_the_first_cheque_records_no_second_one() -> None:
    table = LaggingTable()
    till = Till(table=table)
    number = str(issued(till).number)
    table.lag("#PAYMENT#")
    record(till, number, CHEQUE, "finance-1", till.now)
    with pytest.raises(NotThatInvoice):
        record(till, number, CHEQUE, "finance-1", till.now)


@pytest.mark.req("W4")
def test_a_cheque_can_be_recorded_after_another_one_was_dismissed() -> None:
    till = Till()
    number = str(issued(till).number)
    first = record(till, number, CHEQUE, "finance-1", till.now)
    dismiss(till, number, first.id, "finance-1", till.now)
    assert record(till, number, CHEQUE, "finance-1", till.now).id != first.id


@pytest.mark.req("W4", "REL29")
def test_refunds_that_are_done_add_up_although_the_view_lacks_those_before() -> None:
    table = LaggingTable()
    till = Till(table=table)
    invoice = paid(till)
    refunds = [propose_refund(till, invoice.name, RefundOrder(cents, "E"), "finance-1", till.now) for cents in (5, 7)]
    for refund in refunds:
        agree_to_refund(till, invoice.name, refund.id, "finance-2", till.now)
    table.lag("#REFUND#")
    work(till, till.now)
    payment = till.with_payments(invoice).payment
    assert payment
    assert (payment.refunded, sum(cents for _, cents in till.payments.refunds.values())) == (12, 12)


ACTS = st.one_of(
    st.tuples(st.just("propose"), st.sampled_from([1, 40_00, 86_50, ALL])),
    st.tuples(st.sampled_from(["agree", "decline", "work", "lag"]), st.integers(0, 4)),
)


def act(till: Till, table: LaggingTable, number: str, refunds: list[str], what: str, which: int) -> None:
    """Do one thing: `which` is the cents of a proposal, and else says which of the refunds is judged."""
    if what == "propose":
        refunds.append(propose_refund(till, number, RefundOrder(which, "Erreur"), "finance-1", till.now).id)
    elif what == "lag":
        table.lag("#REFUND#", "#PAYMENT#")
    elif what == "work":
        table.lag()
        work(till, till.now)
    elif which < len(refunds):
        judge = agree_to_refund if what == "agree" else decline_refund
        judge(till, number, refunds[which], "finance-2", till.now)


@pytest.mark.req("W4", "REL29")
@settings(max_examples=25, deadline=None, derandomize=True)
@given(st.lists(ACTS, max_size=14))
def test_never_more_goes_back_than_came_whatever_the_views_lack(acts: list[tuple[str, int]]) -> None:
    table = LaggingTable()
    till = Till(table=table)
    number = str(paid(till).number)
    refunds: list[str] = []
    for what, which in acts:
        with suppress(RequestError, Unavailable):
            act(till, table, number, refunds, what, which)
    table.lag()
    work(till, till.now)
    rows = [item for key, item in table.items.items() if "#REFUND#" in key.sk]
    standing = sum(item["cents"] for item in rows if item["state"] not in ("declined", "refused"))
    assert standing <= ALL
    assert sum(cents for _, cents in till.payments.refunds.values()) <= ALL
