"""Storage of integrations: one row each, found by the name with which its keys begin."""

from chalicelib.cloud.table import NOT_EXISTS, Change, Item, Key, RowKind, unchanged
from chalicelib.integrations.model import Integration


def integration_key(name: str) -> Key:
    return Key(f"INTEGRATION#{name}", "INTEGRATION")


def parse_integration(item: Item | None) -> Integration | None:
    return Integration.from_item(item) if item else None


def put_integration(change: Change, integration: Integration) -> None:
    """Write it as it is here but for `version`, unless someone else wrote it since it was read."""
    seen = integration.version
    written = integration.replace(version=seen + 1).stored()
    change.put({**integration_key(integration.name)._asdict(), **written}, unchanged(seen) if seen else NOT_EXISTS)


ROWS = (
    RowKind(
        "INTEGRATION#<name>",
        "INTEGRATION",
        "A program of a partner and the hashes of its keys.",
        Integration,
        (put_integration,),
        parse_integration,
    ),
)
