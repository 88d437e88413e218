"""What an account's end has to do with its applications (REQUIREMENTS E1, F11)."""

from collections.abc import Iterator

from chalicelib.activities.model import partition
from chalicelib.applications.model import Application
from chalicelib.applications.rules.lifecycle import UNDER_REVIEW
from chalicelib.applications.storage import PREFIX, is_application, lookup_key, parse_application
from chalicelib.cloud.table import Change
from chalicelib.services import Services


def is_under_way(services: Services, account: str) -> bool:
    """Tell whether staff have an application of this account before them, or it becomes a registration soon."""
    return any(each.state in UNDER_REVIEW or _becomes_final(each) for each in _all_of(services, account))


def forget(services: Services, account: str) -> None:
    """Take away what lies beside the account: nobody finds its applications by their number any more."""
    for application in _all_of(services, account):
        change = Change(services.ids.new())
        change.delete(lookup_key(application.number))
        services.table.commit(change)


def _becomes_final(application: Application) -> bool:
    return application.final_at is not None and application.registered_at is None


def _all_of(services: Services, account: str) -> Iterator[Application]:
    for item in services.table.query(partition(account), PREFIX):
        application = parse_application(item) if is_application(item) else None
        if application:
            yield application
