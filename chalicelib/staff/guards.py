"""Guards of the back office: who is signed in, and whether a role of theirs grants a permission (SEC21, SEC37)."""

from functools import cache

from chalicelib.authentication.actions.factors import is_freshly_proven
from chalicelib.staff.actions.claimants import claimant_of
from chalicelib.staff.actions.sessions import StaffPerson, resume
from chalicelib.staff.errors import NotYourRole, SignInAgain, StaffSignInNeeded
from chalicelib.staff.permissions import Permission
from chalicelib.web.request import Realm, Request
from chalicelib.web.router import Guard, proven_by

STAFF: Realm[StaffPerson] = Realm(
    cookie="__Host-guichet-staff",
    resume=resume,
    home="staff_home.page",
    sign_in="staff_sign_in.page",
    sign_out="staff_sign_in.sign_out",
    sessions="staff_sessions.list",
    stay="staff_sessions.stay",
)


@cache
def requires(permission: Permission) -> Guard[StaffPerson]:
    """Return the guard that returns the signed-in member of staff, if one of their roles grants the permission."""

    @proven_by("session")
    def signed_in_as_staff(request: Request) -> StaffPerson:
        person = request.session_of(STAFF)
        if person is None:
            raise StaffSignInNeeded
        if permission not in person.permissions:
            raise NotYourRole
        return person

    return signed_in_as_staff


@cache
def requires_fresh(permission: Permission) -> Guard[StaffPerson]:
    """Return the guard that wants besides that the second factor was proven a short while ago (SECURITY SEC21, SEC40).

    For what nobody may do who finds an open session: send money, take it off, let people in.
    """
    signed_in_as_staff = requires(permission)

    @proven_by("session")
    def signed_in_just_now(request: Request) -> StaffPerson:
        person = signed_in_as_staff(request)
        if not is_freshly_proven(claimant_of(request.services, person.staff), person.session, request.now):
            raise SignInAgain
        return person

    return signed_in_just_now
