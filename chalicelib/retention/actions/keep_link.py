"""Check of the link in a notice, which keeps a record without signing in (REQUIREMENTS E3)."""

from chalicelib.retention import rules
from chalicelib.retention.actions.find import find_review
from chalicelib.retention.actions.retainable import Retainable
from chalicelib.services import Services


def is_keep_link(services: Services, account: str, about: str, kind: str, retainable: Retainable, token: str) -> bool:
    """Tell whether the token is of a notice that was sent because of the present absence."""
    review = find_review(services, account, about, kind)
    notices = rules.valid(review.notices, retainable.since) if review else ()
    return any(retainable.proof(each.nonce).opens(services.keyring, token) for each in notices)
