"""Changes of the own second factors by one of the staff, shortly after signing in (SECURITY SEC21)."""

from datetime import datetime

from chalicelib.authentication.actions import factors
from chalicelib.authentication.actions.enrolment import verify_enrolment
from chalicelib.authentication.actions.recovery_codes import draw_recovery_codes
from chalicelib.authentication.inputs import NewFactor
from chalicelib.authentication.model import Factors
from chalicelib.services import Services
from chalicelib.staff.actions.audit import note
from chalicelib.staff.actions.claimants import claimant_of
from chalicelib.staff.actions.emails import enqueue_staff_factors_changed
from chalicelib.staff.actions.sessions import StaffPerson
from chalicelib.staff.errors import SignInAgain
from chalicelib.staff.storage import put_staff
from chalicelib.unit_of_work import UnitOfWork


def add_factor(services: Services, person: StaffPerson, form: NewFactor, now: datetime) -> None:
    """Enrol another factor, with the proof that it was made."""
    _refuse_stale(services, person, now)
    claimant = claimant_of(services, person.staff)
    changed = verify_enrolment(services, claimant, form, person.session.device, now)
    _write(services, person, changed, "factor-added", now)


def remove_factor(services: Services, person: StaffPerson, factor: str, now: datetime) -> None:
    """Remove a factor, by its id; never the last one."""
    _refuse_stale(services, person, now)
    _write(services, person, factors.remove_factor(person.staff.factors, factor), "factor-removed", now)


def renew_codes(services: Services, person: StaffPerson, now: datetime) -> tuple[str, ...]:
    """Return new recovery codes, which void the earlier ones; they are shown now or never."""
    _refuse_stale(services, person, now)
    codes = draw_recovery_codes(services, claimant_of(services, person.staff))
    _write(services, person, person.staff.factors.replace(recovery_codes=codes.hashes), "codes-renewed", now)
    return codes.codes


def _refuse_stale(services: Services, person: StaffPerson, now: datetime) -> None:
    if not factors.is_freshly_proven(claimant_of(services, person.staff), person.session, now):
        raise SignInAgain


def _write(services: Services, person: StaffPerson, changed: Factors, what: str, now: datetime) -> None:
    """Write the record, tell its owner, and note it."""
    work = UnitOfWork(services, now)
    put_staff(work, person.staff.replace(factors=changed))
    enqueue_staff_factors_changed(work, person.staff, what, len(changed.recovery_codes))
    note(work, person.id, what)
    work.commit()
