"""Where staff arrive: at the queue, if files are theirs to work on."""

from chalicelib.staff.actions.sessions import StaffPerson
from chalicelib.staff.guards import STAFF, requires
from chalicelib.staff.permissions import Permission
from chalicelib.staff.schemas import StaffHomePage
from chalicelib.urls import path_for
from chalicelib.web.answers import Answer, Done, Page
from chalicelib.web.request import Request
from chalicelib.web.router import Router

router = Router(STAFF)


@router.get("staff_home.page", guard=requires(Permission.OWN_ACCESS), response=StaffHomePage)
def staff_home_page(request: Request, staff: StaffPerson) -> Answer:
    model = StaffHomePage(email=staff.staff.email, roles=staff.staff.roles)
    if Permission.QUEUE_VIEW in staff.permissions:
        return Done(path_for("queue.page"), model)
    return Page("staff/home.html", model)
