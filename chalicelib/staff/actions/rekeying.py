"""Staff's factors and the keys of factors: what follows from an older key follows from the newest in time."""

from datetime import datetime
from typing import NamedTuple

from chalicelib.authentication.actions.keys import app_keys, code_keys, with_newest_key
from chalicelib.cloud.keyring import KeyId
from chalicelib.cloud.table import Key
from chalicelib.due import Left, unlimited, work_off
from chalicelib.services import Services
from chalicelib.staff.actions import find
from chalicelib.staff.actions.claimants import claimant_of
from chalicelib.staff.model import Staff
from chalicelib.staff.storage import parse_staff, put_staff, staff_key
from chalicelib.unit_of_work import UnitOfWork


class Held(NamedTuple):
    """What keeps a key: so many authenticator apps, and the addresses of active staff with recovery codes."""

    apps: int
    people: tuple[str, ...]


def rekey_while_replaced(services: Services, now: datetime, left: Left = unlimited) -> int:
    """Rekey while there are two keys of one kind: the portal's, which older factors follow from, or factors' own."""
    is_settled = len(services.keyring.ids) == len(services.factor_keyring.ids) == 1
    return 0 if is_settled else rekey(services, now, left)


def rekey(services: Services, now: datetime, left: Left = unlimited) -> int:
    """Let every app follow from the newest key, as far as the time goes; return how many people had others."""
    keys = [staff_key(staff.id) for staff in find.everyone(services)]
    return work_off(services.table, keys, "factors", lambda key: _rekey(services, key, now), left)


def held_by(services: Services, key: KeyId) -> Held:
    """Return what follows from the key."""
    everyone = find.everyone(services)
    apps = sum(key == each for staff in everyone for each in app_keys(staff.factors))
    return Held(apps, tuple(each.email for each in everyone if each.is_active and key in code_keys(each.factors)))


def _rekey(services: Services, key: Key, now: datetime) -> bool:
    staff = parse_staff(services.table.get(key))
    return staff is not None and _write(services, staff, now)


def _write(services: Services, staff: Staff, now: datetime) -> bool:
    renewed = with_newest_key(services, claimant_of(services, staff))
    if renewed == staff.factors:
        return False
    work = UnitOfWork(services, now)
    put_staff(work, staff.replace(factors=renewed))
    work.commit()
    return True
