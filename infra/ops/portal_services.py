"""A portal's own services, from an operator's machine: the same actions, with the operator's credentials."""
# ruff: noqa: ARG002 -- what refuses has no use for its arguments

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from botocore.exceptions import ClientError

from chalicelib.cloud.dynamo import DynamoTable
from chalicelib.cloud.keyring import Keyring
from chalicelib.cloud.secret import parse_ring, read_secret
from chalicelib.cloud.table import Change, Condition, Item, Key, Unavailable
from chalicelib.portal import loader
from chalicelib.services import Services
from infra.deploy.target import Target
from infra.portals import folder_of
from infra.stages import Stage
from infra.trouble import Trouble, is_missing


class ReadTable(DynamoTable):
    """A table that refuses to be written: what only looks ahead can touch nothing."""

    def update(self, key: Key, values: Mapping[str, Any], add: Mapping[str, int], when: Condition | None) -> Item:
        raise Trouble(f"{key.sk} would be written.")

    def commit(self, change: Change) -> None:
        raise Trouble(f"{', '.join(write.key.sk for write in change.writes)} would be written.")


@contextmanager
def deployed(stage: Stage) -> Iterator[None]:
    """Raise Trouble where what the stage has on AWS is not there."""
    try:
        yield
    except (ClientError, Unavailable) as error:
        if is_missing(error):
            raise Trouble(f"{stage.name} is not deployed here: make deploy STAGE={stage.name}") from None
        raise


def services_of(
    target: Target, stage: Stage, table: type[DynamoTable] = DynamoTable, folder: Path | None = None
) -> Services:
    """Return the services of a deployed portal, whose files are in the folder, or wherever portals are."""
    services = Services()
    services.portal = loader.load(stage.portal, folder or folder_of(stage.portal).parent)
    services.table = table(target.client("dynamodb"), stage.prefix, shards=services.shards)
    with deployed(stage):
        services.keyring = _keyring(services, target, f"{stage.prefix}-key")
        services.factor_keyring = _keyring(services, target, f"{stage.prefix}-factors")
    return services


def _keyring(services: Services, target: Target, secret: str) -> Keyring:
    return parse_ring(read_secret(target.client("secretsmanager"), secret)).at(services.clock.now())
