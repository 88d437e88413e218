"""Removes sign-ups whose window has ended (REQUIREMENTS A4); they could no longer be activated."""

from datetime import datetime

from chalicelib.accounts.actions.find import identifier_keys, keys_of
from chalicelib.accounts.model import Account
from chalicelib.accounts.rules.activation import is_over
from chalicelib.accounts.storage import UNACTIVATED, free_identifier, held_by, parse_account
from chalicelib.activities.model import partition
from chalicelib.cloud.table import Key, key_of, unchanged
from chalicelib.due import Left, unlimited, work_through
from chalicelib.outbox.delivery_events import forget_mailbox
from chalicelib.services import Services
from chalicelib.unit_of_work import UnitOfWork


def remove_unactivated(services: Services, now: datetime, left: Left = unlimited) -> int:
    """Remove every account that waited for its activation too long; return how many."""

    def remove(key: Key) -> bool:
        account = parse_account(services.table.get(key))  # the index only finds candidates
        if account is None or not is_over(account, now):
            return False
        _remove(services, key, account, now)
        return True

    return work_through(services.table, UNACTIVATED, now, remove, left)


def _remove(services: Services, key: Key, account: Account, now: datetime) -> None:
    """Remove all that the account left; raise Conflict where it was activated at this very moment.

    What somebody else has claimed since is theirs, with what is known of the address.
    """
    keys = keys_of(services, account)
    held = [at for at, item in zip(keys, services.table.get_many(keys), strict=True) if held_by(item, account.id)]
    work = UnitOfWork(services, now)
    work.delete(key, unchanged(account.version))
    for claimed in held:
        free_identifier(work, claimed, account.id)
    if set(held).intersection(identifier_keys(services, ["email"], account.email)):
        forget_mailbox(work, account.email)
    for item in services.table.query(partition(account.id), "ACTIVITY#"):
        work.delete(key_of(item))
    work.commit()
