"""Whose an application is, as its answers say it: on invoices, receipts and certificates."""

from chalicelib.forms.question import Answers
from chalicelib.forms.service import Service


def applicant(service: Service, answers: Answers) -> str | None:
    """Return the name that its papers bear; None where the service says of no question that it asks for it."""
    parts = [str(answers.get(key) or "").strip() for key in service.holder]
    return " ".join(" ".join(parts).split()) if parts and all(parts) else None
