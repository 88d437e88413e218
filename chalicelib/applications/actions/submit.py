"""Submitting (REQUIREMENTS F5): once, whole, and dated the day that counts."""

from datetime import datetime

from chalicelib.accounts.actions.sessions import Person
from chalicelib.activities.model import write_activity
from chalicelib.applications.actions.emails import enqueue_application_submitted
from chalicelib.applications.actions.fees import owe_fee
from chalicelib.applications.actions.find import afresh, documents_of, service_of
from chalicelib.applications.items import application_name, put_application
from chalicelib.applications.model import Application, State
from chalicelib.applications.problems import Incomplete, Locked
from chalicelib.applications.rules.completeness import missing
from chalicelib.applications.rules.drafts import is_open
from chalicelib.applications.rules.lifecycle import filing_day, moved
from chalicelib.cloud.table import Change
from chalicelib.documents.actions.find import require_unchanged
from chalicelib.services import Services
from chalicelib.settled import until_settled


@until_settled
def submit(services: Services, person: Person, number: str, now: datetime) -> Application:
    """Submit the draft and return it as filed; raise Locked, or Incomplete with what is missing.

    Who submits twice, in two windows or by a double click, is answered with the one application (SECURITY REL04).
    """
    draft = afresh(services, person, number)
    service, zone = service_of(services, draft), services.portal.zone
    if draft.submitted_at:
        return draft
    if not is_open(draft, service, services.portal, now):
        raise Locked
    documents = documents_of(services, draft, now)
    errors = missing(service, draft.answers, documents, now.astimezone(zone).date())
    if errors:
        raise Incomplete(errors)
    filed = filing_day(now, services.portal.policies.calendar, zone)
    filing = moved(draft, State.SUBMITTED, draft.account, now).but(submitted_at=now, filed_on=filed)
    change = Change(services.ids.new())
    put_application(change, filing)
    require_unchanged(change, [each for each in documents if each.is_in_hand])  # the scanner may speak just now
    owe_fee(services, change, filing, "application", now)
    enqueue_application_submitted(services, change, person.account, filing, now)
    write_activity(change, draft.account, "application-submitted", now, about=application_name(number))
    services.table.commit(change)
    return filing
