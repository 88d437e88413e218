"""Enqueues the emails about requests: one function per template, to the address on the form or to an account."""

from typing import Literal

from chalicelib.accounts.actions.emails import email_to
from chalicelib.accounts.model import Account
from chalicelib.outbox.actions import Data, NewEmail, enqueue_email
from chalicelib.proof import Proof
from chalicelib.requests.model import AccessRequest
from chalicelib.unit_of_work import UnitOfWork


def enqueue_request_received(work: UnitOfWork, request: AccessRequest) -> None:
    enqueue_email(work, _email(request, "request-received", {}))


def enqueue_request_refused(work: UnitOfWork, request: AccessRequest, reason: str) -> None:
    enqueue_email(work, _email(request, "request-refused", {"reason": reason}))


def enqueue_recovery_answered(work: UnitOfWork, request: AccessRequest, account: Account, proof: Proof) -> None:
    """Enqueue the identifiers of the account, with the link to choose a password."""
    kinds = work.services.portal.identifier_kinds
    known: dict[str, str] = {kind: text for kind, text in account.identifiers.items() if kind in kinds}
    enqueue_email(work, _email(request, "recovery-answered", known)._replace(proof=proof))


def enqueue_recovery_told(work: UnitOfWork, owner: Account, step: Literal["asked", "answered"]) -> None:
    """Enqueue the warning to an account's owner that another address asks to get in (SECURITY SEC24)."""
    enqueue_email(work, email_to(owner, "recovery-told", {"step": step}))


def _email(request: AccessRequest, template: str, data: Data) -> NewEmail:
    """Return an email to the address on the form, in the language of the form."""
    about = {"kind": request.kind.value, "name": request.name, **data}
    return NewEmail(template, request.email, request.language, about)
