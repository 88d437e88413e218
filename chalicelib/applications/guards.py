"""Guards of an application's pages: the person is signed in, and the application is their own."""

from typing import NamedTuple

from chalicelib.accounts.actions.sessions import Person
from chalicelib.accounts.guards import signed_in_person
from chalicelib.applications.actions.find import get_own
from chalicelib.applications.errors import Locked
from chalicelib.applications.model import Application, ApplicationState
from chalicelib.applications.storage import application_name, is_number
from chalicelib.web.request import Request
from chalicelib.web.router import proven_by


class OwnApplication(NamedTuple):
    """A signed-in person, and the application of theirs that the address names."""

    person: Person
    application: Application


@proven_by("session")
def own_application(request: Request) -> OwnApplication:
    """Return the person with their application, read with the session; NotFound for another's (SECURITY SEC38)."""
    number = request.parameters["number"]
    person = signed_in_person(request, (application_name(number),) if is_number(number) else ())
    return OwnApplication(person, get_own(person, number))


@proven_by("session")
def own_draft(request: Request) -> OwnApplication:
    """Return the same while the application is a draft; raise Locked afterwards."""
    own = own_application(request)
    if own.application.state is not ApplicationState.DRAFT:
        raise Locked
    return own
