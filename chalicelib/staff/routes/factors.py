"""Someone's own second factors and recovery codes (REQUIREMENTS S10)."""

from chalicelib.authentication.actions.enrolment import begin_enrolment
from chalicelib.authentication.inputs import NewFactor, RemoveFactor
from chalicelib.authentication.presenters import factors_shown, new_factor_shown, recovery_codes_shown
from chalicelib.authentication.schemas import FactorsPage, NewFactorPage, RecoveryCodesPage
from chalicelib.phrase import phrase
from chalicelib.staff.actions import factors
from chalicelib.staff.actions.claimants import claimant_of
from chalicelib.staff.actions.sessions import StaffPerson
from chalicelib.staff.guards import STAFF, requires
from chalicelib.staff.permissions import Permission
from chalicelib.urls import path_for
from chalicelib.web.answers import Answer, Done, Page
from chalicelib.web.common_schemas import Changed, changed
from chalicelib.web.inputs import Nothing
from chalicelib.web.request import Request
from chalicelib.web.router import Router

router = Router(STAFF)
ADDED = phrase("The second factor is added.")
REMOVED = phrase("The second factor is removed.")


@router.get("factors.list", guard=requires(Permission.OWN_ACCESS), response=FactorsPage)
def factors_page(request: Request, staff: StaffPerson) -> Page:
    return Page("staff/factors.html", factors_shown(staff.staff.factors))


@router.get("factors.new", guard=requires(Permission.OWN_ACCESS), response=NewFactorPage)
def new_factor_page(request: Request, staff: StaffPerson) -> Page:
    earlier = request.raw.typed.get("setup", "")
    setup = begin_enrolment(request.services, claimant_of(request.services, staff.staff), request.now, earlier)
    return Page("staff/factor-new.html", new_factor_shown(setup))


@router.post(
    "factors.new", guard=requires(Permission.OWN_ACCESS), body=NewFactor, retry_page=new_factor_page, response=Changed
)
def post_new_factor(request: Request, staff: StaffPerson, form: NewFactor) -> Answer:
    factors.add_factor(request.services, staff, form, request.now)
    return changed(request, path_for("factors.list"), ADDED)


@router.post(
    "factors.remove",
    guard=requires(Permission.OWN_ACCESS),
    body=RemoveFactor,
    retry_page=factors_page,
    response=Changed,
)
def post_remove_factor(request: Request, staff: StaffPerson, form: RemoveFactor) -> Answer:
    factors.remove_factor(request.services, staff, form.factor, request.now)
    return changed(request, path_for("factors.list"), REMOVED)


@router.get("factors.recovery_codes", guard=requires(Permission.OWN_ACCESS), response=RecoveryCodesPage)
def recovery_codes_page(request: Request, staff: StaffPerson) -> Page:
    """Show new codes once: the answer takes them away from the browser."""
    codes = tuple(request.carried.get("recovery_codes", ()))
    if codes:
        request.response.carry()
    return Page("staff/recovery-codes.html", recovery_codes_shown(staff.staff.factors, codes))


@router.post("factors.recovery_codes", guard=requires(Permission.OWN_ACCESS), body=Nothing, response=RecoveryCodesPage)
def post_recovery_codes(request: Request, staff: StaffPerson, _: Nothing) -> Answer:
    codes = factors.renew_codes(request.services, staff, request.now)
    request.response.carry(recovery_codes=codes)
    return Done(path_for("factors.recovery_codes"), recovery_codes_shown(staff.staff.factors, codes))
