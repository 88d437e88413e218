"""A file as staff see it, and who works on it (REQUIREMENTS W2)."""

from chalicelib.accounts.schemas import Changed
from chalicelib.applications.actions import review
from chalicelib.applications.actions.notes import write_note
from chalicelib.phrase import phrase
from chalicelib.staff.access import STAFF, may, staff_person
from chalicelib.staff.actions import files
from chalicelib.staff.file_inputs import Assign, WriteNote
from chalicelib.staff.file_presenters import FILE, assignment_page, file_shown, head
from chalicelib.staff.file_schemas import TRAIL_SHOWN, AssignmentPage, FileHead, StaffFilePage
from chalicelib.staff.routes.handling import done, file_of, mandate
from chalicelib.web.answers import Answer, Page
from chalicelib.web.desk import Desk
from chalicelib.web.inputs import Nothing
from chalicelib.web.visit import Visit

desk = Desk(STAFF)
TAKE = f"{FILE}/take"
ASSIGNMENT = f"{FILE}/assignment"
NOTE = f"{FILE}/note"
TAKEN = phrase("The file is yours now.")
ASSIGNED = phrase("The file is assigned.")
NOTED = phrase("The note is added.")


@desk.get(FILE, access=may("GET", FILE), gives=StaffFilePage)
def staff_file_page(visit: Visit) -> Page:
    number = visit.parameters["number"]
    seen = files.view_file(visit.services, number, mandate(visit, "GET", FILE), TRAIL_SHOWN, visit.now)
    return Page("staff/file.html", file_shown(visit, seen, staff_person(visit)))


@desk.post(TAKE, access=may("POST", TAKE), takes=Nothing, gives=Changed)
def post_take_file(visit: Visit, _: Nothing) -> Answer:
    review.take(visit.services, visit.parameters["number"], mandate(visit, "POST", TAKE), visit.now)
    return done(visit, TAKEN)


@desk.get(ASSIGNMENT, access=may("GET", ASSIGNMENT), gives=AssignmentPage)
def show_assignment(visit: Visit) -> Page:
    model = assignment_page(visit, file_of(visit, ASSIGNMENT), files.reviewers(visit.services))
    return Page("staff/assignment.html", model, {"assignee": model.assignee})


@desk.post(ASSIGNMENT, access=may("POST", ASSIGNMENT), takes=Assign, form=show_assignment, gives=Changed)
def post_assignment(visit: Visit, wish: Assign) -> Answer:
    chosen = files.reviewer(visit.services, wish.chosen).id if wish.chosen else None
    number, by = visit.parameters["number"], mandate(visit, "POST", ASSIGNMENT)
    review.assign(visit.services, number, chosen, by, visit.now)
    return done(visit, ASSIGNED)


@desk.get(NOTE, access=may("GET", NOTE), gives=FileHead)
def note_page(visit: Visit) -> Page:
    return Page("staff/note.html", head(visit, file_of(visit, NOTE)))


@desk.post(NOTE, access=may("POST", NOTE), takes=WriteNote, form=note_page, gives=Changed)
def post_note(visit: Visit, wish: WriteNote) -> Answer:
    write_note(visit.services, visit.parameters["number"], wish.text, mandate(visit, "POST", NOTE), visit.now)
    return done(visit, NOTED)
