"""Keeping an account by the link in a notice, without signing in (REQUIREMENTS E1, E3)."""

from datetime import datetime

from chalicelib.accounts.actions.retain import Retained, case_of
from chalicelib.accounts.storage import ACCOUNT, put_account
from chalicelib.activities.model import write_activity
from chalicelib.cloud.table import Change
from chalicelib.conflicts import retry_on_conflict
from chalicelib.proof import owner_of
from chalicelib.retention.actions.keep import is_link_of
from chalicelib.retention.errors import KeepLinkVoid
from chalicelib.services import Services


@retry_on_conflict
def keep(services: Services, token: str, now: datetime) -> None:
    """Count the account's time anew; raise KeepLinkVoid."""
    case = _opened(services, token)
    if case is None:
        raise KeepLinkVoid
    change = Change(services.ids.new())
    put_account(change, case.account.replace(last_active_at=now))
    write_activity(change, case.account.id, "account-kept", now)
    services.table.commit(change)


def is_link_valid(services: Services, token: str) -> bool:
    """Tell whether the link still keeps an account; changes nothing: mail scanners open links too (SECURITY SEC19)."""
    return _opened(services, token) is not None


def _opened(services: Services, token: str) -> Retained | None:
    case = case_of(services, owner_of(token))
    return case if case and is_link_of(services, case.account.id, ACCOUNT, case, token) else None
