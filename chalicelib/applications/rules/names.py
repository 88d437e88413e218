"""Whose an application is, as its answers say it: on invoices, receipts and certificates."""

from collections.abc import Mapping

from chalicelib.applications.model import Answers
from chalicelib.portal.forms.fields import TextQuestion
from chalicelib.portal.forms.service import Service

WAYS = (("given-name", "family-name"), ("name",), ("organization",))  # by what browsers may fill in, the best first


def applicant(service: Service, answers: Answers) -> str | None:
    """Return the name that was given first; None where the form asks for none."""
    asked = [each for each in service.questions if isinstance(each, TextQuestion) and each.autocomplete]
    given = {str(each.autocomplete): answers.get(each.key) for each in reversed(asked)}
    return next(filter(None, (_joined(given, way) for way in WAYS)), None)


def _joined(given: Mapping[str, object], way: tuple[str, ...]) -> str | None:
    parts = [str(given.get(part) or "") for part in way]
    return " ".join(" ".join(parts).split()) if all(parts) else None
