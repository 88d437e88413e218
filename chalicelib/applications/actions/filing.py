"""An application is begun, submitted, withdrawn by the person (REQUIREMENTS F1, F5, F8)."""

from datetime import datetime

from chalicelib.accounts.actions.person_name import claim_name, name_key
from chalicelib.accounts.actions.sessions import Person
from chalicelib.activities.model import write_activity
from chalicelib.applications.actions.drafts import schedule_draft_review
from chalicelib.applications.actions.emails import enqueue_application_submitted
from chalicelib.applications.actions.fees import invoice_fee
from chalicelib.applications.actions.find import documents_of, folder_of, list_own, reload, service_of
from chalicelib.applications.errors import Incomplete, Locked, NotEligible, TooManyDrafts
from chalicelib.applications.model import Application, ApplicationState
from chalicelib.applications.rules.completeness import missing
from chalicelib.applications.rules.drafts import is_editable
from chalicelib.applications.rules.eligibility import may_apply
from chalicelib.applications.rules.lifecycle import filing_day, moved
from chalicelib.applications.rules.names import applicant
from chalicelib.applications.storage import (
    add_application,
    application_key,
    application_name,
    drafts_key,
    drafts_named,
    name_drafts,
    parse_application,
    put_application,
)
from chalicelib.cloud.metrics import Metric
from chalicelib.cloud.table import Change, Item, Key
from chalicelib.documents.actions.files import remove_all
from chalicelib.documents.actions.find import require_unchanged
from chalicelib.errors import NotFound
from chalicelib.forms.service import Service
from chalicelib.portal.text import Language
from chalicelib.services import Services
from chalicelib.unit_of_work import UnitOfWork, retry_on_conflict

DIGITS = 9  # of a file number


@retry_on_conflict
def begin(services: Services, person: Person, service: Service, language: Language, now: datetime) -> Application:
    """Open a draft and return it; raise NotEligible or TooManyDrafts."""
    account, most = person.account, services.portal.policies.drafts.most_open
    row = services.table.get(drafts_key(account.id))
    known = list_own(services, person)
    if not may_apply(service, person.session.audience, known):
        raise NotEligible
    drafts = _open_drafts(services, known, row, now)
    if len(drafts) >= most:
        raise TooManyDrafts(most)
    application = Application(
        number=services.ids.digits(DIGITS),
        account=account.id,
        service=service.key,
        language=account.language or language,
        created_at=now,
        saved_at=now,
    )
    work = UnitOfWork(services, now)
    add_application(work, application)
    name_drafts(work, account.id, row, [*drafts, application.number])
    schedule_draft_review(work, application, service)
    write_activity(work, account.id, "application-begun", application_name(application.number))
    work.commit()
    return application


def _open_drafts(services: Services, known: list[Application], row: Item | None, now: datetime) -> list[str]:
    """Return the numbers of the drafts that can be worked on: those of the query, and those that the row names besides.

    A query may lack what another window has just begun.
    """
    whose = {each.number for each in known}
    lacking = [each for each in drafts_named(row) if each not in whose]
    keys = [Key(row["pk"], application_name(number)) for number in lacking] if row else []
    read = services.table.get_many(keys) if keys else []
    drafts = [*known, *filter(None, map(parse_application, read))]
    return [each.number for each in drafts if is_editable(each, service_of(services, each), services.portal, now)]


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
    work = UnitOfWork(services, now)
    put_application(work, filing)
    require_unchanged(work, [each for each in documents if each.is_in_hand])  # the scanner may speak just now
    _claim_name(work, service, filing, named)
    invoice_fee(work, filing, "application")
    enqueue_application_submitted(work, person.account, filing)
    _record(work, filing)
    work.commit()
    return filing


def _record(work: UnitOfWork, filing: Application) -> None:
    write_activity(work, filing.account, "application-submitted", application_name(filing.number))
    work.count(Metric.SUBMISSIONS)


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


@retry_on_conflict
def withdraw(services: Services, person: Person, number: str, now: datetime) -> None:
    """Withdraw the draft and remove its documents; raise Locked for what was submitted. Twice is as good as once."""
    draft = reload(services, person, number)
    if draft.state is ApplicationState.WITHDRAWN:
        return
    if draft.state is not ApplicationState.DRAFT:
        raise Locked
    work = UnitOfWork(services, now)
    put_application(work, moved(draft, ApplicationState.WITHDRAWN, draft.account, now).replace(answers={}, saved={}))
    remove_all(work, folder_of(draft))
    write_activity(work, draft.account, "application-withdrawn", application_name(number))
    work.commit()
