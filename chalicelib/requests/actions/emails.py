"""Enqueues the emails about requests: one function per template, to the address on the form or to an account."""

from datetime import datetime
from typing import Literal

from chalicelib.accounts.actions.emails import email_to
from chalicelib.accounts.model import Account
from chalicelib.cloud.table import Change
from chalicelib.outbox.actions import Data, NewEmail, enqueue_email
from chalicelib.proof import Proof
from chalicelib.requests.model import AccessRequest
from chalicelib.services import Services


def enqueue_request_received(services: Services, change: Change, request: AccessRequest, now: datetime) -> None:
    enqueue_email(services, change, _email(request, "request-received", {}), now)


def enqueue_request_refused(
    services: Services, change: Change, request: AccessRequest, reason: str, now: datetime
) -> None:
    enqueue_email(services, change, _email(request, "request-refused", {"reason": reason}), now)


def enqueue_recovery_answered(
    services: Services, change: Change, request: AccessRequest, account: Account, proof: Proof, now: datetime
) -> None:
    """Enqueue the identifiers of the account, with the link to choose a password."""
    kinds = services.portal.identifier_kinds
    known: dict[str, str] = {kind: text for kind, text in account.identifiers.items() if kind in kinds}
    enqueue_email(services, change, _email(request, "recovery-answered", known)._replace(proof=proof), now)


def enqueue_recovery_told(
    services: Services, change: Change, owner: Account, step: Literal["asked", "answered"], now: datetime
) -> None:
    """Enqueue the warning to an account's owner that another address asks to get in (SECURITY SEC24)."""
    enqueue_email(services, change, email_to(owner, "recovery-told", {"step": step}), now)


def _email(request: AccessRequest, template: str, data: Data) -> NewEmail:
    """Return an email to the address on the form, in the language of the form."""
    about = {"kind": request.kind.value, "name": request.name, **data}
    return NewEmail(template, request.email, request.language, about)
