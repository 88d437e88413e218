"""The contract of a table on the local cloud, which knows DynamoDB from elsewhere than our simulation does."""

from itertools import count

import pytest

from chalicelib.cloud.table import Table
from infra.local.cloud import Cloud
from tests.cloud import test_changes, test_table, test_updates
from tests.support.dynamo import make_table

NUMBERS = count(1)
CONTRACT = (test_table, test_changes, test_updates)
globals().update({name: test for each in CONTRACT for name, test in vars(each).items() if name.startswith("test_")})


@pytest.fixture
def table(cloud: Cloud) -> Table:
    """An empty table that no function listens to."""
    return make_table(cloud.target.client("dynamodb"), f"guichet-contract-{next(NUMBERS)}")
