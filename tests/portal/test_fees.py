"""The fee schedule is data; a broken one is refused with its file, the place and the kind of fault (M5)."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from chalicelib.portal.faults import PortalError
from chalicelib.portal.fees import Schedule, load_fees
from tests.conftest import EXAMPLES
from tests.support.portals import KEYS, catalogue_of, fees_of, portal_of

TODAY = date(2026, 11, 22)

# (what stands in the file, what stands there instead, the place that is named, the kind of fault)
FAULTS = [
    ("cents = 11_11", "cents = 11.11", "fees.0.prices.0.cents", "int_type"),
    ("cents = 11_11", "cents = -1", "fees.0.prices.0.cents", "greater_than_equal"),
    ("cents = 11_11", "dollars = 11", "fees.0.prices.0.dollars", "extra_forbidden"),
    ("since = 2012-06-01", 'since = "soon"', "fees.0.prices.0.since", "date_from_datetime_parsing"),
    ("since = 2012-06-01", "since = 2026-03-15", "fees.0", "dates_order"),
    ("since = 2012-01-01", "since = 2013-01-02", "taxes.second", "dates_order"),
    ("millionths = 50_000", "millionths = 1_000_001", "taxes.first.rates.0.millionths", "less_than_equal"),
    ('registration = "00000 0001 RT0001"', "", "taxes.first.registration", "missing"),
    ('taxes = ["first", "second"]', 'taxes = ["third"]', "fees.0.taxes", "no_taxes"),
    ('key = "second"', 'key = "first"', "taxes", "stands_twice"),
    ("year_begins = 7", "year_begins = 13", "fees.1.year_begins", "less_than_equal"),
    ("late = { most = 10_00, free_days = 2 }", "", "fees.2", "late_fee"),
    ('event = "late"', 'event = "renewal"', "fees.2", "late_fee"),
    ('event = "late"', 'event = "never"', "fees.2.event", "literal_error"),
    ("prices = [{ since = 2026-01-01, cents = 1_01 }]", "prices = []", "fees.2.prices", "too_short"),
    ('services = ["odd-permit"]', 'services = ["even-permit"]', "fees.0.services", "no_services"),
]


def example() -> Schedule:
    return load_fees("example", EXAMPLES)


@pytest.mark.req("M5")
@pytest.mark.parametrize(("right", "instead", "place", "kind"), FAULTS)
def test_a_fault_is_told_with_its_file_its_place_and_its_kind(
    tmp_path: Path, right: str, instead: str, place: str, kind: str
) -> None:
    shutil.copytree(EXAMPLES / "example", tmp_path / "wrong")
    path = tmp_path / "wrong" / "fees.toml"
    text = path.read_text()
    assert right in text
    path.write_text(text.replace(right, instead, 1))
    with pytest.raises(PortalError) as error:
        load_fees("wrong", tmp_path)
    assert (path, place, kind) in [
        (each.path, ".".join(map(str, each.place)), each.kind) for each in error.value.faults
    ]


@pytest.mark.req("M5")
def test_a_portal_that_charges_nothing_needs_no_file() -> None:
    assert load_fees("freight") == Schedule()


@pytest.mark.req("M5")
@pytest.mark.parametrize("portal", [key for key in KEYS if portal_of(key).policies.billing.on])
def test_each_service_of_a_portal_costs_something_to_apply_for(portal: str) -> None:
    schedule = fees_of(portal)
    found = {
        service.key: [fee.on(TODAY) for fee in schedule.owed(service.key, "application")]
        for service in catalogue_of(portal)
        if not service.free
    }
    assert [key for key, amounts in found.items() if not any(amounts)] == []


# --- what holds on which day ---

EXAMINATION = [
    (date(2012, 5, 31), 0),
    (date(2012, 6, 1), 11_11),
    (date(2026, 3, 14), 11_11),
    (date(2026, 3, 15), 12_34),
]
SECOND_TAX = [(date(2011, 12, 31), None), (date(2012, 12, 31), 95_000), (date(2013, 1, 1), 99_750)]


@pytest.mark.req("M5")
@pytest.mark.parametrize(("day", "cents"), EXAMINATION)
def test_a_price_holds_from_its_own_day_until_the_day_before_the_next(day: date, cents: int) -> None:
    assert example().fees[0].on(day) == cents


@pytest.mark.req("M5")
@pytest.mark.parametrize(("day", "millionths"), SECOND_TAX)
def test_so_does_the_rate_of_a_tax(day: date, millionths: int | None) -> None:
    assert example().taxes[1].on(day) == millionths


def test_a_fee_of_no_named_service_is_owed_by_all() -> None:
    assert [fee.label.en for fee in example().owed("odder-permit", "late")] == ["Late fee"]


def test_a_fee_of_one_service_is_not_owed_by_another() -> None:
    assert list(example().owed("odder-permit", "application")) == []
