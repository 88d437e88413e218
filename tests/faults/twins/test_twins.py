"""Nothing that a stranger asks tells an address that is known from one that is not."""

from collections.abc import Sequence as Seeds

import pytest

from tests.faults.twins.pairs import Sequence


@pytest.mark.req("SEC01", "SEC02", "SEC04", "SEC05", "SEC20")
def test_worlds_that_differ_in_a_hidden_fact_answer_strangers_alike(twin_seeds: Seeds[int]) -> None:
    told = {}
    for seed in twin_seeds:
        found = Sequence(seed).differences()
        if found:
            told[f"pytest tests/faults/twins --seed {seed}"] = found
    assert told == {}
