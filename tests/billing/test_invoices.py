"""An invoice is owed with what owes it, and shown at its time with a number that no other has (M1; SECURITY SEC56)."""

from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.billing.actions.find import about, get_by_number, shown
from chalicelib.billing.actions.invoicing import invoice_for
from chalicelib.billing.actions.reconcile import work
from chalicelib.billing.model import InvoiceState
from chalicelib.errors import NotFound
from chalicelib.unit_of_work import UnitOfWork
from tests.support.billing import Till, debt, issued, owed
from tests.support.members import EMAIL


@pytest.mark.req("M1")
def test_an_invoice_adds_to_the_change_of_what_owes_it_and_writes_nothing_by_itself() -> None:
    till = Till()
    work, before = UnitOfWork(till, till.now), len(till.rows.items)
    invoice = invoice_for(work, debt(till.person.id))
    assert invoice
    assert (invoice.total, len(work.writes), len(till.rows.items) - before) == (126_50, 2, 0)


@pytest.mark.req("M1")
def test_what_costs_nothing_makes_no_invoice() -> None:
    till = Till()
    work = UnitOfWork(till, till.now)
    assert invoice_for(work, debt(till.person.id, service="unheard-of")) is None
    assert work.writes == []


@pytest.mark.req("M1")
def test_an_invoice_is_not_shown_before_it_is_issued() -> None:
    till = Till()
    owed(till)
    assert shown(till, till.person.id) == []


@pytest.mark.req("M1")
def test_once_it_is_issued_it_is_shown_with_its_number_and_an_email_tells_of_it() -> None:
    till = Till()
    invoice = issued(till)
    assert (invoice.number, invoice.state) == ("2026-000001", InvoiceState.OPEN)
    assert [each.invoice for each in shown(till, till.person.id)] == [invoice]
    assert "126,50\u00a0$" in till.mail(EMAIL).text
    assert "/fr/invoices/2026-000001" in till.mail(EMAIL).text


@pytest.mark.req("M1", "REL07")
def test_an_invoice_is_issued_once_however_often_the_job_runs() -> None:
    till = Till()
    issued(till)
    for _ in range(3):
        work(till, till.now)
    assert len(till.mails(EMAIL)) == 1


@pytest.mark.req("SEC56")
def test_the_numbers_of_a_year_have_no_gaps_and_a_new_year_begins_anew() -> None:
    till = Till()
    numbers = [issued(till).number for _ in range(3)]
    till.clock.advance(timedelta(days=365))
    assert [*numbers, issued(till).number] == ["2026-000001", "2026-000002", "2026-000003", "2027-000001"]


@pytest.mark.req("SEC56")
def test_the_year_is_that_of_the_portals_calendar() -> None:
    till = Till()
    till.clock.advance(datetime(2027, 1, 1, 4, 59, 59, tzinfo=UTC) - till.now)  # in Toronto, the last second of 2026
    assert issued(till).number == "2026-000001"
    till.clock.advance(seconds=1)
    assert issued(till).number == "2027-000001"


@pytest.mark.req("M1")
def test_an_invoice_is_to_be_paid_within_the_policys_time() -> None:
    assert str(issued(Till()).payable_until) == "2026-04-01"


@pytest.mark.req("M1")
def test_it_is_found_by_its_number_by_its_id_and_by_what_it_is_about() -> None:
    till = Till()
    invoice = issued(till)
    found = [
        get_by_number(till, str(invoice.number)),
        get_by_number(till, invoice.id),
        *about(till, till.person.id, invoice.debt.about),
    ]
    assert {each.invoice.id for each in found} == {invoice.id}


def test_a_name_that_no_invoice_has_is_absent() -> None:
    with pytest.raises(NotFound):
        get_by_number(Till(), "2026-000001")


# --- within a business day: psychotherapy shows it the next business day, at six ---

# (when it is owed, when it is shown), Toronto: 5 hours behind, 4 in summer
TIMES = [
    (datetime(2026, 3, 2, 15, 0, tzinfo=UTC), datetime(2026, 3, 3, 11, 0, tzinfo=UTC)),
    (datetime(2026, 3, 3, 4, 59, 59, tzinfo=UTC), datetime(2026, 3, 3, 11, 0, tzinfo=UTC)),
    (datetime(2026, 3, 3, 5, 0, tzinfo=UTC), datetime(2026, 3, 4, 11, 0, tzinfo=UTC)),
    (datetime(2026, 3, 6, 15, 0, tzinfo=UTC), datetime(2026, 3, 9, 10, 0, tzinfo=UTC)),  # Friday, summer time begins
]


@pytest.mark.req("M1")
@pytest.mark.parametrize(("owed_at", "shown_at"), TIMES)
def test_a_policy_of_business_days_is_kept_to_the_second(owed_at: datetime, shown_at: datetime) -> None:
    till = Till("psychotherapy")
    till.clock.advance(owed_at - till.now)
    invoice = owed(till, service="registration")
    till.clock.advance(shown_at - till.now - timedelta(seconds=1))
    work(till, till.now)
    before = till.with_payments(invoice).invoice.state
    till.clock.advance(seconds=1)
    work(till, till.now)
    assert (before, till.with_payments(invoice).invoice.state) == (InvoiceState.OWED, InvoiceState.OPEN)
