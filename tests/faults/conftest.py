"""How many schedules, and which: `pytest tests/faults --schedules 10000 --seed 7`. By default, always the same."""

import pytest

CHUNKS = 20  # a test each, so that several processes share them
SCHEDULES, SEED = 500, 1


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--schedules", type=int, default=SCHEDULES, help="random schedules to live through")
    parser.addoption("--seed", type=int, default=SEED, help="of the first schedule; each has the next")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "seeds" in metafunc.fixturenames:
        count = metafunc.config.getoption("--schedules", SCHEDULES)  # unknown where all tests run
        first = metafunc.config.getoption("--seed", SEED)
        every = range(first, first + count)
        chunks = [every[each::CHUNKS] for each in range(min(CHUNKS, count))]
        metafunc.parametrize("seeds", chunks, ids=lambda chunk: f"{chunk[0]}-{chunk[-1]}")
