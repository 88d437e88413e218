"""Which schedules: 100 on a table in memory, always the same; `--schedules 10000` as many; `--seed 7` that one alone,
`--seed` with `--schedules` as many from that one on. On a simulated DynamoDB: 30, or a tenth of as many.
"""

from collections.abc import Iterator

import pytest

from tests.support.logs import silence

CHUNKS = 8  # a test each, so that several processes share them
SCHEDULES, SIMULATED, FIRST, PEOPLE = 100, 30, 1, 250


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--schedules", type=int, default=None, help="random schedules to live through")
    parser.addoption("--people", type=int, default=PEOPLE, help="who live through ten years")
    parser.addoption("--seed", type=int, default=None, help="of the first schedule; each has the next")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    for name, usual, part in (("seeds", SCHEDULES, 1), ("simulated_seeds", SIMULATED, 10)):
        if name in metafunc.fixturenames:
            count = metafunc.config.getoption("--schedules", None)  # unknown where all tests run
            seed = metafunc.config.getoption("--seed", None)
            every = range(seed or FIRST, (seed or FIRST) + (-(-count // part) if count else 1 if seed else usual))
            chunks = [every[each::CHUNKS] for each in range(min(CHUNKS, len(every)))]
            metafunc.parametrize(name, chunks, ids=lambda chunk: f"{chunk[0]}-{chunk[-1]}")


@pytest.fixture(scope="session")
def people(request: pytest.FixtureRequest) -> int:
    return int(request.config.getoption("--people", PEOPLE))


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    with silence():
        yield
