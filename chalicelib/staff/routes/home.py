"""Where staff arrive: at the queue, if files are theirs to work on."""

from chalicelib.staff.access import STAFF, may, staff_person
from chalicelib.staff.roles import REVIEWERS
from chalicelib.staff.schemas import StaffHomePage
from chalicelib.web.answers import Answer, Done, Page
from chalicelib.web.desk import Desk
from chalicelib.web.visit import Visit

desk = Desk(STAFF)
HOME = "/{lang}/staff"


@desk.get(HOME, access=may("GET", HOME), gives=StaffHomePage)
def staff_home_page(visit: Visit) -> Answer:
    staff = staff_person(visit).staff
    model = StaffHomePage(email=staff.email, roles=staff.roles)
    return Done("/staff/queue", model) if REVIEWERS & set(staff.roles) else Page("staff/home.html", model)
