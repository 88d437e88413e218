"""DynamoDB in process: simulated, or by moto with the table that infra/data.yaml makes."""

from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import boto3

from chalicelib.cloud.dynamo import DynamoTable
from chalicelib.cloud.shards import Shards
from tests.support.cloudformation import resources
from tests.support.simulated_dynamodb.client import SimulatedDynamoDB

NAME = "guichet-test"
SHARDS = Shards(3, 3)
EPOCH = datetime(2026, 3, 2, tzinfo=UTC)
SCHEMA = ("BillingMode", "KeySchema", "AttributeDefinitions", "GlobalSecondaryIndexes")


def moto_table() -> DynamoTable:
    """Make the table and return it; call it inside `mock_aws`."""
    return make_table(_client(), NAME)


def simulated_table(client: SimulatedDynamoDB | None = None) -> DynamoTable:
    """Return an empty table on a client that plays DynamoDB; one where nothing goes wrong, unless told otherwise."""
    return DynamoTable(client or SimulatedDynamoDB(lambda: EPOCH), NAME, pause=lambda _: None, shards=SHARDS)


@cache
def _client() -> Any:
    """Return one for all tests: to make it costs more than most of them, and moto empties what is behind it."""
    return boto3.client("dynamodb")


def make_table(client: Any, name: str) -> DynamoTable:
    """Make a table as infra/data.yaml does, without what only matters on AWS."""
    properties = resources(Path("infra/data.yaml"))["Table"]
    client.create_table(TableName=name, **{part: properties[part] for part in SCHEMA})
    return DynamoTable(client, name, pause=lambda _: None, shards=SHARDS)
