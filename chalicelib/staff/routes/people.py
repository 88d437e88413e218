"""The staff as administrators see them: invite, change roles, have someone begin anew, disable (REQUIREMENTS S10)."""

from chalicelib.accounts.schemas import Changed
from chalicelib.phrase import phrase
from chalicelib.staff.access import STAFF, may, staff_person
from chalicelib.staff.actions import audit, find, invitation, people
from chalicelib.staff.inputs import ChangeRoles, InviteStaff
from chalicelib.staff.schemas import StaffListPage, StaffMemberPage, member_shown, row_shown
from chalicelib.web.answers import Answer, Done, Page
from chalicelib.web.desk import Desk
from chalicelib.web.inputs import Nothing
from chalicelib.web.visit import Visit

desk = Desk(STAFF)
PEOPLE = "/{lang}/staff/people"
PERSON = "/{lang}/staff/people/{person}"
INVITATION = "/{lang}/staff/people/{person}/invitation"
DISABLE = "/{lang}/staff/people/{person}/disable"
INVITED = phrase("The invitation is on its way.")
ROLES_CHANGED = phrase("The roles are changed.")
DISABLED = phrase("This person can’t sign in any more.")


@desk.get(PEOPLE, access=may("GET", PEOPLE), gives=StaffListPage)
def people_page(visit: Visit) -> Page:
    shown = tuple(map(row_shown, find.everyone(visit.services)))
    return Page("staff/people.html", StaffListPage(people=shown), {"language": visit.language})


@desk.post(PEOPLE, access=may("POST", PEOPLE), takes=InviteStaff, form=people_page, gives=Changed, status=202)
def post_people(visit: Visit, wish: InviteStaff) -> Answer:
    invitation.invite(visit.services, wish, staff_person(visit).id, visit.now)
    return Done("/staff/people", Changed(message=visit.words(INVITED)), 202, INVITED)


@desk.get(PERSON, access=may("GET", PERSON), gives=StaffMemberPage)
def staff_member_page(visit: Visit) -> Page:
    staff = people.someone(visit.services, visit.parameters["person"])
    recent = audit.recent(visit.services, staff.id)
    names = find.names(visit.services, [entry.by for entry in recent])
    model = member_shown(staff, recent, names, is_oneself=staff.id == staff_person(visit).id)
    return Page("staff/person.html", model, {f"roles.{role}": "yes" for role in staff.roles})


@desk.post(PERSON, access=may("POST", PERSON), takes=ChangeRoles, form=staff_member_page, gives=Changed)
def post_staff_member(visit: Visit, wish: ChangeRoles) -> Answer:
    person = visit.parameters["person"]
    people.change_roles(visit.services, staff_person(visit), person, wish.roles.chosen, visit.now)
    return Done(visit.path, Changed(message=visit.words(ROLES_CHANGED)), notice=ROLES_CHANGED)


@desk.post(INVITATION, access=may("POST", INVITATION), takes=Nothing, gives=Changed, status=202)
def post_staff_invitation(visit: Visit, _: Nothing) -> Answer:
    people.invite_again(visit.services, staff_person(visit), visit.parameters["person"], visit.now)
    return Done(visit.path, Changed(message=visit.words(INVITED)), 202, INVITED)


@desk.post(DISABLE, access=may("POST", DISABLE), takes=Nothing, gives=Changed)
def post_staff_disable(visit: Visit, _: Nothing) -> Answer:
    people.disable(visit.services, staff_person(visit), visit.parameters["person"], visit.now)
    return Done(visit.path, Changed(message=visit.words(DISABLED)), notice=DISABLED)
