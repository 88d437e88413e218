"""A file as staff see it, and who works on it (REQUIREMENTS W2)."""

from chalicelib.applications.actions import review
from chalicelib.applications.actions.notes import write_note
from chalicelib.applications.backoffice import file_view
from chalicelib.applications.backoffice.guards import OpenedFile, opens_file
from chalicelib.applications.backoffice.inputs import Assign, WriteNote
from chalicelib.applications.backoffice.presenters import assignment_page, file_shown, head
from chalicelib.applications.backoffice.routes.handling import done
from chalicelib.applications.backoffice.schemas import TRAIL_SHOWN, AssignmentPage, FileHead, StaffFilePage
from chalicelib.phrase import phrase
from chalicelib.staff.actions.sessions import StaffPerson
from chalicelib.staff.guards import STAFF, requires
from chalicelib.staff.permissions import Permission
from chalicelib.web.answers import Answer, Page
from chalicelib.web.common_schemas import Changed
from chalicelib.web.inputs import Nothing
from chalicelib.web.request import Request
from chalicelib.web.router import Router

router = Router(STAFF)
TAKEN = phrase("The file is yours now.")
ASSIGNED = phrase("The file is assigned.")
NOTED = phrase("The note is added.")


@router.get("files.page", guard=requires(Permission.APPLICATION_VIEW), response=StaffFilePage)
def staff_file_page(request: Request, staff: StaffPerson) -> Page:
    number = request.parameters["number"]
    seen = file_view.view_file(request.services, number, staff.id, TRAIL_SHOWN, request.now)
    return Page("staff/file.html", file_shown(request, seen, staff))


@router.post("files.take", guard=requires(Permission.APPLICATION_TAKE), body=Nothing, response=Changed)
def post_take_file(request: Request, staff: StaffPerson, _: Nothing) -> Answer:
    review.take(request.services, request.parameters["number"], staff.id, request.now)
    return done(request, TAKEN)


@router.get("files.assignment", guard=opens_file(Permission.APPLICATION_ASSIGN), response=AssignmentPage)
def show_assignment(request: Request, opened: OpenedFile) -> Page:
    model = assignment_page(request, opened.file, file_view.reviewers(request.services))
    return Page("staff/assignment.html", model, {"assignee": model.assignee})


@router.post(
    "files.assignment",
    guard=requires(Permission.APPLICATION_ASSIGN),
    body=Assign,
    retry_page=show_assignment,
    response=Changed,
)
def post_assignment(request: Request, staff: StaffPerson, form: Assign) -> Answer:
    chosen = file_view.reviewer(request.services, form.chosen).id if form.chosen else None
    number, by = request.parameters["number"], staff.id
    review.assign(request.services, number, chosen, by, request.now)
    return done(request, ASSIGNED)


@router.get("files.note", guard=opens_file(Permission.APPLICATION_NOTE), response=FileHead)
def note_page(request: Request, opened: OpenedFile) -> Page:
    return Page("staff/note.html", head(request, opened.file))


@router.post(
    "files.note", guard=requires(Permission.APPLICATION_NOTE), body=WriteNote, retry_page=note_page, response=Changed
)
def post_note(request: Request, staff: StaffPerson, form: WriteNote) -> Answer:
    write_note(request.services, request.parameters["number"], form.text, staff.id, request.now)
    return done(request, NOTED)
