"""Opening the access of someone who failed too often, and calls (REQUIREMENTS S2)."""

from chalicelib.phrase import phrase
from chalicelib.staff.actions.locks import open_access
from chalicelib.staff.actions.sessions import StaffPerson
from chalicelib.staff.guards import STAFF, requires
from chalicelib.staff.inputs import OpenAccess
from chalicelib.staff.permissions import Permission
from chalicelib.staff.schemas import LocksPage
from chalicelib.urls import path_for
from chalicelib.web.answers import Answer, Page
from chalicelib.web.common_schemas import Changed, changed
from chalicelib.web.request import Request
from chalicelib.web.router import Router

router = Router(STAFF)
OPENED = phrase("Access is open: they can try again at once.")


@router.get("locks.page", guard=requires(Permission.ACCOUNT_UNLOCK), response=LocksPage)
def locks_page(request: Request, staff: StaffPerson) -> Page:
    lockout = request.portal.policies.lockout
    asked = request.portal.wording.identifier[request.language]
    model = LocksPage(identifier=asked, attempts=lockout.attempts, of_staff=_may_open_staffs(staff))
    return Page("staff/locks.html", model)


@router.post(
    "locks.page", guard=requires(Permission.ACCOUNT_UNLOCK), body=OpenAccess, retry_page=locks_page, response=Changed
)
def post_open_access(request: Request, staff: StaffPerson, form: OpenAccess) -> Answer:
    open_access(request.services, form.identifier, staff.id, request.now, of_staff=_may_open_staffs(staff))
    return changed(request, path_for("locks.page"), OPENED)


def _may_open_staffs(staff: StaffPerson) -> bool:
    return Permission.STAFF_MANAGE in staff.permissions
