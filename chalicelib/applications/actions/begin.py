"""Beginning an application (REQUIREMENTS F1, F2, F10)."""

from datetime import datetime

from chalicelib.accounts.actions.sessions import Person
from chalicelib.activities.model import write_activity
from chalicelib.applications.actions.drafts import schedule_draft_review
from chalicelib.applications.actions.find import list_own, service_of
from chalicelib.applications.errors import NotEligible, TooManyDrafts
from chalicelib.applications.model import Application
from chalicelib.applications.rules.drafts import is_editable
from chalicelib.applications.rules.eligibility import may_apply
from chalicelib.applications.storage import add_application, application_name
from chalicelib.cloud.table import Change
from chalicelib.conflicts import retry_on_conflict
from chalicelib.forms.service import Service
from chalicelib.portal.text import Language
from chalicelib.services import Services

DIGITS = 9  # of a file number


@retry_on_conflict
def begin(services: Services, person: Person, service: Service, language: Language, now: datetime) -> Application:
    """Open a draft and return it; raise NotEligible or TooManyDrafts."""
    known = list_own(services, person)
    most = services.portal.policies.drafts.most_open
    if not may_apply(service, person.session.audience, known):
        raise NotEligible
    if sum(is_editable(each, service_of(services, each), services.portal, now) for each in known) >= most:
        raise TooManyDrafts(most)
    account = person.account
    application = Application(
        number=services.ids.digits(DIGITS),
        account=account.id,
        service=service.key,
        language=account.language or language,
        created_at=now,
        saved_at=now,
    )
    change = Change(services.ids.new())
    add_application(change, application)
    schedule_draft_review(services, change, application, service)
    write_activity(change, account.id, "application-begun", now, about=application_name(application.number))
    services.table.commit(change)
    return application
