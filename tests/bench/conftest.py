"""A counter as the bench measures it, on DynamoDB in process."""

from collections.abc import Iterator

import pytest
from moto import mock_aws

from chalicelib.services import Services
from infra.bench.metered_app import Metered, metered
from tests.support import aws
from tests.support.dynamo import NAME, make_table
from tests.support.world import World


@pytest.fixture
def at() -> Iterator[Metered]:
    with mock_aws():
        client, world, services = aws.client("dynamodb"), World("social-work"), Services()
        make_table(client, NAME)
        services.portal, services.settings, services.passwords = world.portal, world.settings, world.passwords
        services.keyring, services.factor_keyring, services.mailer = world.keyring, world.factor_keyring, world.mailer
        yield metered(services, client)
