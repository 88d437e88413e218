"""Random lives of a portal: whatever fails, nothing is lost, doubled, early, left undone or touched."""

from collections.abc import Iterable

import pytest

from tests.faults.invariants import broken
from tests.faults.schedule import Schedule


@pytest.mark.req("E3", "REL01", "REL14", "REL18", "REL21", "REL22", "REL23", "REL25", "REL29")
def test_whatever_fails_the_invariants_hold(seeds: Iterable[int]) -> None:
    found = {}
    for seed in seeds:
        schedule = Schedule(seed)
        schedule.run()
        if faults := broken(schedule):
            found[f"--schedules 1 --seed {seed}"] = faults
    assert found == {}
