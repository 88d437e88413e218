"""What all tests share: worlds on both tables, and clients."""

import os
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from chalice.app import Chalice
from hypothesis import HealthCheck, settings
from playwright.sync_api import expect

from chalicelib.app_factory import create_app
from chalicelib.cloud.logs import log
from chalicelib.cloud.table import Table
from chalicelib.portal.model import Portal
from tests.support.dynamo import simulated_table
from tests.support.memory import MemoryTable
from tests.support.portals import portal_of
from tests.support.world import World

EXAMPLES = Path(__file__).parent / "portals"
os.environ.setdefault("AWS_DEFAULT_REGION", "ca-central-1")
# A busy machine is no fault, and what is drawn is the same in every run.
settings.register_profile("guichet", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("guichet")
expect.set_options(timeout=60_000)  # milliseconds


@pytest.fixture(params=[MemoryTable, simulated_table], ids=["memory", "dynamodb"])
def table(request: pytest.FixtureRequest) -> Table:
    """A fresh table of each kind: a test that takes it runs on both."""
    made: Table = request.param()
    return made


@pytest.fixture
def world(table: Table) -> Callable[[str], World]:
    """Build the services of a portal, by its key."""
    return lambda key: World(portal(key), table)


@pytest.fixture
def logged(monkeypatch: pytest.MonkeyPatch) -> StringIO:
    """Collect what is logged, as the Lambda would write it."""
    stream = StringIO()
    monkeypatch.setattr(log.registered_handler, "stream", stream)
    return stream


@pytest.fixture
def app_for() -> Callable[[World], Chalice]:
    return create_app


def portal(key: str) -> Portal:
    return portal_of(key)
