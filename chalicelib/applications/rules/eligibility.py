"""Who may apply for what (REQUIREMENTS F10)."""

from collections.abc import Iterable

from chalicelib.applications.model import Application, ApplicationState
from chalicelib.forms.service import Service


def may_apply(service: Service, audience: str, known: Iterable[Application]) -> bool:
    """Tell whether someone of this audience, with these applications, may begin one for the service."""
    if audience not in service.eligibility.audiences:
        return False
    held = {application.service for application in known if application.state is ApplicationState.APPROVED}
    return not service.eligibility.approved_for or not held.isdisjoint(service.eligibility.approved_for)
