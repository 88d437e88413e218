"""Where one of the staff is signed in (REQUIREMENTS S3, S11)."""

from chalicelib.accounts.profile_inputs import EndSession
from chalicelib.accounts.profile_schemas import SessionsPage, StayPage, sessions_shown
from chalicelib.phrase import phrase
from chalicelib.staff.actions import sessions
from chalicelib.staff.actions.sessions import StaffPerson
from chalicelib.staff.guards import STAFF, requires
from chalicelib.staff.permissions import Permission
from chalicelib.urls import path_for
from chalicelib.web.answers import Answer, Done, Page
from chalicelib.web.common_schemas import Changed, changed
from chalicelib.web.inputs import Nothing
from chalicelib.web.request import Request
from chalicelib.web.router import Router

router = Router(STAFF)
ENDED = phrase("The session is ended.")
OTHERS_ENDED = phrase("Your other sessions are ended.")


@router.get("staff_sessions.list", guard=requires(Permission.OWN_ACCESS), response=SessionsPage)
def staff_sessions_page(request: Request, staff: StaffPerson) -> Page:
    found = sessions.list_sessions(request.services, staff, request.now)
    return Page("staff/sessions.html", sessions_shown(found, staff.session))


@router.post(
    "staff_sessions.list",
    guard=requires(Permission.OWN_ACCESS),
    body=EndSession,
    retry_page=staff_sessions_page,
    response=Changed,
)
def post_staff_sessions(request: Request, staff: StaffPerson, form: EndSession) -> Answer:
    if form.session is None:
        sessions.end_other_sessions(request.services, staff, request.now)
        return changed(request, path_for(STAFF.sessions), OTHERS_ENDED)
    sessions.end_session(request.services, staff, form.session, request.now)
    return changed(request, path_for(STAFF.sessions), ENDED)


@router.post("staff_sessions.stay", guard=requires(Permission.OWN_ACCESS), body=Nothing, response=StayPage)
def post_staff_stay(request: Request, staff: StaffPerson, _: Nothing) -> Answer:
    return Done(None, StayPage(ends_at=staff.ends_at))
