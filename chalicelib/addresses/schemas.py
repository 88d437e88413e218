"""What a page shows of a search, to people as buttons to press, to programs as it is; and what a pressed one sends."""

import json
from collections.abc import Iterable

from chalicelib.cloud.places import FoundAddress
from chalicelib.record import Record


class AddressChoice(Record):
    """One of the addresses. `value` is what is sent for it, so that choosing needs no second search."""

    value: str
    street: str
    city: str
    province: str
    postal_code: str


class AddressesFound(Record):
    """The addresses to choose from, for the inputs whose names begin with `field`."""

    field: str
    choices: tuple[AddressChoice, ...]


def addresses_found(field: str, found: Iterable[FoundAddress]) -> AddressesFound:
    choices = (AddressChoice(value=_to_value(address), **address._asdict()) for address in found)
    return AddressesFound(field=field, choices=tuple(choices))


def chosen(value: str) -> FoundAddress | None:
    """Return the address that was chosen; None for what is none: a page can be made to send anything."""
    try:
        parts = json.loads(value)
    except (ValueError, RecursionError):
        return None
    is_ours = isinstance(parts, list) and len(parts) == len(FoundAddress._fields)
    return FoundAddress(*parts) if is_ours and all(isinstance(part, str) for part in parts) else None


def inputs(field: str, address: FoundAddress) -> dict[str, str]:
    """Return what the inputs of the address hold once it is chosen. Its unit stays as it was typed."""
    return {f"{field}.{part}": text for part, text in address._asdict().items()}


def _to_value(address: FoundAddress) -> str:
    return json.dumps(address, ensure_ascii=False)
