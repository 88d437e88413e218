"""What waits for staff, and finding a file by its number (REQUIREMENTS W1)."""

from chalicelib.accounts.actions.email_delivery import count_troubles
from chalicelib.applications.actions.queue import waiting
from chalicelib.applications.backoffice.file_view import find_path
from chalicelib.applications.backoffice.inputs import FindFile
from chalicelib.applications.backoffice.queue_presenters import ASKS, Found, part_wanted, shown_queue
from chalicelib.applications.backoffice.schemas import FILES_SHOWN, FileFound, QueuePage
from chalicelib.staff.actions import find
from chalicelib.staff.actions.sessions import StaffPerson
from chalicelib.staff.guards import STAFF, requires
from chalicelib.staff.permissions import Permission
from chalicelib.web.answers import Answer, Done, Page
from chalicelib.web.request import Request
from chalicelib.web.router import Router

router = Router(STAFF)


@router.get("queue.page", guard=requires(Permission.QUEUE_VIEW), response=QueuePage, query=ASKS)
def queue_page(request: Request, staff: StaffPerson) -> Page:
    part = part_wanted(request)
    files = waiting(request.services, part.filter(staff.id), part.after, FILES_SHOWN)
    names = find.names(request.services, [file.assignee for file in files.files if file.assignee])
    found = Found(files, names, count_troubles(request.services))
    chosen = {"service": part.service, "state": part.state, "who": part.who}
    return Page("staff/queue.html", shown_queue(request, part, found, staff), chosen)


@router.post(
    "queue.find", guard=requires(Permission.QUEUE_VIEW), body=FindFile, retry_page=queue_page, response=FileFound
)
def post_find_file(request: Request, staff: StaffPerson, form: FindFile) -> Answer:
    path = find_path(request.services, form.digits, request.now)
    return Done(path, FileFound(number=form.digits, path=path))
