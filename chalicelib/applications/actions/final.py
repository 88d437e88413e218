"""Turns an approved application into a registration, once it is paid and its day has come (REQUIREMENTS A8, M4)."""

from datetime import datetime

from chalicelib.accounts.actions.administration import open_audience
from chalicelib.accounts.actions.person_name import confirm_name, name_key
from chalicelib.activities.model import SYSTEM, write_activity
from chalicelib.applications.actions.emails import enqueue_registration_final
from chalicelib.applications.actions.fees import invoice_fee, payer_of
from chalicelib.applications.actions.find import get_by_number, service_of
from chalicelib.applications.model import Application, ApplicationState
from chalicelib.applications.storage import (
    FINAL,
    PREFIX,
    account_in,
    application_name,
    number_in,
    parse_application,
    put_application,
)
from chalicelib.billing.actions.invoice_paid import InvoicePaid
from chalicelib.cloud.table import Item, Key
from chalicelib.due import Left, unlimited, work_through
from chalicelib.portal.business_days import later
from chalicelib.registrations.actions.find import is_registered, key_for
from chalicelib.registrations.actions.register import register
from chalicelib.registrations.model import Registration
from chalicelib.services import Services
from chalicelib.unit_of_work import UnitOfWork, retry_on_conflict


def invoice_registration(work: UnitOfWork, approved: Application) -> Application:
    """Owe the invoice of an approved registration; return the application, which goes on by itself if it is free."""
    if not service_of(work.services, approved).registers:
        return approved
    if invoice_fee(work, approved, "registration"):
        return approved
    return _timed(work.services, approved, work.now)


@retry_on_conflict
def paid(services: Services, invoice: InvoicePaid, now: datetime) -> None:
    """Let a registration that was paid become final in its time. Called again, nothing changes."""
    if invoice.event != "registration" or not invoice.about.startswith(PREFIX):
        return
    found = get_by_number(services, invoice.about.removeprefix(PREFIX))
    if found is None or found.state is not ApplicationState.APPROVED or found.final_at:
        return
    work = UnitOfWork(services, now, SYSTEM)
    put_application(work, _timed(services, found, now))
    write_activity(work, found.account, "registration-paid", invoice.about)
    work.commit()


def make_final(services: Services, key: Key, now: datetime) -> bool:
    """Register the person, open the audience and enqueue the email. Idempotent."""
    found, named = _read(services, key)
    if found is None or found.final_at is None or found.final_at > now:
        return False
    service = service_of(services, found)
    work = UnitOfWork(services, now, SYSTEM)
    put_application(work, found.replace(registered_at=now))
    register(work, _registration(services, found, now), service.title)
    if found.applicant:
        confirm_name(work, named, found.account, found.applicant, application_name(found.number))
    if service.opens:
        open_audience(work, found.account, service.opens)
    audience = services.portal.audience(service.opens) if service.opens else None
    enqueue_registration_final(work, found, audience.name if audience else None)
    write_activity(work, found.account, "registered", application_name(found.number))
    work.commit()
    return True


def _read(services: Services, key: Key) -> tuple[Application | None, Item | None]:
    """Return the application unless it is registered already, and the row of the person's name. One read."""
    account = account_in(key)
    keys = [key, key_for(account, number_in(key)), name_key(account)]
    item, registration, named = services.table.get_many(keys)
    return None if is_registered(registration) else parse_application(item), named


def _registration(services: Services, final: Application, now: datetime) -> Registration:
    return Registration(
        number=final.number,
        account=final.account,
        holder=payer_of(services, final),
        category=final.service,
        registered_on=now.astimezone(services.portal.zone).date(),
        created_at=now,
        caused_by=(application_name(final.number),),
    )


def make_all_final(services: Services, now: datetime, left: Left = unlimited) -> int:
    """Register those whose time has come; return how many."""
    return work_through(services.table, FINAL, now, lambda key: make_final(services, key, now), left)


def _timed(services: Services, approved: Application, now: datetime) -> Application:
    policies = services.portal.policies
    return approved.replace(final_at=later(now, policies.review.final_after, policies.calendar, services.portal.zone))
