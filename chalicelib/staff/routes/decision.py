"""The decision of a file; where the service wants four eyes, its proposal first (REQUIREMENTS W2; SECURITY SEC40)."""

from chalicelib.accounts.schemas import Changed
from chalicelib.applications.actions import decide
from chalicelib.phrase import phrase
from chalicelib.staff.access import STAFF, may, staff_person
from chalicelib.staff.actions import find
from chalicelib.staff.file_inputs import Decide
from chalicelib.staff.file_presenters import FILE, decision_page
from chalicelib.staff.file_schemas import DecisionPage
from chalicelib.staff.routes.handling import done, file_of, mandate
from chalicelib.web.answers import Answer, Page
from chalicelib.web.desk import Desk
from chalicelib.web.inputs import Nothing
from chalicelib.web.visit import Visit

desk = Desk(STAFF)
DECISION = f"{FILE}/decision"
WITHDRAW = f"{DECISION}/withdraw"
DECIDED = phrase("The file is decided.")
PROPOSED = phrase("The decision is proposed. Another member of staff has to take it.")
WITHDRAWN = phrase("The proposal is withdrawn.")


@desk.get(DECISION, access=may("GET", DECISION), gives=DecisionPage)
def show_decision(visit: Visit) -> Page:
    file = file_of(visit, DECISION)
    names = find.names(visit.services, [file.proposal.by] if file.proposal else [])
    return Page("staff/decision.html", decision_page(visit, file, names, staff_person(visit)))


@desk.post(DECISION, access=may("POST", DECISION), takes=Decide, form=show_decision, gives=Changed)
def post_decision(visit: Visit, wish: Decide) -> Answer:
    number, by = visit.parameters["number"], mandate(visit, "POST", DECISION)
    is_final = decide.decide(visit.services, number, wish.decision, wish.reason, by, visit.now)
    return done(visit, DECIDED if is_final else PROPOSED)


@desk.post(WITHDRAW, access=may("POST", WITHDRAW), takes=Nothing, gives=Changed)
def post_withdraw_proposal(visit: Visit, _: Nothing) -> Answer:
    decide.withdraw_proposal(visit.services, visit.parameters["number"], mandate(visit, "POST", WITHDRAW), visit.now)
    return done(visit, WITHDRAWN)
