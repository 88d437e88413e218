"""What staff answer: once, in one transaction with all that follows from it (REQUIREMENTS A7, S5, W3)."""

from datetime import datetime

from chalicelib.accounts.actions import find
from chalicelib.accounts.actions.admit import Newcomer, admission
from chalicelib.accounts.actions.recover import open_reset
from chalicelib.applications.model import Decision
from chalicelib.cloud.table import Change
from chalicelib.conflicts import retry_on_conflict
from chalicelib.errors import NotFound
from chalicelib.requests.actions.emails import (
    enqueue_recovery_answered,
    enqueue_recovery_told,
    enqueue_request_refused,
)
from chalicelib.requests.actions.matching import account_named, is_owner
from chalicelib.requests.actions.queue import find_request
from chalicelib.requests.errors import AddressHasAccount, AnsweredAlready, NoSuchAccount
from chalicelib.requests.inputs import Answer
from chalicelib.requests.model import AccessRequest, Reply, RequestKind
from chalicelib.requests.storage import put_answered
from chalicelib.services import Services


@retry_on_conflict
def reply(services: Services, request: str, form: Answer, by: str, now: datetime) -> None:
    """Approve or refuse; the same answer by the same person again is one answer. `by` is an id of the staff."""
    found, policy = find_request(services, request), services.portal.policies.requests
    if policy is None:
        raise NotFound
    if found.reply:
        if (found.reply.by, found.reply.decision) == (by, form.decision):
            return
        raise AnsweredAlready
    change = Change(services.ids.new())
    account = _act(services, change, found, form, by, now)
    made = Reply(decision=form.decision, reason=form.reason, by=by, at=now, account=account)
    put_answered(change, found.replace(reply=made), policy.kept)
    services.table.commit(change)


def _act(
    services: Services, change: Change, request: AccessRequest, form: Answer, by: str, now: datetime
) -> str | None:
    """Add what follows from the answer, and return the id of the account that it opens."""
    if form.decision is Decision.REFUSED:
        enqueue_request_refused(services, change, request, form.reason or "", now)
        return None
    if request.kind is RequestKind.RECOVERY:
        return _let_back_in(services, change, request, form, by, now)
    if find.by_identifier(services, "email", request.email, now):
        raise AddressHasAccount
    whom = Newcomer(request.name, request.email, request.language)
    return admission(services, change, whom, now, by).id


def _let_back_in(
    services: Services, change: Change, request: AccessRequest, form: Answer, by: str, now: datetime
) -> str:
    """Mail a link for a new password to the address on the form; the owner is told at the account’s own."""
    account, policy = account_named(services, form.identifier or "", now), services.portal.policies.reset
    if account is None:
        raise NoSuchAccount
    proof = open_reset(services, change, account, now + policy.unawaited, now, by)
    enqueue_recovery_answered(services, change, request, account, proof, now)
    if not is_owner(account, request):
        enqueue_recovery_told(services, change, account, "answered", now)
    return account.id
