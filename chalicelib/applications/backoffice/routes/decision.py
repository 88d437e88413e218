"""The decision of a file; where the service wants four eyes, its proposal first (REQUIREMENTS W2; SECURITY SEC40)."""

from chalicelib.applications.actions import decide
from chalicelib.applications.backoffice.guards import OpenedFile, opens_file
from chalicelib.applications.backoffice.inputs import Decide
from chalicelib.applications.backoffice.presenters import decision_page
from chalicelib.applications.backoffice.routes.handling import done
from chalicelib.applications.backoffice.schemas import DecisionPage
from chalicelib.phrase import phrase
from chalicelib.staff.actions import find
from chalicelib.staff.actions.sessions import StaffPerson
from chalicelib.staff.guards import STAFF, requires
from chalicelib.staff.permissions import Permission
from chalicelib.web.answers import Answer, Page
from chalicelib.web.common_schemas import Changed
from chalicelib.web.inputs import Nothing
from chalicelib.web.request import Request
from chalicelib.web.router import Router

router = Router(STAFF)
DECIDED = phrase("The file is decided.")
PROPOSED = phrase("The decision is proposed. Another member of staff has to take it.")
WITHDRAWN = phrase("The proposal is withdrawn.")


@router.get("decision.page", guard=opens_file(Permission.APPLICATION_DECIDE), response=DecisionPage)
def show_decision(request: Request, opened: OpenedFile) -> Page:
    file, staff = opened
    names = find.names(request.services, [file.proposal.by] if file.proposal else [])
    return Page("staff/decision.html", decision_page(request, file, names, staff))


@router.post(
    "decision.page",
    guard=requires(Permission.APPLICATION_DECIDE),
    body=Decide,
    retry_page=show_decision,
    response=Changed,
)
def post_decision(request: Request, staff: StaffPerson, form: Decide) -> Answer:
    number, by = request.parameters["number"], staff.id
    is_final = decide.decide(request.services, number, form.decision, form.reason, by, request.now)
    return done(request, DECIDED if is_final else PROPOSED)


@router.post("decision.withdraw", guard=requires(Permission.APPLICATION_DECIDE), body=Nothing, response=Changed)
def post_withdraw_proposal(request: Request, staff: StaffPerson, _: Nothing) -> Answer:
    decide.withdraw_proposal(request.services, request.parameters["number"], staff.id, request.now)
    return done(request, WITHDRAWN)
