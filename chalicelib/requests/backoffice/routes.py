"""Requests that wait for staff: access codes, ways back into an account (REQUIREMENTS W3)."""

from chalicelib.phrase import phrase
from chalicelib.requests.actions.queue import open_request, waiting
from chalicelib.requests.actions.reply import reply
from chalicelib.requests.inputs import Answer as Reply
from chalicelib.requests.presenters import queue_shown, request_shown
from chalicelib.requests.schemas import SHOWN, RequestPage, RequestsPage
from chalicelib.staff.actions import find
from chalicelib.staff.actions.sessions import StaffPerson
from chalicelib.staff.guards import STAFF, requires
from chalicelib.staff.permissions import Permission
from chalicelib.urls import path_for
from chalicelib.web.answers import Answer, Page
from chalicelib.web.common_schemas import Changed, changed
from chalicelib.web.request import Request
from chalicelib.web.router import Router

router = Router(STAFF)
ANSWERED = phrase("Your answer is on its way.")


@router.get("access_requests.list", guard=requires(Permission.REQUEST_ANSWER), response=RequestsPage)
def requests_page(request: Request, staff: StaffPerson) -> Page:
    return Page("staff/requests.html", queue_shown(request, waiting(request.services, SHOWN)))


@router.get("access_requests.page", guard=requires(Permission.REQUEST_ANSWER), response=RequestPage)
def staff_request_page(request: Request, staff: StaffPerson) -> Page:
    seen = open_request(request.services, request.parameters["request"], staff.id, request.now)
    names = find.names(request.services, [seen.request.reply.by] if seen.request.reply else [])
    model = request_shown(request, seen, names)
    values = {"identifier": seen.account.email} if seen.account else {}
    return Page("staff/request.html", model, values)


@router.post(
    "access_requests.page",
    guard=requires(Permission.REQUEST_ANSWER),
    body=Reply,
    retry_page=staff_request_page,
    response=Changed,
)
def post_staff_request(request: Request, staff: StaffPerson, form: Reply) -> Answer:
    reply(request.services, request.parameters["request"], form, staff.id, request.now)
    return changed(request, path_for("access_requests.list"), ANSWERED)
