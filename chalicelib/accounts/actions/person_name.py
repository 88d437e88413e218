"""The person's name, in a profile row beside the account, so that its writes do not conflict with a sign-in."""

from chalicelib.accounts.model import PersonName
from chalicelib.accounts.storage import parse_person_name, person_key, put_person_name
from chalicelib.cloud.table import Change, Item, Key
from chalicelib.unit_of_work import UnitOfWork


def name_key(account: str) -> Key:
    """Return the key of the profile row, for a read together with other rows."""
    return person_key(account)


def claim_name(change: Change, row: Item | None, account: str, name: str, caused_by: str) -> None:
    """Store the name that a submitted application gives, unless one is confirmed; `row` is as it was read."""
    before = parse_person_name(row)
    if before is None or not before.confirmed_at:
        put_person_name(change, before, PersonName(account=account, name=name, caused_by=caused_by))


def confirm_name(work: UnitOfWork, row: Item | None, account: str, name: str, caused_by: str) -> None:
    """Store the name of an accepted application; `row` is as it was read."""
    confirmed = PersonName(account=account, name=name, confirmed_at=work.now, caused_by=caused_by)
    put_person_name(work, parse_person_name(row), confirmed)
