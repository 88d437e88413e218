"""DynamoDB in process, by moto, with the table that infra/data.yaml makes."""

from functools import cache
from pathlib import Path
from typing import Any

import boto3

from chalicelib.cloud.dynamo import DynamoTable
from chalicelib.cloud.shards import Shards
from tests.support.cloudformation import resources

NAME = "guichet-test"
SCHEMA = ("BillingMode", "KeySchema", "AttributeDefinitions", "GlobalSecondaryIndexes")


def moto_table() -> DynamoTable:
    """Make the table and return it; call it inside `mock_aws`."""
    return make_table(_client(), NAME)


@cache
def _client() -> Any:
    """Return one for all tests: to make it costs more than most of them, and moto empties what is behind it."""
    return boto3.client("dynamodb")


def make_table(client: Any, name: str) -> DynamoTable:
    """Make a table as infra/data.yaml does, without what only matters on AWS."""
    properties = resources(Path("infra/data.yaml"))["Table"]
    client.create_table(TableName=name, **{part: properties[part] for part in SCHEMA})
    return DynamoTable(client, name, pause=lambda _: None, shards=Shards(3, 3))
