"""Enqueues the emails about applications: one function per template, to the applicant."""

from datetime import datetime

from chalicelib.accounts.actions import find as accounts
from chalicelib.accounts.model import Account
from chalicelib.applications.actions.find import service_of
from chalicelib.applications.model import Application
from chalicelib.outbox.actions import Data, Ending, NewEmail, enqueue_email, in_each_language
from chalicelib.portal.text import Text
from chalicelib.services import Services
from chalicelib.unit_of_work import UnitOfWork


def enqueue_application_submitted(work: UnitOfWork, account: Account, filing: Application) -> None:
    enqueue_email(work, _email(work.services, account, filing, "application-submitted"))


def enqueue_information_asked(work: UnitOfWork, file: Application) -> None:
    _enqueue_if_reachable(work, file, "information-asked", {})


def enqueue_question_reminder(work: UnitOfWork, file: Application, answer_by: datetime) -> None:
    day = answer_by.astimezone(work.services.portal.zone).date()
    _enqueue_if_reachable(work, file, "question-reminder", in_each_language(work.services, day=day))


def enqueue_application_decided(work: UnitOfWork, file: Application) -> None:
    _enqueue_if_reachable(work, file, "application-decided", {})


def enqueue_registration_final(work: UnitOfWork, file: Application, audience: Text | None) -> None:
    """Enqueue the news of a registration; `audience` is the name of the audience that opens, if one does."""
    data = in_each_language(work.services, audience=audience or "")
    _enqueue_if_reachable(work, file, "registration-final", data)


def enqueue_draft_notice(work: UnitOfWork, account: Account, draft: Application, ending: Ending) -> str:
    """Enqueue the notice of a draft's end, pinned, and return its id."""
    day = ending.at.astimezone(work.services.portal.zone).date()
    email = _email(work.services, account, draft, "draft-notice", in_each_language(work.services, day=day))
    return enqueue_email(work, email._replace(proof=ending.proof, pinned=True))


def enqueue_draft_expired(work: UnitOfWork, account: Account, draft: Application) -> None:
    enqueue_email(work, _email(work.services, account, draft, "draft-expired"))


def _enqueue_if_reachable(work: UnitOfWork, file: Application, template: str, data: Data) -> None:
    """Enqueue an email to the applicant, if the account is still there."""
    account = accounts.by_id(work.services, file.account)
    if account:
        enqueue_email(work, _email(work.services, account, file, template, data))


def _email(
    services: Services, account: Account, file: Application, template: str, data: Data | None = None
) -> NewEmail:
    """Return an email in the person's language, or in that of the application, with the file's number and service."""
    about = {"number": file.number, **in_each_language(services, service=service_of(services, file).title)}
    language = account.language or file.language
    return NewEmail(template, account.email, language, {**about, **(data or {})}, account.id)
