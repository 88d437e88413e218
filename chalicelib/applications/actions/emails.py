"""Enqueues the emails about applications: one function per template, to the applicant."""

from datetime import datetime

from chalicelib.accounts.actions import find as accounts
from chalicelib.accounts.model import Account
from chalicelib.applications.actions.find import service_of
from chalicelib.applications.model import Application
from chalicelib.cloud.table import Change
from chalicelib.outbox.actions import Data, Ending, NewEmail, enqueue_email, in_each_language
from chalicelib.portal.text import Text
from chalicelib.services import Services


def enqueue_application_submitted(
    services: Services, change: Change, account: Account, filing: Application, now: datetime
) -> None:
    enqueue_email(services, change, _email(services, account, filing, "application-submitted"), now)


def enqueue_information_asked(services: Services, change: Change, file: Application, now: datetime) -> None:
    _enqueue_if_reachable(services, change, file, "information-asked", {}, now)


def enqueue_question_reminder(
    services: Services, change: Change, file: Application, answer_by: datetime, now: datetime
) -> None:
    day = answer_by.astimezone(services.portal.zone).date()
    _enqueue_if_reachable(services, change, file, "question-reminder", in_each_language(services, day=day), now)


def enqueue_application_decided(services: Services, change: Change, file: Application, now: datetime) -> None:
    _enqueue_if_reachable(services, change, file, "application-decided", {}, now)


def enqueue_registration_final(
    services: Services, change: Change, file: Application, audience: Text | None, now: datetime
) -> None:
    """Enqueue the news of a registration; `audience` is the name of the audience that opens, if one does."""
    data = in_each_language(services, audience=audience or "")
    _enqueue_if_reachable(services, change, file, "registration-final", data, now)


def enqueue_draft_notice(
    services: Services, change: Change, account: Account, draft: Application, ending: Ending, now: datetime
) -> str:
    """Enqueue the notice of a draft's end, pinned, and return its id."""
    day = ending.at.astimezone(services.portal.zone).date()
    email = _email(services, account, draft, "draft-notice", in_each_language(services, day=day))
    return enqueue_email(services, change, email._replace(proof=ending.proof, pinned=True), now)


def enqueue_draft_expired(
    services: Services, change: Change, account: Account, draft: Application, now: datetime
) -> None:
    enqueue_email(services, change, _email(services, account, draft, "draft-expired"), now)


def _enqueue_if_reachable(
    services: Services, change: Change, file: Application, template: str, data: Data, now: datetime
) -> None:
    """Enqueue an email to the applicant, if the account is still there."""
    account = accounts.by_id(services, file.account)
    if account:
        enqueue_email(services, change, _email(services, account, file, template, data), now)


def _email(
    services: Services, account: Account, file: Application, template: str, data: Data | None = None
) -> NewEmail:
    """Return an email in the person's language, or in that of the application, with the file's number and service."""
    about = {"number": file.number, **in_each_language(services, service=service_of(services, file).title)}
    language = account.language or file.language
    return NewEmail(template, account.email, language, {**about, **(data or {})}, account.id)
