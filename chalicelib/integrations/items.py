"""How integrations lie in the table: a row for each, found by the name with which its keys begin."""

from typing import Any

from chalicelib.cloud.table import ABSENT, Change, Item, Key, unchanged
from chalicelib.integrations.model import Integration


def integration_key(name: str) -> Key:
    return Key(f"INTEGRATION#{name}", "INTEGRATION")


def integration_of(item: Item | None) -> Integration | None:
    if item is None:
        return None
    fields: dict[str, Any] = {name: item[name] for name in Integration.model_fields if name in item}
    return Integration.model_validate(fields)


def put_integration(change: Change, integration: Integration) -> None:
    """Write it as it is here but for `version`, unless someone else wrote it since it was read."""
    seen = integration.version
    written = integration.but(version=seen + 1).model_dump(mode="json", exclude_none=True)
    change.put({**integration_key(integration.name)._asdict(), **written}, unchanged(seen) if seen else ABSENT)
