"""What is owed, to the cent and to the day (M5; SECURITY SEC55)."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as any_

from chalicelib.billing.debts import Charge, Line
from chalicelib.billing.rules.pricing import Occasion, by_hand, credit, lines, months_left, share
from chalicelib.portal.fees import FeeEvent, Schedule, load_fees
from chalicelib.portal.text import Text
from tests.conftest import EXAMPLES

EXAMPLE = load_fees("example", EXAMPLES)


def priced(event: FeeEvent, day: date, was_due: date | None = None, schedule: Schedule = EXAMPLE) -> tuple[Line, ...]:
    return lines(schedule, Occasion("odd-permit", event, day, was_due))


# --- taxes ---


@pytest.mark.req("M5", "SEC55")
def test_each_tax_of_a_line_is_rounded_by_itself() -> None:
    """12.34: 5 % is 0.617 and 9.975 % is 1.230915."""
    (line,) = priced("application", date(2026, 3, 15))
    assert (line.cents, [tax.cents for tax in line.taxes], line.total) == (12_34, [62, 1_23], 14_19)


@pytest.mark.req("M5")
def test_a_line_says_each_tax_with_its_rate_and_number() -> None:
    (line,) = priced("application", date(2026, 3, 15))
    said = [(tax.label.fr, tax.millionths, tax.registration) for tax in line.taxes]
    assert said == [("TPS", 50_000, "00000 0001 RT0001"), ("TVQ", 99_750, "00000 0002 TQ0001")]


@pytest.mark.req("M5")
@pytest.mark.parametrize(("day", "cents"), [(date(2012, 12, 31), 1_06), (date(2013, 1, 1), 1_11)])
def test_the_rate_of_the_day_counts(day: date, cents: int) -> None:
    """11.11: 9.5 % is 1.05545, 9.975 % is 1.1082."""
    assert priced("application", day)[0].taxes[1].cents == cents


# (amount, part, whole, what is to be paid): half a cent goes up, a little less does not
HALVES = [
    (1, 1, 2, 1),
    (3, 1, 2, 2),
    (10, 50_000, 1_000_000, 1),
    (9, 50_000, 1_000_000, 0),
    (0, 5, 12, 0),
    (7, 12, 12, 7),
]


@pytest.mark.req("M5")
@pytest.mark.parametrize(("cents", "part", "whole", "expected"), HALVES)
def test_half_a_cent_goes_up(cents: int, part: int, whole: int, expected: int) -> None:
    assert share(cents, part, whole) == expected


@given(any_.integers(0, 10**9), any_.integers(0, 10**6))
def test_a_share_is_never_more_than_half_a_cent_off(cents: int, millionths: int) -> None:
    assert abs(2 * share(cents, millionths, 10**6) * 10**6 - 2 * cents * millionths) <= 10**6


# --- proration: the example's year begins in July ---

MONTHS = [
    (date(2026, 7, 1), 12),
    (date(2026, 7, 31), 12),
    (date(2026, 8, 1), 11),
    (date(2027, 1, 1), 6),
    (date(2027, 6, 30), 1),
]


@pytest.mark.req("M5")
@pytest.mark.parametrize(("day", "left"), MONTHS)
def test_the_month_in_which_one_comes_is_paid_for(day: date, left: int) -> None:
    assert months_left(7, day) == left


@pytest.mark.req("M5")
@pytest.mark.parametrize(
    ("day", "cents", "months"),
    [(date(2026, 7, 31), 5_67, None), (date(2026, 8, 1), 5_20, 11), (date(2027, 6, 30), 47, 1)],
)
def test_who_comes_later_in_the_year_pays_the_months_left(day: date, cents: int, months: int | None) -> None:
    """5.67 x 11/12 is 5.1975; x 1/12 is 0.4725."""
    (line,) = priced("registration", day)
    assert (line.cents, line.months) == (cents, months)


# --- late: a day costs 1.01, the first two nothing, all at most 10.00 ---

DUE = date(2026, 3, 31)
LATE = [
    (DUE, 0),
    (date(2026, 4, 2), 0),
    (date(2026, 4, 3), 1_01),
    (date(2026, 4, 11), 9_09),
    (date(2026, 4, 12), 10_00),
    (date(2027, 4, 1), 10_00),
]


@pytest.mark.req("M5")
@pytest.mark.parametrize(("day", "cents"), LATE)
def test_a_late_fee_grows_by_the_day_up_to_its_most(day: date, cents: int) -> None:
    assert sum(line.cents for line in priced("late", day, DUE)) == cents


def test_a_late_fee_says_for_how_many_days_it_is() -> None:
    (line,) = priced("late", date.fromordinal(DUE.toordinal() + 5), DUE)
    assert (line.days, line.cents) == (3, 3_03)


def test_nothing_that_has_no_due_day_is_late() -> None:
    assert priced("late", date(2027, 1, 1)) == ()


# --- by hand, and off again ---

LABEL = Text(fr="Copie", en="Copy")


@pytest.mark.req("W4", "SEC55")
def test_what_staff_charge_has_the_taxes_of_the_day_that_they_chose() -> None:
    day, (known, _) = date(2026, 3, 15), EXAMPLE.taxes
    line = by_hand(EXAMPLE, Charge(LABEL, 12_34, (known.key,)), day)
    assert (line.cents, [tax.cents for tax in line.taxes]) == (12_34, [62])


@pytest.mark.req("W4")
def test_a_credit_takes_of_each_tax_its_share() -> None:
    """12.34 with taxes of 0.62 and 1.23: of 14.19, 5.00 is 35.2 %."""
    line = credit(LABEL, priced("application", date(2026, 3, 15)), 0, 5_00)
    assert (line.cents, [tax.cents for tax in line.taxes], line.total) == (-4_35, [-22, -43], -5_00)


@pytest.mark.req("W4")
@given(any_.lists(any_.integers(1, 300), min_size=1, max_size=8))
def test_many_credits_take_off_what_one_of_their_sum_would(parts: list[int]) -> None:
    owed, credited, taken = priced("application", date(2026, 3, 15)), 0, []
    for cents in parts:
        taken.append(credit(LABEL, owed, credited, cents))
        credited += cents
    at_once = credit(LABEL, owed, 0, credited)
    assert [line.total for line in taken] == [-cents for cents in parts]
    assert [sum(line.taxes[n].cents for line in taken) for n in (0, 1)] == [tax.cents for tax in at_once.taxes]


# --- nothing ---


@pytest.mark.req("M5")
def test_a_fee_before_its_first_day_is_no_line() -> None:
    assert priced("application", date(2012, 5, 31)) == ()


def test_a_portal_without_fees_charges_nothing() -> None:
    assert priced("application", date(2026, 3, 15), schedule=Schedule()) == ()
