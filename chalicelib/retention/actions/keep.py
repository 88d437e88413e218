"""The link of a notice: whoever has it can keep what would end, without signing in (REQUIREMENTS E3)."""

from chalicelib.cloud.keyring import same
from chalicelib.retention import rules
from chalicelib.retention.actions.case import Case
from chalicelib.retention.storage import watch_key, watch_of
from chalicelib.services import Services


def is_link_of(services: Services, account: str, about: str, case: Case, token: str) -> bool:
    """Tell whether the link is in a notice that was sent because of this very absence."""
    watch = watch_of(services.table.get(watch_key(account, about)))
    notices = rules.valid(watch.notices, case.since) if watch else ()
    return any(same(token, case.proof(each.nonce).token(services.keyring)) for each in notices)
