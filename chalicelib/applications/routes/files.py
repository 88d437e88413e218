"""A person's files: listed, followed, submitted, withdrawn (REQUIREMENTS F2, F5-F8)."""

from chalicelib.accounts.actions.sessions import Person
from chalicelib.accounts.guards import signed_in
from chalicelib.applications.actions.fees import invoices_of
from chalicelib.applications.actions.filing import submit, withdraw
from chalicelib.applications.actions.find import list_own, service_of, slots_of
from chalicelib.applications.actions.information_requests import reply
from chalicelib.applications.actions.stages import usual_time
from chalicelib.applications.form_presenters import check_page
from chalicelib.applications.form_schemas import CheckPage
from chalicelib.applications.guards import OwnApplication, own_application, own_draft
from chalicelib.applications.inputs import AnswerQuestion, Submit
from chalicelib.applications.model import Application
from chalicelib.applications.presenters import ApplicationSeen, application_page, applications_page, kept_until
from chalicelib.applications.schemas import ApplicationPage, ApplicationsPage, LeavePage, Submitted
from chalicelib.errors import NotFound
from chalicelib.phrase import phrase
from chalicelib.registrations.actions.certificates import certificate_link
from chalicelib.urls import path_for
from chalicelib.web.answers import Answer, Done, Page, Redirect
from chalicelib.web.common_schemas import Changed, changed
from chalicelib.web.inputs import Nothing
from chalicelib.web.request import Request
from chalicelib.web.router import Router

router = Router()
WITHDRAWN = phrase("Your application is withdrawn. You can start a new one.")
ANSWERED = phrase("Your answer is sent.")


@router.get("applications.list", guard=signed_in, response=ApplicationsPage)
def files_page(request: Request, person: Person) -> Page:
    return Page("applications/list.html", applications_page(request, list_own(request.services, person)))


@router.get("applications.page", guard=own_application, response=ApplicationPage)
def file_page(request: Request, own: OwnApplication) -> Page:
    services, application = request.services, own.application
    found = ApplicationSeen(
        slots=slots_of(services, application, request.now),
        usual=usual_time(services, application, request.now),
        invoices=invoices_of(services, application) if application.submitted_at else [],
    )
    return Page("applications/file.html", application_page(request, application, found))


@router.get("applications.check", guard=own_application, response=CheckPage)
def check(request: Request, own: OwnApplication) -> Page:
    slots = slots_of(request.services, own.application, request.now)
    return Page("applications/check.html", check_page(request, own.application, slots))


@router.post("applications.check", guard=own_application, body=Submit, retry_page=check, response=Submitted)
def post_submit(request: Request, own: OwnApplication, _: Submit) -> Answer:
    filed = submit(request.services, own.person, own.application.number, request.now)
    return Done(path_for("applications.submitted", number=filed.number), submitted(request, filed))


@router.get("applications.submitted", guard=own_application, response=Submitted)
def submitted_page(request: Request, own: OwnApplication) -> Page:
    return Page("applications/submitted.html", submitted(request, own.application))


def submitted(request: Request, filed: Application) -> Submitted:
    """Return the confirmation; raise NotFound for an application that is not filed."""
    if filed.submitted_at is None or filed.filed_on is None:
        raise NotFound
    title = service_of(request.services, filed).title[request.language]
    return Submitted(number=filed.number, title=title, submitted_at=filed.submitted_at, filed_on=filed.filed_on)


@router.get("applications.certificate", guard=own_application, response=None)
def download_certificate(request: Request, own: OwnApplication) -> Answer:
    file = own.application
    return Redirect(certificate_link(request.services, file.account, file.number, request.language))


@router.get("applications.leave", guard=own_draft, response=LeavePage)
def leave_page(request: Request, own: OwnApplication) -> Page:
    draft, service = own.application, service_of(request.services, own.application)
    title, until = service.title[request.language], kept_until(request, draft, service)
    return Page("applications/leave.html", LeavePage(number=draft.number, title=title, kept_until=until))


@router.post("applications.withdraw", guard=own_application, body=Nothing, response=Changed)
def post_withdraw(request: Request, own: OwnApplication, _: Nothing) -> Answer:
    withdraw(request.services, own.person, own.application.number, request.now)
    return changed(request, path_for("applications.list"), WITHDRAWN)


@router.post("applications.answer", guard=own_application, body=AnswerQuestion, retry_page=file_page, response=Changed)
def post_answer(request: Request, own: OwnApplication, form: AnswerQuestion) -> Answer:
    number, question = own.application.number, request.parameters["question"]
    reply(request.services, own.person, number, question, form.answer, request.now)
    return changed(request, path_for("applications.page", number=number), ANSWERED)
