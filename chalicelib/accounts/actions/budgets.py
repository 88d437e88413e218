"""The throttling budgets of accounts: per network address, per mailbox, per code."""

from collections.abc import Sequence
from datetime import datetime

from chalicelib.accounts.model import Activation
from chalicelib.canonical import canonical_email
from chalicelib.cloud.keyring import Purpose
from chalicelib.cloud.logs import log
from chalicelib.cloud.table import Item, Key
from chalicelib.limits.actions import is_spent, try_spend
from chalicelib.limits.model import Budget, current
from chalicelib.portal.spans import Limit
from chalicelib.services import Services

_WHO = Purpose("budget")
EVERYONE = "everyone"


def requests(services: Services, address: str, now: datetime) -> Budget:
    """Sign-ups, resends and recoveries from one network address."""
    limit = services.portal.policies.limits.requests
    return current("requests", services.keyring.pseudonym(_WHO, address), limit, now)


def mails(services: Services, email: str, now: datetime) -> Budget:
    """Mails that anyone may cause to one mailbox, account or not."""
    who = services.keyring.pseudonym(_WHO, canonical_email(email) or email)
    return current("mails", who, services.portal.policies.limits.mails, now)


def mails_again(services: Services, account: str, now: datetime) -> Budget:
    """Mails that someone who is signed in asks for once more."""
    who = services.keyring.pseudonym(_WHO, account)
    return current("mails-again", who, services.portal.policies.limits.mails_again, now)


def codes(services: Services, waiting: Activation | None, email: str, now: datetime) -> Budget:
    """Tries of one code; an address that waits for none has tries too, so that nothing tells them apart."""
    policy = services.portal.policies.activation
    limit = Limit(count=policy.code_tries, per=policy.lifetime)
    if waiting is None:
        return current("codes", services.keyring.pseudonym(_WHO, canonical_email(email) or email), limit, now)
    return Budget("codes", services.keyring.pseudonym(_WHO, waiting.nonce), limit, waiting.sent_at)


def read_unless_spent(services: Services, keys: Sequence[Key], address: str, now: datetime) -> list[Item | None] | None:
    """Return what a sign-in reads; None where the network address, or the whole portal, has failed too often."""
    here, overall = _failures(services, address, now)
    spent_here, spent_overall, *items = services.table.get_many([here.key, overall.key, *keys])
    if is_spent(here, spent_here) or is_spent(overall, spent_overall):
        log.warning("failure budget spent", overall=is_spent(overall, spent_overall))
        return None
    return items


def spend_failure(services: Services, address: str, now: datetime) -> None:
    """Count a failed sign-in against the network address and the whole portal."""
    for budget in _failures(services, address, now):
        try_spend(services, budget)


def _failures(services: Services, address: str, now: datetime) -> tuple[Budget, Budget]:
    limits = services.portal.policies.limits
    who = services.keyring.pseudonym(_WHO, address)
    here = current("sign-in-failures", who, limits.sign_in_failures, now)
    return here, current("sign-in-failures", EVERYONE, limits.sign_in_failures_overall, now)
