"""Who may ask: anyone, where the portal has such a form."""

from chalicelib.requests.actions.ask import form_of
from chalicelib.web.visit import Visit


def form_is_there(visit: Visit) -> None:
    """Let anyone in, where there is a form of the kind that the address names."""
    form_of(visit.services, visit.parameters["kind"])
