"""Name of the applicant, from the answers that the service names: read once, when the application is submitted."""

from chalicelib.forms.question import Answers
from chalicelib.forms.service import Service


def applicant(service: Service, answers: Answers) -> str | None:
    """Return the name for invoices, receipts and certificates; None where the service asks for none."""
    parts = [str(answers.get(key) or "").strip() for key in service.holder]
    return " ".join(" ".join(parts).split()) if parts and all(parts) else None
