"""Finding staff, at the same cost whether there is such a one or not."""

from collections.abc import Iterable, Sequence

from chalicelib.cloud.table import Item
from chalicelib.newer import readable
from chalicelib.services import Services
from chalicelib.staff.model import Staff, StaffRole
from chalicelib.staff.storage import DIRECTORY, email_key, parse_holder, parse_staff, staff_key

NOBODY = "0" * 32  # an id that nobody has


def by_id(services: Services, staff: str) -> Staff | None:
    return parse_staff(services.table.get(staff_key(staff)))


def by_email(services: Services, email: str) -> Staff | None:
    """Return whose address this is: two reads, found or not."""
    return holder(services, services.table.get(email_key(services.keyring, email)))


def holder(services: Services, item: Item | None) -> Staff | None:
    """Return whose address's row it is."""
    return by_id(services, id_in([item]))


def id_in(items: Sequence[Item | None]) -> str:
    """Return the id of whose address's row the first is; nobody's where there is none."""
    return parse_holder(items[0]) or NOBODY


def everyone(services: Services) -> list[Staff]:
    """Return all staff by their addresses; the disabled too."""
    ids = [item["sk"] for item in services.table.query(DIRECTORY)]
    return sorted(_read(services, ids), key=lambda staff: staff.email)


def administrators(services: Services) -> list[Staff]:
    """Return those who let others in and can sign in themselves."""
    return [each for each in everyone(services) if each.is_active and StaffRole.ADMINISTRATOR in each.roles]


def names(services: Services, staff: Iterable[str]) -> dict[str, str]:
    """Return the address of each of these ids, where there is one."""
    return {each.id: each.email for each in _read(services, sorted(set(staff)))}


def _read(services: Services, staff: Sequence[str]) -> list[Staff]:
    items = services.table.get_many([staff_key(each) for each in staff])
    return [found for found in readable(parse_staff, items) if found]
