"""Opening the access of someone who failed too often, and calls (REQUIREMENTS S2)."""

from chalicelib.accounts.actions.unlock import unlock
from chalicelib.accounts.schemas import Changed
from chalicelib.phrase import phrase
from chalicelib.staff.access import STAFF, may, staff_person
from chalicelib.staff.inputs import OpenAccess
from chalicelib.staff.schemas import LocksPage
from chalicelib.web.answers import Answer, Done, Page
from chalicelib.web.desk import Desk
from chalicelib.web.visit import Visit

desk = Desk(STAFF)
LOCKS = "/{lang}/staff/locks"
OPENED = phrase("Access is open: they can try again at once.")


@desk.get(LOCKS, access=may("GET", LOCKS), gives=LocksPage)
def locks_page(visit: Visit) -> Page:
    lockout = visit.portal.policies.lockout
    asked = visit.portal.wording.identifier[visit.language]
    return Page("staff/locks.html", LocksPage(identifier=asked, attempts=lockout.attempts))


@desk.post(LOCKS, access=may("POST", LOCKS), takes=OpenAccess, form=locks_page, gives=Changed)
def post_open_access(visit: Visit, wish: OpenAccess) -> Answer:
    unlock(visit.services, wish.identifier, staff_person(visit).id, visit.now)
    return Done("/staff/locks", Changed(message=visit.words(OPENED)), notice=OPENED)
