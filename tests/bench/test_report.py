"""The document."""

import re

import pytest

from infra.bench.actions import Action
from infra.bench.cold import ColdStarts
from infra.bench.meter import Call
from infra.bench.pages import PageCost, WarmPages
from infra.bench.report import Machine, Measured, budgets, report

MACHINE = Machine("2026-01-01", "a machine", "Python 3.11")
INSTRUCTIONS = {"python": 1, "floor": 100, "import": 70, "page": 110, "sign-in": 125}
SIGN_IN = Action("sign-in", (Call("get_item", 1, 0),) * 3 + (Call("transact_write_items", 0, 8),))
PAGE = Action("account page", (Call("batch_get_item", 2, 0), Call("query", 1, 0)))
PAGES = WarmPages(
    plain=[
        PageCost("freight", "/fr/tracing", 6),
        PageCost("freight", "/fr/help", 5),
        PageCost("social-work", "/fr/applications/123456789/form/identity", 4),
    ],
    staff_lists=[PageCost("freight", "/fr/staff/queue", 12)],
    drawn=[PageCost("freight", "/fr/staff/factors/new", 30)],
)
SAVING = Action("saving the profile", (Call("batch_get_item", 2, 0), Call("transact_write_items", 0, 4)))


def _measured(instructions: dict[str, int] = INSTRUCTIONS, few: float = 10) -> Measured:
    return Measured(
        cold=ColdStarts(instructions, [], 2**20),
        actions={action.name: action for action in (SIGN_IN, PAGE, SAVING)},
        due={1000: Action("few", (Call("query", few, 0),)), 100_000: Action("many", (Call("query", 11, 0),))},
        warm={"sign-in page": 2.0},
        assets={"main.css": 40 * 1024},
        pages=PAGES,
        peers={"Flask": 41.0},
    )


def test_a_budget_is_kept_to_its_last_unit() -> None:
    assert [budget for budget in budgets(_measured()) if not budget.kept] == []


@pytest.mark.parametrize(
    ("measured", "over"),
    [
        (_measured(INSTRUCTIONS | {"page": 111}), "Cold start to the first page"),
        (_measured(INSTRUCTIONS | {"sign-in": 126}), "Cold start to the first sign-in answer"),
        (_measured()._replace(pages=PAGES._replace(plain=[PageCost("a", "/fr/a", 6.1), *PAGES.plain])), "A warm page"),
        (
            _measured()._replace(pages=PAGES._replace(staff_lists=[PageCost("a", "/fr/a", 13)])),
            "A list of 20 of staff's",
        ),
        (_measured(few=9.9), "A hundred due items, at most and at least"),
    ],
)
def test_one_that_is_not_is_told(measured: Measured, over: str) -> None:
    assert [budget.what for budget in budgets(measured) if not budget.kept] == [over]
    assert f"| {over} |" in report(measured, MACHINE)
    assert report(measured, MACHINE).count("**over**") == 1


def test_every_table_has_as_many_cells_in_each_row() -> None:
    tables = re.findall(r"(?:^\|.*\n)+", report(_measured(), MACHINE), re.MULTILINE)
    assert len(tables) == 7
    assert all(len({line.count("|") for line in table.splitlines()}) == 1 for table in tables)


def test_it_says_where_and_when_it_was_measured() -> None:
    assert report(_measured(), MACHINE).endswith("Measured on 2026-01-01: a machine; Python 3.11.\n")


def test_a_page_is_set_beside_the_same_page_of_others() -> None:
    text = report(_measured(), MACHINE)
    assert "| Guichet: session, guard and draft read too | 4.0 | 1.0 |" in text
    assert "| Flask | 41.0 | 10.2 |" in text
