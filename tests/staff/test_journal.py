"""The journal: a month by its days, and each movement in a file that adds up (W4; SECURITY SEC63)."""

import csv
from datetime import date, time

import pytest

from chalicelib.app_factory import create_app
from chalicelib.billing.actions.adjustments import CreditOrder, credit_invoice
from chalicelib.billing.actions.journal import Entry, JournalDay, JournalSpan, Totals, entries, month_of, parts
from chalicelib.billing.actions.offline_payments import OfflinePayment, confirm, record
from chalicelib.billing.errors import TooManyMovements
from chalicelib.cloud.clock import from_iso
from chalicelib.cloud.table import Change, Key
from chalicelib.staff.model import StaffRole
from tests.support.billing import Till, issued
from tests.support.http import Program
from tests.support.memory import MemoryTable
from tests.support.staff import staff_browser, staff_program
from tests.support.world import World


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


@pytest.mark.req("W4")
def test_a_day_and_some_minutes_of_it_have_files_of_their_own() -> None:
    till, program = month_of_cheques()
    (day,) = program.get("/en/staff/journal").json["days"]
    (file,) = day["files"]
    assert file == {
        "path": "/staff/journal/csv?month=2026-03&day=02",
        "movements": 1,
        "since": None,
        "until": None,
    }
    whole = program.get(f"/en{file['path']}")
    assert 'filename="journal-2026-03-02.csv"' in whole.headers["Content-Disposition"]
    local = till.now.astimezone(till.portal.zone)
    minute = f"since={local:%H:%M}&until={local:%H:%M}"
    assert len(_rows(program, f"month=2026-03&day=02&{minute}")) == len(_rows(program, "month=2026-03&day=02")) == 1
    assert _rows(program, "month=2026-03&day=02&since=23:00") == []
    assert _rows(program, "month=2026-03&day=03") == []
    assert len(_rows(program, "month=2026-03&day=31x")) == 1  # no day: the month


def _rows(program: Program, asked: str) -> list[list[str]]:
    _, *rows = csv.reader(program.get(f"/en/staff/journal/csv?{asked}").body.splitlines())
    return rows


@pytest.mark.req("W4")
@pytest.mark.parametrize(
    ("hours", "expected"),
    [
        ({9: 10, 23: 90}, [(0, 23, 100)]),
        ({9: 10, 23: 91}, [(0, 22, 10), (23, 23, 91)]),
        ({0: 100, 1: 100, 5: 100}, [(0, 0, 100), (1, 4, 100), (5, 23, 100)]),
        ({3: 500}, [(0, 23, 500)]),
    ],
)
def test_a_day_of_many_movements_is_saved_in_parts_of_whole_hours(
    hours: dict[int, int], expected: list[tuple[int, int, int]]
) -> None:
    day = JournalDay(date(2026, 3, 2), Totals(0, 0, 0), hours)
    assert list(parts(day, 100)) == expected


@pytest.mark.req("W4")
def test_a_month_of_many_movements_is_no_file_and_its_days_are_parts() -> None:
    till = Till()
    program = staff_program(till, create_app(till), StaffRole.FINANCE)
    tally = Key("TALLY#journal#2026-03", "2026-03-02#0")
    till.table.update(tally, {}, {"came": 20_000, "by_card": 20_000, "h09": 9_000, "h10": 11_000}, None)
    page = program.get("/en/staff/journal").json
    assert (page["movements"], page["is_one_file"]) == (20_000, False)
    assert [(file["path"], file["movements"]) for file in page["days"][0]["files"]] == [
        ("/staff/journal/csv?month=2026-03&day=02&since=00%3A00&until=09%3A59", 9_000),
        ("/staff/journal/csv?month=2026-03&day=02&since=10%3A00&until=23%3A59", 11_000),
    ]
    browser = staff_browser(till, create_app(till), StaffRole.FINANCE, email="basil@body.example")
    body = browser.get("/fr/staff/journal").body
    assert "9000 mouvements (de 00:00 à 09:59)" in body
    assert "Enregistrez chaque journée." in body


@pytest.mark.req("W4")
def test_a_part_that_no_file_holds_is_refused_and_never_cut() -> None:
    till, _ = month_of_cheques()
    assert len(entries(till, month_of(till.now.date()), most=1)) == 1
    with pytest.raises(TooManyMovements):
        entries(till, month_of(till.now.date()), most=0)


@pytest.mark.req("W4")
@pytest.mark.parametrize(
    ("utc", "found"),
    [
        ("2026-11-01T04:59:59Z", 1),  # the first 00:59 in Toronto is in summer time
        ("2026-11-01T05:30:00Z", 1),  # 01:30, and an hour later 01:30 again
        ("2026-11-01T06:59:59Z", 1),
        ("2026-11-01T07:00:00Z", 0),
        ("2026-11-01T03:59:59Z", 0),  # the day before
    ],
)
def test_an_hour_that_comes_twice_is_in_its_part_twice(utc: str, found: int) -> None:
    world = World("citizen-account", MemoryTable())
    entry = Entry(at=from_iso(utc), movement="payment", cents=1, method="card", invoice="1", payment="2")
    key = {"pk": "LEDGER#2026-11", "sk": f"{utc}#2#payment#0"}
    change = Change("fill")
    change.put({**key, **entry.model_dump(mode="json", exclude_none=True)})
    world.table.commit(change)
    span = JournalSpan.of(date(2026, 11, 1), date(2026, 11, 1), time(0), time(1, 59))
    assert len(entries(world, span)) == found
