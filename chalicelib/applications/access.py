"""Who comes to an application's page: someone who is signed in, with the application read beside the session."""

from chalicelib.accounts.access import person, signed_in
from chalicelib.applications.actions.find import get_own
from chalicelib.applications.errors import Locked
from chalicelib.applications.model import Application, ApplicationState
from chalicelib.applications.storage import application_name, is_number
from chalicelib.web.visit import Visit


def signed_in_to_application(visit: Visit) -> None:
    """Let in who is signed in, to an application of their own; another's is absent (SECURITY SEC38)."""
    number = visit.parameters["number"]
    visit.wanted = (application_name(number),) if is_number(number) else ()
    signed_in(visit)
    get_own(person(visit), number)


def application(visit: Visit) -> Application:
    """Return the application of the address. Nobody was let in yet where a forged form is shown again."""
    signed_in_to_application(visit)
    return get_own(person(visit), visit.parameters["number"])


def draft(visit: Visit) -> Application:
    """Return the application of the address while it is a draft; raise Locked afterwards."""
    mine = application(visit)
    if mine.state is not ApplicationState.DRAFT:
        raise Locked
    return mine
