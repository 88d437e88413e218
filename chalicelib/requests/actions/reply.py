"""What staff answer: once, in one transaction with all that follows from it (REQUIREMENTS A7, S5, W3)."""

from datetime import datetime

from chalicelib.accounts.actions import find
from chalicelib.accounts.actions.admit import Newcomer, admission
from chalicelib.accounts.actions.recover import open_reset
from chalicelib.applications.model import Decision
from chalicelib.cloud.table import Change
from chalicelib.refusal import Absent
from chalicelib.requests.actions.emails import (
    enqueue_recovery_answered,
    enqueue_recovery_told,
    enqueue_request_refused,
)
from chalicelib.requests.actions.meant import account_named, is_owner
from chalicelib.requests.actions.queue import find_request
from chalicelib.requests.inputs import Answer
from chalicelib.requests.items import put_answered
from chalicelib.requests.model import Kind, Reply, Request
from chalicelib.requests.problems import AddressHasAccount, AnsweredAlready, NoSuchAccount
from chalicelib.services import Services
from chalicelib.settled import until_settled


@until_settled
def reply(services: Services, request: str, wish: Answer, by: str, now: datetime) -> None:
    """Approve or refuse; the same answer by the same person again is one answer. `by` is an id of the staff."""
    found, policy = find_request(services, request), services.portal.policies.requests
    if policy is None:
        raise Absent
    if found.reply:
        if (found.reply.by, found.reply.decision) == (by, wish.decision):
            return
        raise AnsweredAlready
    change = Change(services.ids.new())
    account = _act(services, change, found, wish, by, now)
    made = Reply(decision=wish.decision, reason=wish.reason, by=by, at=now, account=account)
    put_answered(change, found.but(reply=made), policy.kept)
    services.table.commit(change)


def _act(services: Services, change: Change, request: Request, wish: Answer, by: str, now: datetime) -> str | None:
    """Add what follows from the answer, and return the id of the account that it opens."""
    if wish.decision is Decision.REFUSED:
        enqueue_request_refused(services, change, request, wish.reason or "", now)
        return None
    if request.kind is Kind.RECOVERY:
        return _let_back_in(services, change, request, wish, by, now)
    if find.by_identifier(services, "email", request.email, now):
        raise AddressHasAccount
    whom = Newcomer(request.name, request.email, request.language)
    return admission(services, change, whom, now, by).id


def _let_back_in(services: Services, change: Change, request: Request, wish: Answer, by: str, now: datetime) -> str:
    """Mail a link for a new password to the address on the form; the owner is told at the account’s own."""
    account, policy = account_named(services, wish.identifier or "", now), services.portal.policies.reset
    if account is None:
        raise NoSuchAccount
    proof = open_reset(services, change, account, now + policy.unawaited, now, by)
    enqueue_recovery_answered(services, change, request, account, proof, now)
    if not is_owner(account, request):
        enqueue_recovery_told(services, change, account, "answered", now)
    return account.id
