"""Submits an application (REQUIREMENTS F5): once, whole, and dated the day that counts."""

from datetime import datetime

from chalicelib.accounts.actions.person_name import claim_name, name_key
from chalicelib.accounts.actions.sessions import Person
from chalicelib.activities.model import write_activity
from chalicelib.applications.actions.emails import enqueue_application_submitted
from chalicelib.applications.actions.fees import invoice_fee
from chalicelib.applications.actions.find import documents_of, service_of
from chalicelib.applications.errors import Incomplete, Locked
from chalicelib.applications.model import Application, ApplicationState
from chalicelib.applications.rules.completeness import missing
from chalicelib.applications.rules.drafts import is_editable
from chalicelib.applications.rules.lifecycle import filing_day, moved
from chalicelib.applications.rules.names import applicant
from chalicelib.applications.storage import application_key, application_name, parse_application, put_application
from chalicelib.cloud.table import Change, Item
from chalicelib.conflicts import retry_on_conflict
from chalicelib.documents.actions.find import require_unchanged
from chalicelib.errors import NotFound
from chalicelib.forms.service import Service
from chalicelib.services import Services


@retry_on_conflict
def submit(services: Services, person: Person, number: str, now: datetime) -> Application:
    """Submit the draft and return it as filed; raise Locked, or Incomplete with what is missing.

    Who submits twice, in two windows or by a double click, is answered with the one application (SECURITY REL04).
    """
    draft, named = _read(services, person, number)
    service, zone = service_of(services, draft), services.portal.zone
    if draft.submitted_at:
        return draft
    if not is_editable(draft, service, services.portal, now):
        raise Locked
    documents = documents_of(services, draft, now)
    errors = missing(service, draft.answers, documents, now.astimezone(zone).date())
    if errors:
        raise Incomplete(errors)
    filing = _filed(services, draft, service, now)
    change = Change(services.ids.new())
    put_application(change, filing)
    require_unchanged(change, [each for each in documents if each.is_in_hand])  # the scanner may speak just now
    _claim_name(change, service, filing, named)
    invoice_fee(services, change, filing, "application", now)
    enqueue_application_submitted(services, change, person.account, filing, now)
    write_activity(change, draft.account, "application-submitted", now, about=application_name(number))
    services.table.commit(change)
    return filing


def _filed(services: Services, draft: Application, service: Service, now: datetime) -> Application:
    """Return the application as submitted, with the day that counts and the name that its papers bear."""
    day = filing_day(now, services.portal.policies.calendar, services.portal.zone)
    name = applicant(service, draft.answers)
    return moved(draft, ApplicationState.SUBMITTED, draft.account, now).replace(
        submitted_at=now, filed_on=day, applicant=name
    )


def _claim_name(change: Change, service: Service, filing: Application, named: Item | None) -> None:
    """Add the person's name to the change where the service registers a person: elsewhere it can be a firm's."""
    if service.registers and filing.applicant:
        claim_name(change, named, filing.account, filing.applicant, application_name(filing.number))


def _read(services: Services, person: Person, number: str) -> tuple[Application, Item | None]:
    """Return the person's application as it is now, and the row of the person's name; raise NotFound. One read."""
    who = person.account.id
    item, named = services.table.get_many([application_key(who, number), name_key(who)])
    found = parse_application(item)
    if found is None:
        raise NotFound
    return found, named
