"""Keeping a draft by the link in a notice, without signing in (REQUIREMENTS E2, E3)."""

from datetime import datetime

from chalicelib.activities.model import write_activity
from chalicelib.applications.actions.drafts import Draft, case_of
from chalicelib.applications.storage import application_name, is_number, put_application
from chalicelib.cloud.table import Change
from chalicelib.conflicts import retry_on_conflict
from chalicelib.proof import owner_of
from chalicelib.retention.actions.keep import is_link_of
from chalicelib.retention.errors import KeepLinkVoid
from chalicelib.services import Services


@retry_on_conflict
def keep(services: Services, number: str, token: str, now: datetime) -> None:
    """Count the draft's time anew; raise KeepLinkVoid."""
    case = _opened(services, number, token)
    if case is None:
        raise KeepLinkVoid
    change = Change(services.ids.new())
    put_application(change, case.application.replace(saved_at=now))
    write_activity(change, case.account.id, "draft-kept", now, about=application_name(number))
    services.table.commit(change)


def is_link_valid(services: Services, number: str, token: str) -> bool:
    """Tell whether the link still keeps a draft; changes nothing: mail scanners open links too (SECURITY SEC19)."""
    return _opened(services, number, token) is not None


def _opened(services: Services, number: str, token: str) -> Draft | None:
    case = case_of(services, owner_of(token), number) if is_number(number) else None
    if case is None or not is_link_of(services, case.account.id, application_name(number), case, token):
        return None
    return case
