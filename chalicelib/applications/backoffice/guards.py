"""The guard of the pages about one file: it returns the file, and who of the staff opens it."""

from functools import cache
from typing import NamedTuple

from chalicelib.applications.actions.handling import find_file
from chalicelib.applications.model import Application
from chalicelib.staff.actions.sessions import StaffPerson
from chalicelib.staff.guards import requires
from chalicelib.staff.permissions import Permission
from chalicelib.web.request import Request
from chalicelib.web.router import Guard, proven_by


class OpenedFile(NamedTuple):
    """A file, and who of the staff has it before them."""

    file: Application
    staff: StaffPerson


@cache
def opens_file(permission: Permission) -> Guard[OpenedFile]:
    """Return the guard that returns the file of the address; it raises as `requires` and `find_file` do.

    The page shows nothing that is worth an entry in the trail: it has a form, and the file's number and title.
    """
    guard = requires(permission)

    @proven_by("session")
    def signed_in_as_staff_with_file(request: Request) -> OpenedFile:
        staff = guard(request)
        return OpenedFile(find_file(request.services, request.parameters["number"], permission), staff)

    return signed_in_as_staff_with_file
