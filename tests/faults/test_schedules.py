"""Random lives of a portal: whatever fails, nothing is lost, doubled, early, honoured late, left undone or touched."""

from collections import Counter
from collections.abc import Sequence

import pytest

from tests.faults.affairs import files_of, reached
from tests.faults.endings import ends
from tests.faults.invariants import broken
from tests.faults.schedule import Schedule

ENOUGH = 60  # schedules: in fewer, not everything happens
HAPPENS = {
    *("draft", "submitted", "in-review", "approved", "expired", "withdrawn", "paid", "ended"),
    *("bounced", "complained", "mail-fails", "mail-arrives", "name-chosen", "colleague-added", "colleague-removed"),
}


def lived(seed: int, happened: Counter[str]) -> list[str]:
    """Live through one schedule, and return what is wrong then."""
    schedule = Schedule(seed)
    schedule.run()
    for file in files_of(schedule).values():
        happened.update(reached(file))
    happened["ended"] += len(list(ends(schedule)))
    happened["paid"] += len(schedule.place.archive.papers)
    happened.update(each.state.value for each in schedule.place.heard)
    happened.update(item["kind"] for key, item in schedule.table.history if item and key.sk.startswith("ACTIVITY#"))
    return broken(schedule)


@pytest.mark.req(
    "A4", "E1", "E2", "E3", "F11", "M1", "M4", "REL01", "REL02", "REL07", "REL08", "REL09", "REL10", "REL12", "REL14",
    "REL15", "REL17", "REL18", "REL19", "REL20", "REL21", "REL22", "REL23", "REL25", "REL29",
)  # fmt: skip
def test_whatever_fails_the_invariants_hold(seeds: Sequence[int]) -> None:
    happened: Counter[str] = Counter()
    found = {}
    for seed in seeds:
        try:
            faults = lived(seed, happened)
        except Exception as error:
            error.add_note(f"pytest tests/faults --seed {seed}")
            raise
        if faults:
            found[f"pytest tests/faults --seed {seed}"] = faults
    assert found == {}
    assert len(seeds) < ENOUGH or happened.keys() >= HAPPENS, happened
