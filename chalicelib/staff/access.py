"""How staff come in: by their own entrance, and each only where the role opens the door (SECURITY SEC21, SEC37)."""

from collections.abc import Callable
from functools import cache
from typing import cast

from chalicelib.staff.actions.sessions import StaffPerson, resume
from chalicelib.staff.errors import SIGN_IN, NotYourRole, StaffSignInNeeded
from chalicelib.staff.model import StaffRole
from chalicelib.staff.roles import row_of
from chalicelib.web.visit import Entrance, Visit

STAFF = Entrance(
    cookie="__Host-guichet-staff",
    resume=resume,
    home="/staff",
    sign_in=SIGN_IN,
    sign_out="/staff/sign-out",
    sessions="/staff/sessions",
)


def staff_person(visit: Visit) -> StaffPerson:
    """Return who of the staff is signed in; raise StaffSignInNeeded."""
    if visit.signed_in is None:
        raise StaffSignInNeeded
    return cast("StaffPerson", visit.signed_in)


def may(method: str, path: str) -> Callable[[Visit], None]:
    """Return the access rule of a route, as its row in the table says; routes with the same roles share one."""
    return _with_one_of(row_of(method, path).roles)


@cache
def _with_one_of(roles: frozenset[StaffRole]) -> Callable[[Visit], None]:
    def signed_in_as_staff(visit: Visit) -> None:
        if not staff_person(visit).roles & roles:
            raise NotYourRole

    return signed_in_as_staff
