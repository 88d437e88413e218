"""How a review goes on: asking for more, holding, going on (REQUIREMENTS W2, F8)."""

from chalicelib.accounts.schemas import Changed
from chalicelib.applications.actions import review
from chalicelib.phrase import phrase
from chalicelib.staff.access import STAFF, may
from chalicelib.staff.file_inputs import AskPerson, Hold
from chalicelib.staff.file_presenters import FILE, head
from chalicelib.staff.file_schemas import FileHead
from chalicelib.staff.routes.handling import done, file_of, mandate
from chalicelib.web.answers import Answer, Page
from chalicelib.web.desk import Desk
from chalicelib.web.inputs import Nothing
from chalicelib.web.visit import Visit

desk = Desk(STAFF)
QUESTION = f"{FILE}/question"
HOLD = f"{FILE}/hold"
RESUME = f"{FILE}/resume"
ASKED = phrase("Your question is sent. The file waits for the answer.")
HELD = phrase("The file is on hold.")
RESUMED = phrase("The file is in review again.")


@desk.get(QUESTION, access=may("GET", QUESTION), gives=FileHead)
def question_page(visit: Visit) -> Page:
    return Page("staff/question.html", head(visit, file_of(visit, QUESTION)))


@desk.post(QUESTION, access=may("POST", QUESTION), takes=AskPerson, form=question_page, gives=Changed)
def post_question(visit: Visit, wish: AskPerson) -> Answer:
    number, by = visit.parameters["number"], mandate(visit, "POST", QUESTION)
    review.ask(visit.services, number, wish.text, by, visit.now)
    return done(visit, ASKED)


@desk.get(HOLD, access=may("GET", HOLD), gives=FileHead)
def hold_page(visit: Visit) -> Page:
    return Page("staff/hold.html", head(visit, file_of(visit, HOLD)))


@desk.post(HOLD, access=may("POST", HOLD), takes=Hold, form=hold_page, gives=Changed)
def post_hold(visit: Visit, wish: Hold) -> Answer:
    review.hold(visit.services, visit.parameters["number"], wish.reason, mandate(visit, "POST", HOLD), visit.now)
    return done(visit, HELD)


@desk.post(RESUME, access=may("POST", RESUME), takes=Nothing, gives=Changed)
def post_resume(visit: Visit, _: Nothing) -> Answer:
    review.resume(visit.services, visit.parameters["number"], mandate(visit, "POST", RESUME), visit.now)
    return done(visit, RESUMED)
