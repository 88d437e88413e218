"""Retention hooks of applications: which accounts they keep, what to delete with an account (REQUIREMENTS E1, F11)."""

from collections.abc import Iterator

from chalicelib.activities.model import partition
from chalicelib.applications.model import Application
from chalicelib.applications.rules.lifecycle import UNDER_REVIEW
from chalicelib.applications.storage import PREFIX, is_application, lookup_key, parse_application
from chalicelib.cloud.table import Change
from chalicelib.services import Services


def keeps_account(services: Services, account: str) -> bool:
    """Tell whether staff have an application of this account before them, or it becomes a registration soon."""
    return any(each.state in UNDER_REVIEW or each.awaits_registration for each in _all_of(services, account))


def on_account_removed(services: Services, account: str) -> None:
    """Delete the rows that find its applications by number: they are not in the account's partition."""
    for application in _all_of(services, account):
        change = Change(services.ids.new())
        change.delete(lookup_key(application.number))
        services.table.commit(change)


def _all_of(services: Services, account: str) -> Iterator[Application]:
    for item in services.table.query(partition(account), PREFIX):
        application = parse_application(item) if is_application(item) else None
        if application:
            yield application
