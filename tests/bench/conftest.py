"""A counter as the bench measures it, on DynamoDB in process."""

from collections.abc import Iterator

import pytest
from moto import mock_aws

from chalicelib.services import Services
from infra.bench.metered_app import Metered, metered
from tests.support import aws
from tests.support.dynamo import NAME, make_table
from tests.support.world import World

ADAPTERS = ("portal", "settings", "passwords", "keyring", "factor_keyring", "mailer")


@pytest.fixture
def at() -> Iterator[Metered]:
    with mock_aws():
        client, world, services = aws.client("dynamodb"), World("social-work"), Services()
        make_table(client, NAME)
        for name in ADAPTERS:
            setattr(services, name, getattr(world, name))
        yield metered(services, client)
