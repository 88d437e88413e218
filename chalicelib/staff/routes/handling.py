"""What the routes about files share: who does it and in which states it may be done, and where it leads afterwards."""

from chalicelib.accounts.schemas import Changed
from chalicelib.applications.actions.handling import find_file
from chalicelib.applications.model import Application, Mandate
from chalicelib.phrase import Phrase
from chalicelib.staff.access import staff_person
from chalicelib.staff.roles import row_of
from chalicelib.web.answers import Done
from chalicelib.web.visit import Visit


def mandate(visit: Visit, method: str, path: str) -> Mandate:
    """Return whose doing it is, and the states that the route's row in the table names."""
    return Mandate(staff_person(visit).id, row_of(method, path).states or frozenset())


def file_of(visit: Visit, path: str) -> Application:
    """Return the file that a page with a form is about; raise NotFound or NotNow. Such a page tells nothing of it."""
    return find_file(visit.services, visit.parameters["number"], mandate(visit, "GET", path))


def done(visit: Visit, notice: Phrase) -> Done:
    """Return to the file, and say what was done."""
    return Done(f"/staff/files/{visit.parameters['number']}", Changed(message=visit.words(notice)), notice=notice)
