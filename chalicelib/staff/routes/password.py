"""The own password of someone of the staff (REQUIREMENTS S6)."""

from chalicelib.accounts.access import password_rules, visitor
from chalicelib.accounts.profile_inputs import ChangePassword
from chalicelib.accounts.schemas import Changed
from chalicelib.phrase import phrase
from chalicelib.staff.access import STAFF, may, staff_person
from chalicelib.staff.actions.password import change_password
from chalicelib.staff.schemas import StaffPasswordPage
from chalicelib.web.answers import Answer, Done, Page
from chalicelib.web.desk import Desk
from chalicelib.web.visit import Visit

desk = Desk(STAFF)
PASSWORD = "/{lang}/staff/password"  # noqa: S105 -- an address
CHANGED = phrase("Your password is changed.")


@desk.get(PASSWORD, access=may("GET", PASSWORD), gives=StaffPasswordPage)
def staff_password_page(visit: Visit) -> Page:
    return Page("staff/password.html", StaffPasswordPage(password_rules=password_rules(visit)))


@desk.post(PASSWORD, access=may("POST", PASSWORD), takes=ChangePassword, form=staff_password_page, gives=Changed)
def post_staff_password(visit: Visit, wish: ChangePassword) -> Answer:
    change_password(visit.services, staff_person(visit), wish, visitor(visit), visit.now)
    return Done("/staff/factors", Changed(message=visit.words(CHANGED)), notice=CHANGED)
