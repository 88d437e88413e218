"""Submitting (REQUIREMENTS F5): once, whole, and dated the day that counts."""

from datetime import datetime

from chalicelib.accounts.actions.sessions import Person
from chalicelib.activities.model import write_activity
from chalicelib.applications.actions.emails import enqueue_application_submitted
from chalicelib.applications.actions.fees import invoice_fee
from chalicelib.applications.actions.find import documents_of, reload, service_of
from chalicelib.applications.errors import Incomplete, Locked
from chalicelib.applications.model import Application, ApplicationState
from chalicelib.applications.rules.completeness import missing
from chalicelib.applications.rules.drafts import is_editable
from chalicelib.applications.rules.lifecycle import filing_day, moved
from chalicelib.applications.storage import application_name, put_application
from chalicelib.cloud.table import Change
from chalicelib.conflicts import retry_on_conflict
from chalicelib.documents.actions.find import require_unchanged
from chalicelib.services import Services


@retry_on_conflict
def submit(services: Services, person: Person, number: str, now: datetime) -> Application:
    """Submit the draft and return it as filed; raise Locked, or Incomplete with what is missing.

    Who submits twice, in two windows or by a double click, is answered with the one application (SECURITY REL04).
    """
    draft = reload(services, person, number)
    service, zone = service_of(services, draft), services.portal.zone
    if draft.submitted_at:
        return draft
    if not is_editable(draft, service, services.portal, now):
        raise Locked
    documents = documents_of(services, draft, now)
    errors = missing(service, draft.answers, documents, now.astimezone(zone).date())
    if errors:
        raise Incomplete(errors)
    filed = filing_day(now, services.portal.policies.calendar, zone)
    filing = moved(draft, ApplicationState.SUBMITTED, draft.account, now).replace(submitted_at=now, filed_on=filed)
    change = Change(services.ids.new())
    put_application(change, filing)
    require_unchanged(change, [each for each in documents if each.is_in_hand])  # the scanner may speak just now
    invoice_fee(services, change, filing, "application", now)
    enqueue_application_submitted(services, change, person.account, filing, now)
    write_activity(change, draft.account, "application-submitted", now, about=application_name(number))
    services.table.commit(change)
    return filing
