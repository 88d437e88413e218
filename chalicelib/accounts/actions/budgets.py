"""The budgets that accounts spend from: per network address, per mailbox, per code."""

from datetime import datetime

from chalicelib.accounts.model import Activation
from chalicelib.canonical import canonical_email
from chalicelib.cloud.keyring import Purpose
from chalicelib.limits.model import Budget, current
from chalicelib.portal.policies import Limit
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


def codes(services: Services, waiting: Activation | None, email: str, now: datetime) -> Budget:
    """Tries of one code; an address that waits for none has tries too, so that nothing tells them apart."""
    policy = services.portal.policies.activation
    limit = Limit(count=policy.code_tries, per=policy.lifetime)
    if waiting is None:
        return current("codes", services.keyring.pseudonym(_WHO, canonical_email(email) or email), limit, now)
    return Budget("codes", services.keyring.pseudonym(_WHO, waiting.nonce), limit, waiting.sent_at)


def failures(services: Services, address: str, now: datetime) -> tuple[Budget, Budget]:
    """Failed sign-ins from one network address, and in the whole portal."""
    limits = services.portal.policies.limits
    who = services.keyring.pseudonym(_WHO, address)
    here = current("sign-in-failures", who, limits.sign_in_failures, now)
    return here, current("sign-in-failures", EVERYONE, limits.sign_in_failures_overall, now)
