"""Keeps an account by the link in a notice, without signing in (REQUIREMENTS E1, E3)."""

from datetime import datetime

from chalicelib.accounts.actions.retention import ACCOUNTS, RetainableAccount, retainable_account
from chalicelib.accounts.storage import ACCOUNT, put_account
from chalicelib.activities.model import write_activity
from chalicelib.proof import owner_of
from chalicelib.retention.actions.keep_link import is_keep_link
from chalicelib.retention.errors import KeepLinkVoid
from chalicelib.services import Services
from chalicelib.unit_of_work import UnitOfWork, retry_on_conflict


@retry_on_conflict
def keep(services: Services, token: str, now: datetime) -> None:
    """Let the account's term begin anew; raise KeepLinkVoid."""
    found = _linked(services, token)
    if found is None:
        raise KeepLinkVoid
    work = UnitOfWork(services, now)
    put_account(work, found.account.replace(last_active_at=now))
    write_activity(work, found.account.id, "account-kept")
    work.commit()


def is_link_valid(services: Services, token: str) -> bool:
    """Tell whether the link still keeps an account; changes nothing: mail scanners open links too (SECURITY SEC19)."""
    return _linked(services, token) is not None


def _linked(services: Services, token: str) -> RetainableAccount | None:
    found = retainable_account(services, owner_of(token))
    if found is None or not is_keep_link(services, found.account.id, ACCOUNT, ACCOUNTS, found, token):
        return None
    return found
