"""Which schedules: 100 on a table in memory, always the same, 30 on a simulated DynamoDB, and requests to twin worlds.

`--schedules 10000`: as many, and a tenth of it on the simulated one; `--seed 7`: that one alone, or with `--schedules`
as many from that one on.
"""

from collections.abc import Iterator

import pytest

from tests.support.logs import silence

CHUNKS = 8  # a test each, so that several processes share them
FIRST, PEOPLE = 1, 250
USUAL = {"seeds": 100, "twin_seeds": 72, "simulated_seeds": 30}  # how many, by the name of a test's argument
PARTS = {"simulated_seeds": 10}  # of as many as are asked for, since each takes so much longer


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--schedules", type=int, default=None, help="random schedules to live through")
    parser.addoption("--people", type=int, default=PEOPLE, help="who live through ten years")
    parser.addoption("--seed", type=int, default=None, help="of the first schedule; each has the next")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    for name in USUAL.keys() & set(metafunc.fixturenames):
        count = metafunc.config.getoption("--schedules", None)  # unknown where all tests run
        seed = metafunc.config.getoption("--seed", None)
        asked = -(-count // PARTS.get(name, 1)) if count else 1 if seed else USUAL[name]
        every = range(seed or FIRST, (seed or FIRST) + asked)
        chunks = [every[each::CHUNKS] for each in range(min(CHUNKS, len(every)))]
        metafunc.parametrize(name, chunks, ids=lambda chunk: f"{chunk[0]}-{chunk[-1]}")


@pytest.fixture(scope="session")
def people(request: pytest.FixtureRequest) -> int:
    return int(request.config.getoption("--people", PEOPLE))


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    with silence():
        yield
