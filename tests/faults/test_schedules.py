"""Random lives of a portal: whatever fails, nothing is lost, doubled, early, honoured late, left undone or touched."""

from collections import Counter
from collections.abc import Sequence

import pytest

from tests.faults.affairs import files_of, reached
from tests.faults.endings import ends
from tests.faults.invariants import broken
from tests.faults.place import Place
from tests.faults.schedule import Schedule
from tests.faults.simulated import SimulatedPlace

ENOUGH = 60  # schedules: in fewer, not everything happens
HAPPENS = {
    *("draft", "submitted", "in-review", "approved", "expired", "withdrawn", "paid", "ended"),
    *("bounced", "complained", "mail-fails", "mail-arrives", "name-chosen", "colleague-added", "colleague-removed"),
}


def lived(seed: int, happened: Counter[str], place: type[Place] = Place) -> list[str]:
    """Live through one schedule, and return what is wrong then."""
    schedule = Schedule(seed, place)
    schedule.run()
    for file in files_of(schedule).values():
        happened.update(reached(file))
    happened["ended"] += len(list(ends(schedule)))
    happened["paid"] += len(schedule.place.archive.papers)
    happened.update(each.state.value for each in schedule.place.heard)
    happened.update(item["kind"] for key, item in schedule.table.history if item and key.sk.startswith("ACTIVITY#"))
    return broken(schedule)


def all_broken(seeds: Sequence[int], happened: Counter[str], place: type[Place] = Place) -> dict[str, list[str]]:
    """Live through schedules; return what is wrong after which."""
    found = {}
    for seed in seeds:
        try:
            faults = lived(seed, happened, place)
        except Exception as error:
            error.add_note(f"pytest tests/faults --seed {seed}")
            raise
        if faults:
            found[f"pytest tests/faults --seed {seed}"] = faults
    return found


@pytest.mark.req(
    "A4", "E1", "E2", "E3", "F11", "M1", "M4", "REL01", "REL02", "REL07", "REL08", "REL09", "REL10", "REL12", "REL14",
    "REL15", "REL17", "REL18", "REL19", "REL20", "REL21", "REL22", "REL23", "REL25", "REL29",
)  # fmt: skip
def test_whatever_fails_the_invariants_hold(seeds: Sequence[int]) -> None:
    happened: Counter[str] = Counter()
    assert all_broken(seeds, happened) == {}
    assert len(seeds) < ENOUGH or happened.keys() >= HAPPENS, happened


@pytest.mark.req(
    "REL01", "REL02", "REL03", "REL10", "REL15", "REL19", "REL21", "REL24", "REL25", "REL28", "REL29", "REL30",
)  # fmt: skip
def test_the_invariants_hold_on_a_simulated_dynamodb(simulated_seeds: Sequence[int]) -> None:
    assert all_broken(simulated_seeds, Counter(), SimulatedPlace) == {}
