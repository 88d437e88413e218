"""Enqueues the emails to staff: one function per template, in the language of the recipient."""

from datetime import datetime

from chalicelib.cloud.table import Change
from chalicelib.outbox.actions import Data, NewEmail, enqueue_email
from chalicelib.services import Services
from chalicelib.staff.model import Staff


def enqueue_staff_invitation(services: Services, change: Change, staff: Staff, now: datetime) -> None:
    """Enqueue the link of someone who has just been invited."""
    if staff.invitation:
        email = _email(staff, "staff-invitation", {})._replace(proof=staff.invitation.proof(staff.id))
        enqueue_email(services, change, email, now)


def enqueue_staff_locked(services: Services, change: Change, staff: Staff, now: datetime) -> None:
    enqueue_email(services, change, _email(staff, "staff-locked", {}), now)


def enqueue_staff_password_changed(services: Services, change: Change, staff: Staff, now: datetime) -> None:
    enqueue_email(services, change, _email(staff, "staff-password-changed", {}), now)


def enqueue_staff_factors_changed(
    services: Services, change: Change, staff: Staff, what: str, left: int, now: datetime
) -> None:
    """Enqueue what changed of the second factors; `left` is the number of recovery codes."""
    enqueue_email(services, change, _email(staff, "staff-factors-changed", {"what": what, "left": left}), now)


def _email(staff: Staff, template: str, data: Data) -> NewEmail:
    return NewEmail(template, staff.email, staff.language, data)
