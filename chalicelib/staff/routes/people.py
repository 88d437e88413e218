"""The staff as administrators see them: invite, change roles, have someone begin anew, disable (REQUIREMENTS S10)."""

from chalicelib.phrase import phrase
from chalicelib.staff.actions import audit, find, invitation, people
from chalicelib.staff.actions.sessions import StaffPerson
from chalicelib.staff.guards import STAFF, requires, requires_fresh
from chalicelib.staff.inputs import ChangeRoles, InviteStaff
from chalicelib.staff.permissions import Permission
from chalicelib.staff.schemas import StaffListPage, StaffMemberPage, member_shown, row_shown
from chalicelib.urls import path_for
from chalicelib.web.answers import Answer, Page
from chalicelib.web.common_schemas import Changed, changed
from chalicelib.web.inputs import Nothing
from chalicelib.web.request import Request
from chalicelib.web.router import Router

router = Router(STAFF)
INVITED = phrase("The invitation is on its way.")
ROLES_CHANGED = phrase("The roles are changed.")
DISABLED = phrase("This person can’t sign in any more.")


@router.get("people.list", guard=requires(Permission.STAFF_MANAGE), response=StaffListPage)
def people_page(request: Request, staff: StaffPerson) -> Page:
    shown = tuple(map(row_shown, find.everyone(request.services)))
    return Page("staff/people.html", StaffListPage(people=shown), {"language": request.language})


@router.post(
    "people.list",
    guard=requires_fresh(Permission.STAFF_MANAGE),
    body=InviteStaff,
    retry_page=people_page,
    response=Changed,
    status=202,
)
def post_people(request: Request, staff: StaffPerson, form: InviteStaff) -> Answer:
    invitation.invite(request.services, form, staff.id, request.now)
    return changed(request, path_for("people.list"), INVITED, 202)


@router.get("people.page", guard=requires(Permission.STAFF_MANAGE), response=StaffMemberPage)
def staff_member_page(request: Request, staff: StaffPerson) -> Page:
    shown = people.someone(request.services, request.parameters["person"])
    recent = audit.recent(request.services, shown.id)
    names = find.names(request.services, [entry.by for entry in recent])
    model = member_shown(shown, recent, names, is_oneself=shown.id == staff.id)
    return Page("staff/person.html", model, {f"roles.{role}": "yes" for role in shown.roles})


@router.post(
    "people.page",
    guard=requires_fresh(Permission.STAFF_MANAGE),
    body=ChangeRoles,
    retry_page=staff_member_page,
    response=Changed,
)
def post_staff_member(request: Request, staff: StaffPerson, form: ChangeRoles) -> Answer:
    person = request.parameters["person"]
    people.change_roles(request.services, staff, person, form.roles.chosen, request.now)
    return changed(request, request.path, ROLES_CHANGED)


@router.post(
    "people.invite",
    guard=requires_fresh(Permission.STAFF_MANAGE),
    body=Nothing,
    retry_page=staff_member_page,
    response=Changed,
    status=202,
)
def post_staff_invitation(request: Request, staff: StaffPerson, _: Nothing) -> Answer:
    people.invite_again(request.services, staff, request.parameters["person"], request.now)
    return changed(request, request.path, INVITED, 202)


@router.post("people.disable", guard=requires(Permission.STAFF_MANAGE), body=Nothing, response=Changed)
def post_staff_disable(request: Request, staff: StaffPerson, _: Nothing) -> Answer:
    people.disable(request.services, staff, request.parameters["person"], request.now)
    return changed(request, request.path, DISABLED)
