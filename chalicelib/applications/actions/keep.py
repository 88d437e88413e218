"""Keeps a draft by the link in a notice, without signing in (REQUIREMENTS E2, E3)."""

from datetime import datetime

from chalicelib.activities.model import write_activity
from chalicelib.applications.actions.drafts import DRAFTS, RetainableDraft, retainable_draft
from chalicelib.applications.storage import application_name, is_number, put_application
from chalicelib.cloud.table import Change
from chalicelib.conflicts import retry_on_conflict
from chalicelib.proof import owner_of
from chalicelib.retention.actions.keep_link import is_keep_link
from chalicelib.retention.errors import KeepLinkVoid
from chalicelib.services import Services


@retry_on_conflict
def keep(services: Services, number: str, token: str, now: datetime) -> None:
    """Let the draft's term begin anew; raise KeepLinkVoid."""
    found = _linked(services, number, token)
    if found is None:
        raise KeepLinkVoid
    change = Change(services.ids.new())
    put_application(change, found.application.replace(saved_at=now))
    write_activity(change, found.account.id, "draft-kept", now, about=application_name(number))
    services.table.commit(change)


def is_link_valid(services: Services, number: str, token: str) -> bool:
    """Tell whether the link still keeps a draft; changes nothing: mail scanners open links too (SECURITY SEC19)."""
    return _linked(services, number, token) is not None


def _linked(services: Services, number: str, token: str) -> RetainableDraft | None:
    found = retainable_draft(services, owner_of(token), number) if is_number(number) else None
    if found is None:
        return None
    about = application_name(number)
    return found if is_keep_link(services, found.account.id, about, DRAFTS, found, token) else None
