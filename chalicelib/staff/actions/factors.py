"""What someone changes of the own second factors, shortly after signing in (SECURITY SEC21)."""

from datetime import datetime

from chalicelib.cloud.table import Change
from chalicelib.refusal import Absent
from chalicelib.services import Services
from chalicelib.staff.actions import enrolment, recovery
from chalicelib.staff.actions.audit import note
from chalicelib.staff.actions.emails import enqueue_staff_factors_changed
from chalicelib.staff.actions.sessions import StaffPerson
from chalicelib.staff.inputs import NewFactor
from chalicelib.staff.items import put_staff
from chalicelib.staff.model import Staff
from chalicelib.staff.problems import LastFactor, SignInAgain
from chalicelib.staff.rules import factors


def add_factor(services: Services, person: StaffPerson, wish: NewFactor, now: datetime) -> None:
    """Enrol another factor, with the proof that it was made."""
    _refuse_stale(services, person, now)
    factor = enrolment.proven(services, person.staff, wish, person.session.device, now)
    _write(services, person, factors.with_factor(person.staff, factor), "factor-added", now)


def remove_factor(services: Services, person: StaffPerson, factor: str, now: datetime) -> None:
    """Remove a factor, by its id; never the last one."""
    _refuse_stale(services, person, now)
    left = factors.without_factor(person.staff, factor)
    if left == person.staff:
        raise Absent
    if not left.factors:
        raise LastFactor
    _write(services, person, left, "factor-removed", now)


def renew_codes(services: Services, person: StaffPerson, now: datetime) -> tuple[str, ...]:
    """Return new recovery codes, which void the earlier ones; they are shown now or never."""
    _refuse_stale(services, person, now)
    codes = recovery.draw(services, person.staff)
    _write(services, person, person.staff.but(recovery_codes=codes.kept), "codes-renewed", now)
    return codes.shown


def _refuse_stale(services: Services, person: StaffPerson, now: datetime) -> None:
    if not factors.is_fresh(person.session, services.portal.policies.staff, now):
        raise SignInAgain


def _write(services: Services, person: StaffPerson, changed: Staff, what: str, now: datetime) -> None:
    """Write the record, tell its owner, and note it."""
    change = Change(services.ids.new())
    put_staff(change, changed)
    enqueue_staff_factors_changed(services, change, changed, what, len(changed.recovery_codes), now)
    note(change, person.id, what, now)
    services.table.commit(change)
