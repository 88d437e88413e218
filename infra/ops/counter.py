"""A portal's own services, from an operator's machine: the same actions, with the operator's credentials."""

from chalicelib.cloud.dynamo import DynamoTable
from chalicelib.cloud.keyring import Keyring
from chalicelib.cloud.secret import read_secret
from chalicelib.portal import loader
from chalicelib.services import Services
from infra.deploy.target import Target


def services_of(target: Target, portal: str) -> Services:
    """Return the services of a deployed portal."""
    services = Services()
    services.portal = loader.load(portal)
    services.table = DynamoTable(target.client("dynamodb"), f"guichet-{portal}")
    services.keyring = Keyring(read_secret(target.client("secretsmanager"), f"guichet-{portal}-key"))
    return services
