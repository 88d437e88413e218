"""Someone's own second factors and recovery codes (REQUIREMENTS S10)."""

from chalicelib.accounts.schemas import Changed
from chalicelib.authentication.actions.enrolment import begin_enrolment
from chalicelib.authentication.inputs import NewFactor, RemoveFactor
from chalicelib.authentication.presenters import factors_shown, new_factor_shown, recovery_codes_shown
from chalicelib.authentication.schemas import FactorsPage, NewFactorPage, RecoveryCodesPage
from chalicelib.phrase import phrase
from chalicelib.staff.access import STAFF, may, staff_person
from chalicelib.staff.actions import factors
from chalicelib.staff.actions.claimants import claimant_of
from chalicelib.web.answers import Answer, Done, Page
from chalicelib.web.desk import Desk
from chalicelib.web.inputs import Nothing
from chalicelib.web.visit import Visit

desk = Desk(STAFF)
FACTORS = "/{lang}/staff/factors"
NEW = "/{lang}/staff/factors/new"
REMOVE = "/{lang}/staff/factors/remove"
CODES = "/{lang}/staff/recovery-codes"
ADDED = phrase("The second factor is added.")
REMOVED = phrase("The second factor is removed.")


@desk.get(FACTORS, access=may("GET", FACTORS), gives=FactorsPage)
def factors_page(visit: Visit) -> Page:
    return Page("staff/factors.html", factors_shown(staff_person(visit).staff.factors))


@desk.get(NEW, access=may("GET", NEW), gives=NewFactorPage)
def new_factor_page(visit: Visit) -> Page:
    earlier = visit.incoming.typed.get("setup", "")
    claimant = claimant_of(visit.services, staff_person(visit).staff)
    setup = begin_enrolment(visit.services, claimant, visit.now, earlier)
    return Page("staff/factor-new.html", new_factor_shown(setup))


@desk.post(NEW, access=may("POST", NEW), takes=NewFactor, form=new_factor_page, gives=Changed)
def post_new_factor(visit: Visit, wish: NewFactor) -> Answer:
    factors.add_factor(visit.services, staff_person(visit), wish, visit.now)
    return Done("/staff/factors", Changed(message=visit.words(ADDED)), notice=ADDED)


@desk.post(REMOVE, access=may("POST", REMOVE), takes=RemoveFactor, form=factors_page, gives=Changed)
def post_remove_factor(visit: Visit, wish: RemoveFactor) -> Answer:
    factors.remove_factor(visit.services, staff_person(visit), wish.factor, visit.now)
    return Done("/staff/factors", Changed(message=visit.words(REMOVED)), notice=REMOVED)


@desk.get(CODES, access=may("GET", CODES), gives=RecoveryCodesPage)
def recovery_codes_page(visit: Visit) -> Page:
    """Show new codes once: the answer takes them away from the browser."""
    codes = tuple(visit.carried.get("recovery_codes", ()))
    if codes:
        visit.carry()
    return Page("staff/recovery-codes.html", recovery_codes_shown(staff_person(visit).staff.factors, codes))


@desk.post(CODES, access=may("POST", CODES), takes=Nothing, gives=RecoveryCodesPage)
def post_recovery_codes(visit: Visit, _: Nothing) -> Answer:
    codes = factors.renew_codes(visit.services, staff_person(visit), visit.now)
    visit.carry(recovery_codes=codes)
    return Done("/staff/recovery-codes", recovery_codes_shown(staff_person(visit).staff.factors, codes))
