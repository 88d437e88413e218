"""The own password of someone of the staff (REQUIREMENTS S6)."""

from chalicelib.accounts.guards import password_rules, visitor
from chalicelib.accounts.profile_inputs import ChangePassword
from chalicelib.phrase import phrase
from chalicelib.staff.actions.password import change_password
from chalicelib.staff.actions.sessions import StaffPerson
from chalicelib.staff.guards import STAFF, requires
from chalicelib.staff.permissions import Permission
from chalicelib.staff.schemas import StaffPasswordPage
from chalicelib.urls import path_for
from chalicelib.web.answers import Answer, Page
from chalicelib.web.common_schemas import Changed, changed
from chalicelib.web.request import Request
from chalicelib.web.router import Router

router = Router(STAFF)
CHANGED = phrase("Your password is changed.")


@router.get("staff_password.page", guard=requires(Permission.OWN_ACCESS), response=StaffPasswordPage)
def staff_password_page(request: Request, staff: StaffPerson) -> Page:
    return Page("staff/password.html", StaffPasswordPage(password_rules=password_rules(request)))


@router.post(
    "staff_password.page",
    guard=requires(Permission.OWN_ACCESS),
    body=ChangePassword,
    retry_page=staff_password_page,
    response=Changed,
)
def post_staff_password(request: Request, staff: StaffPerson, form: ChangePassword) -> Answer:
    change_password(request.services, staff, form, visitor(request), request.now)
    return changed(request, path_for("factors.list"), CHANGED)
