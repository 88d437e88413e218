"""An approved application becomes a registration: when it is paid, and its time has come (REQUIREMENTS A8, M4)."""

from datetime import datetime

from chalicelib.accounts.actions.audiences import open_audience
from chalicelib.activities.model import SYSTEM, write_activity
from chalicelib.applications.actions.certificates import certify
from chalicelib.applications.actions.fees import invoice_fee
from chalicelib.applications.actions.find import get_by_number, service_of
from chalicelib.applications.actions.handling import owe
from chalicelib.applications.model import Application, ApplicationState
from chalicelib.applications.storage import FINAL, PREFIX, application_name, parse_application, put_application
from chalicelib.billing.actions.invoice_paid import InvoicePaid
from chalicelib.cloud.table import Change, Key
from chalicelib.conflicts import retry_on_conflict
from chalicelib.due import Left, unlimited, work_through
from chalicelib.forms.service import Service
from chalicelib.portal.business_days import later
from chalicelib.services import Services


def owe_registration(services: Services, change: Change, approved: Application, now: datetime) -> Application:
    """Owe the invoice of an approved registration; return the application, which goes on by itself if it is free."""
    if not service_of(services, approved).registers:
        return approved
    if invoice_fee(services, change, approved, "registration", now):
        return approved
    return _timed(services, approved, now)


@retry_on_conflict
def paid(services: Services, told: InvoicePaid, now: datetime) -> None:
    """Let a registration that was paid become final in its time. Told again, nothing changes."""
    if told.event != "registration" or not told.about.startswith(PREFIX):
        return
    found = get_by_number(services, told.about.removeprefix(PREFIX))
    if found is None or found.state is not ApplicationState.APPROVED or found.final_at:
        return
    change = Change(services.ids.new())
    put_application(change, _timed(services, found, now))
    write_activity(change, found.account, "registration-paid", now, SYSTEM, about=told.about)
    services.table.commit(change)


def make_final(services: Services, key: Key, now: datetime) -> bool:
    """Register the person: the audience opens, a letter says so. Once, however often it is tried."""
    found = parse_application(services.table.get(key))
    if found is None or found.registered_at or found.final_at is None or found.final_at > now:
        return False
    service = service_of(services, found)
    change = Change(services.ids.new())
    put_application(change, found.replace(registered_at=now))
    certify(services, change, found, now)
    if service.opens:
        open_audience(services, change, found.account, service.opens)
    owe(services, change, "registration-final", found, now, **_opened(services, service))
    write_activity(change, found.account, "registered", now, SYSTEM, about=application_name(found.number))
    services.table.commit(change)
    return True


def _opened(services: Services, service: Service) -> dict[str, str]:
    """Return what the letter calls the audience that opens; nothing where none does."""
    audience = services.portal.audience(service.opens) if service.opens else None
    return {"audience_fr": audience.name.fr, "audience_en": audience.name.en} if audience else {}


def make_all_final(services: Services, now: datetime, left: Left = unlimited) -> int:
    """Register those whose time has come; return how many."""
    return work_through(services.table, FINAL, now, lambda key: make_final(services, key, now), left)


def _timed(services: Services, approved: Application, now: datetime) -> Application:
    policies = services.portal.policies
    return approved.replace(final_at=later(now, policies.review.final_after, policies.calendar, services.portal.zone))
