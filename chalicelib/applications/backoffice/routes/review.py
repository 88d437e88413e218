"""How a review goes on: asking for more, holding, going on (REQUIREMENTS W2, F8)."""

from chalicelib.applications.actions import review
from chalicelib.applications.backoffice.guards import OpenedFile, opens_file
from chalicelib.applications.backoffice.inputs import AskPerson, Hold
from chalicelib.applications.backoffice.presenters import head
from chalicelib.applications.backoffice.routes.handling import done
from chalicelib.applications.backoffice.schemas import FileHead
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
ASKED = phrase("Your question is sent. The file waits for the answer.")
HELD = phrase("The file is on hold.")
RESUMED = phrase("The file is in review again.")


@router.get("review.question", guard=opens_file(Permission.APPLICATION_ASK), response=FileHead)
def question_page(request: Request, opened: OpenedFile) -> Page:
    return Page("staff/question.html", head(request, opened.file))


@router.post(
    "review.question",
    guard=requires(Permission.APPLICATION_ASK),
    body=AskPerson,
    retry_page=question_page,
    response=Changed,
)
def post_question(request: Request, staff: StaffPerson, form: AskPerson) -> Answer:
    number, by = request.parameters["number"], staff.id
    review.ask(request.services, number, form.text, by, request.now)
    return done(request, ASKED)


@router.get("review.hold", guard=opens_file(Permission.APPLICATION_HOLD), response=FileHead)
def hold_page(request: Request, opened: OpenedFile) -> Page:
    return Page("staff/hold.html", head(request, opened.file))


@router.post(
    "review.hold", guard=requires(Permission.APPLICATION_HOLD), body=Hold, retry_page=hold_page, response=Changed
)
def post_hold(request: Request, staff: StaffPerson, form: Hold) -> Answer:
    review.hold(request.services, request.parameters["number"], form.reason, staff.id, request.now)
    return done(request, HELD)


@router.post("review.resume", guard=requires(Permission.APPLICATION_RESUME), body=Nothing, response=Changed)
def post_resume(request: Request, staff: StaffPerson, _: Nothing) -> Answer:
    review.resume(request.services, request.parameters["number"], staff.id, request.now)
    return done(request, RESUMED)
