"""DynamoDB in process: simulated, or by moto with the table that infra/data.yaml makes."""

from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import boto3
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSPreparedRequest, AWSResponse
from moto.core.models import botocore_stubber

from chalicelib.cloud.dynamo import DynamoTable
from chalicelib.cloud.json_client import Connections, Credentials, JsonClient, client_in_lambda
from chalicelib.cloud.shards import Shards
from infra.project import REGION
from tests.support.cloudformation import resources
from tests.support.simulated_dynamodb.client import SimulatedDynamoDB

NAME = "guichet-test"
SHARDS = Shards(3, 3)
EPOCH = datetime(2026, 3, 2, tzinfo=UTC)
SCHEMA = ("BillingMode", "KeySchema", "AttributeDefinitions", "GlobalSecondaryIndexes")


class Moto:
    """Connections to what moto plays in this process."""

    def send(self, request: AWSPreparedRequest) -> AWSResponse:
        answer = botocore_stubber("before-send", request)
        assert answer, "call this inside mock_aws"
        return answer


def client_through(connections: Connections, service: str = "dynamodb") -> JsonClient:
    """Return the client that the product uses, whose requests go through the connections."""
    credentials: Any = Credentials("AKIDEXAMPLE", "example", None)
    signer = SigV4Auth(credentials, service, REGION)
    return JsonClient(service, f"https://{service}.{REGION}.amazonaws.com", signer, connections)


def client_at(endpoint: str) -> JsonClient:
    """Return the client that a function on the local cloud has, but for its patience: many threads share it."""
    environment = {
        "AWS_LAMBDA_FUNCTION_NAME": "-",
        "AWS_ACCESS_KEY_ID": "local",
        "AWS_SECRET_ACCESS_KEY": "local",
        "AWS_REGION": REGION,
        "AWS_ENDPOINT_URL": endpoint,
    }
    client = client_in_lambda("dynamodb", environment, timeout=(60, 60))
    assert client
    return client


def moto_table() -> DynamoTable:
    """Make the table and return it; call it inside `mock_aws`."""
    make_table(_client(), NAME)
    return table_of(client_through(Moto()), NAME)


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
    return table_of(client, name)


def table_of(client: Any, name: str) -> DynamoTable:
    return DynamoTable(client, name, pause=lambda _: None, shards=SHARDS)
