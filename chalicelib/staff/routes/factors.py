"""Someone's own second factors and recovery codes (REQUIREMENTS S10)."""

from chalicelib.phrase import phrase
from chalicelib.staff.actions import enrolment, factors
from chalicelib.staff.actions.sessions import StaffPerson
from chalicelib.staff.guards import STAFF, requires
from chalicelib.staff.inputs import NewFactor, RemoveFactor
from chalicelib.staff.permissions import Permission
from chalicelib.staff.routes.common import new_factor
from chalicelib.staff.schemas import FactorsPage, NewFactorPage, RecoveryCodesPage, factors_shown
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
    return Page("staff/factors.html", factors_shown(staff.staff))


@router.get("factors.new", guard=requires(Permission.OWN_ACCESS), response=NewFactorPage)
def new_factor_page(request: Request, staff: StaffPerson) -> Page:
    earlier = request.raw.typed.get("setup", "")
    setup = enrolment.begin(request.services, staff.staff, request.now, earlier)
    return Page("staff/factor-new.html", new_factor(setup))


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
    return Page("staff/recovery-codes.html", _codes(staff, codes))


@router.post("factors.recovery_codes", guard=requires(Permission.OWN_ACCESS), body=Nothing, response=RecoveryCodesPage)
def post_recovery_codes(request: Request, staff: StaffPerson, _: Nothing) -> Answer:
    codes = factors.renew_codes(request.services, staff, request.now)
    request.response.carry(recovery_codes=codes)
    return Done(path_for("factors.recovery_codes"), _codes(staff, codes))


def _codes(staff: StaffPerson, codes: tuple[str, ...]) -> RecoveryCodesPage:
    left = len(codes or staff.staff.recovery_codes)
    return RecoveryCodesPage(recovery_codes=codes, recovery_codes_left=left)
