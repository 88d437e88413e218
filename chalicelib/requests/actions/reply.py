"""What staff answer: once, in one transaction with all that follows from it (REQUIREMENTS A7, S5, W3)."""

from datetime import datetime

from chalicelib.accounts.actions import find
from chalicelib.accounts.actions.administration import Newcomer, admission
from chalicelib.accounts.actions.recover import open_reset
from chalicelib.applications.model import Decision
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
from chalicelib.unit_of_work import UnitOfWork, retry_on_conflict


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
    work = UnitOfWork(services, now, by)
    account = _act(work, found, form)
    made = Reply(decision=form.decision, reason=form.reason, by=by, at=now, account=account)
    put_answered(work, found.replace(reply=made), policy.kept)
    work.commit()


def _act(work: UnitOfWork, request: AccessRequest, form: Answer) -> str | None:
    """Add what follows from the answer, and return the id of the account that it opens."""
    if form.decision is Decision.REFUSED:
        enqueue_request_refused(work, request, form.reason or "")
        return None
    if request.kind is RequestKind.RECOVERY:
        return _let_back_in(work, request, form)
    if find.by_identifier(work.services, "email", request.email, work.now):
        raise AddressHasAccount
    whom = Newcomer(request.name, request.email, request.language)
    return admission(work, whom).id


def _let_back_in(work: UnitOfWork, request: AccessRequest, form: Answer) -> str:
    """Mail a link for a new password to the address on the form; the owner is told at the account’s own."""
    account, policy = account_named(work.services, form.identifier or "", work.now), work.services.portal.policies.reset
    if account is None:
        raise NoSuchAccount
    proof = open_reset(work, account, work.now + policy.unawaited)
    enqueue_recovery_answered(work, request, account, proof)
    if not is_owner(account, request):
        enqueue_recovery_told(work, account, "answered")
    return account.id
