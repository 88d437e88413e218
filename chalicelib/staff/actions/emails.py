"""Enqueues the emails to staff: one function per template, in the language of the recipient."""

from chalicelib.outbox.actions import Data, NewEmail, enqueue_email
from chalicelib.staff.model import Staff
from chalicelib.unit_of_work import UnitOfWork


def enqueue_staff_invitation(work: UnitOfWork, staff: Staff) -> None:
    """Enqueue the link of someone who has just been invited."""
    if staff.invitation:
        email = _email(staff, "staff-invitation", {})._replace(proof=staff.invitation.proof(staff.id))
        enqueue_email(work, email)


def enqueue_staff_locked(work: UnitOfWork, staff: Staff) -> None:
    enqueue_email(work, _email(staff, "staff-locked", {}))


def enqueue_staff_password_changed(work: UnitOfWork, staff: Staff) -> None:
    enqueue_email(work, _email(staff, "staff-password-changed", {}))


def enqueue_staff_factors_changed(work: UnitOfWork, staff: Staff, what: str, left: int) -> None:
    """Enqueue what changed of the second factors; `left` is the number of recovery codes."""
    enqueue_email(work, _email(staff, "staff-factors-changed", {"what": what, "left": left}))


def enqueue_staff_administered(work: UnitOfWork, to: Staff, about: Staff, what: str, by: str) -> None:
    """Enqueue to an administrator what another one did: `what` as in the trail, `by` whose doing it was."""
    data = {"what": what, "who": about.email, "roles": " ".join(about.roles), "by": by}
    enqueue_email(work, _email(to, "staff-administered", data))


def _email(staff: Staff, template: str, data: Data) -> NewEmail:
    return NewEmail(template, staff.email, staff.language, data)
