"""The cost sheet is computed from what was measured, and is never older than its sources."""

import pytest

from infra.docs.costs import NAME, Units, costs, measured, monthly
from infra.project import ROOT

PERFORMANCE = """# Performance

## The table

| What | Calls | Transactions | Read units | Write units |
| --- | --: | --: | --: | --: |
| sign-in | 4 | 1 | 4 | 9 |
| delivery of one email | 4 | 2 | 1.5 | 11 |

## Warm
"""
PRICES = {
    "dynamodb": {
        "million_read_units": 1.0,
        "million_write_units": 2.0,
        "gigabyte_month": 0.0,
        "restorable_gigabyte_month": 0.0,
    },
    "lambda": {"million_calls": 0.0, "gigabyte_second": 1.0},
    "gateway": {"million_requests": 5.0},
    "mail": {"thousand": 1.0},
    "files": {"gigabyte_month": 0.0, "thousand_writes": 0.0, "scanned_gigabyte": 0.0, "thousand_scans": 3.0},
    "logs": {"gigabyte": 0.0, "gigabyte_month": 0.0},
    "month": {"alarm": 0.0, "secret": 10.0, "firewall": 7.0, "million_filtered": 0.0},
}
USE = {
    "year": {"sign-in": 12, "delivery of one email": 24},
    "person": {
        "rows_kilobytes": 0,
        "files": 12,
        "file_kilobytes": 0,
        "years_kept": 0,
        "assets_per_sign_in": 1,
        "log_kilobytes_per_request": 0,
    },
    "request": {"milliseconds": 100, "memory_gigabytes": 2.0},
    "job": {"milliseconds": 0, "memory_gigabytes": 1.0, "reads": 0},
}


def test_the_sheet_is_what_its_sources_say() -> None:
    assert (ROOT / "docs" / NAME).read_text() == costs(), "run: make docs"


def test_units_are_read_from_what_was_measured() -> None:
    assert measured(PERFORMANCE) == {"sign-in": Units(4, 9), "delivery of one email": Units(1.5, 11)}


def test_a_month_of_a_million_people_costs_what_one_can_reckon_by_hand() -> None:
    found = monthly(1_000_000, measured(PERFORMANCE), USE, PRICES)
    assert found["DynamoDB: requests"] == pytest.approx(4 + 2 * 1.5 + 2 * (9 + 2 * 11))
    assert found["API Gateway"] == pytest.approx(2 * 5)  # a sign-in and its one asset
    assert found["Emails (SES)"] == pytest.approx(2000)
    assert found["Lambda"] == pytest.approx((2 + 2) * 1_000_000 * 0.1 * 2)
    assert found["Malware scan (GuardDuty)"] == pytest.approx(3000)
    assert (found["Alarms, secrets"], found["Firewall"]) == (30, 7)
