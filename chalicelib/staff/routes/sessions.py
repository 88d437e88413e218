"""Where one of the staff is signed in (REQUIREMENTS S3, S11)."""

from chalicelib.accounts.profile_inputs import EndSession
from chalicelib.accounts.profile_schemas import SessionsPage, StayPage, sessions_shown
from chalicelib.accounts.schemas import Changed
from chalicelib.phrase import phrase
from chalicelib.staff.access import STAFF, may, staff_person
from chalicelib.staff.actions import sessions
from chalicelib.web.answers import Answer, Done, Page
from chalicelib.web.desk import Desk
from chalicelib.web.inputs import Nothing
from chalicelib.web.visit import Visit

desk = Desk(STAFF)
SESSIONS = "/{lang}/staff/sessions"
STAY = "/{lang}/staff/sessions/stay"
ENDED = phrase("The session is ended.")
OTHERS_ENDED = phrase("Your other sessions are ended.")


@desk.get(SESSIONS, access=may("GET", SESSIONS), gives=SessionsPage)
def staff_sessions_page(visit: Visit) -> Page:
    person = staff_person(visit)
    found = sessions.list_sessions(visit.services, person, visit.now)
    return Page("staff/sessions.html", sessions_shown(found, person.session))


@desk.post(SESSIONS, access=may("POST", SESSIONS), takes=EndSession, form=staff_sessions_page, gives=Changed)
def post_staff_sessions(visit: Visit, wish: EndSession) -> Answer:
    if wish.session is None:
        sessions.end_other_sessions(visit.services, staff_person(visit), visit.now)
        return Done(STAFF.sessions, Changed(message=visit.words(OTHERS_ENDED)), notice=OTHERS_ENDED)
    sessions.end_session(visit.services, staff_person(visit), wish.session, visit.now)
    return Done(STAFF.sessions, Changed(message=visit.words(ENDED)), notice=ENDED)


@desk.post(STAY, access=may("POST", STAY), takes=Nothing, gives=StayPage)
def post_staff_stay(visit: Visit, _: Nothing) -> Answer:
    return Done(None, StayPage(ends_at=staff_person(visit).ends_at))
