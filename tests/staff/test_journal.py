"""The journal: a month by its days, and each movement in a file that adds up (W4; SECURITY SEC63)."""

import csv

import pytest

from chalicelib.app_factory import create_app
from chalicelib.billing.actions.adjustments import CreditOrder, credit_invoice
from chalicelib.billing.actions.offline_payments import OfflinePayment, confirm, record
from chalicelib.staff.model import StaffRole
from tests.support.billing import Till, issued
from tests.support.http import Program
from tests.support.staff import staff_program


def month_of_cheques(reference: str = "7") -> tuple[Till, Program]:
    """Return a till in which one cheque counts, and the program of someone of finance."""
    till = Till()
    invoice = issued(till)
    credit_invoice(till, invoice.name, CreditOrder(26_50, "Geste"), "finance-1", till.now)
    cheque = record(till, invoice.name, OfflinePayment("cheque", reference), "finance-1", till.now)
    confirm(till, invoice.name, cheque.id, "finance-2", till.now)
    return till, staff_program(till, create_app(till), StaffRole.FINANCE)


@pytest.mark.req("W4")
def test_a_month_is_shown_by_its_days_with_what_adds_up() -> None:
    till, program = month_of_cheques()
    page = program.get("/en/staff/journal").json
    (day,) = page["days"]
    assert (day["came"], day["went"], day["balance"], day["by_card"]) == (100_00, 0, 100_00, 0)
    assert (page["name"], page["month"], page["balance"]) == ("March\u00a02026", f"{till.now:%Y-%m}", 100_00)


MONTHS = [
    ("2026-03", ("2026-02", None)),
    ("2025-12", ("2025-11", "2026-01")),
    ("2026-13", ("2026-02", None)),
    ("nonsense", ("2026-02", None)),
]


@pytest.mark.req("W4")
@pytest.mark.parametrize(("month", "around"), MONTHS)
def test_months_follow_each_other_and_what_is_no_month_is_this_one(month: str, around: tuple[str, str | None]) -> None:
    program = staff_program(till := Till(), create_app(till), StaffRole.FINANCE)
    page = program.get(f"/en/staff/journal?month={month}").json
    assert (page["preceding"], page["following"]) == around


@pytest.mark.req("W4", "SEC63")
def test_the_file_is_for_spreadsheets_in_the_language_of_the_page_and_holds_no_formula() -> None:
    _, program = month_of_cheques("=1+1")
    answer = program.get("/fr/staff/journal/csv?month=2026-03")
    head, row = csv.reader(answer.body.removeprefix("\ufeff").splitlines())
    assert answer.body.startswith("\ufeff")
    assert (head[:4], row[2:5], row[-1]) == (
        ["Jour", "Heure", "Mouvement", "Cents"],
        ["Paiement", "10000", "par chèque"],
        "'=1+1",
    )
    assert 'filename="journal-2026-03.csv"' in answer.headers["Content-Disposition"]
