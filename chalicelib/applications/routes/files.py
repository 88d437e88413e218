"""A person's files: listed, followed, submitted, withdrawn (REQUIREMENTS F2, F5-F8)."""

from chalicelib.accounts.access import person, signed_in
from chalicelib.accounts.pages import Changed
from chalicelib.applications.access import application, draft, signed_in_to_application
from chalicelib.applications.actions.find import all_mine, service_of, slots_of
from chalicelib.applications.actions.reply import reply
from chalicelib.applications.actions.stages import usual_time
from chalicelib.applications.actions.submit import submit
from chalicelib.applications.actions.withdraw import withdraw
from chalicelib.applications.form_pages import CheckPage
from chalicelib.applications.form_views import check_page
from chalicelib.applications.inputs import AnswerQuestion, Submit
from chalicelib.applications.model import Application
from chalicelib.applications.pages import ApplicationPage, ApplicationsPage, LeavePage, Submitted
from chalicelib.applications.views import application_page, applications_page, kept_until, path_of
from chalicelib.phrase import phrase
from chalicelib.refusal import Absent
from chalicelib.registrations.actions.certificates import certificate_link
from chalicelib.web.answers import Answer, Done, Elsewhere, Page
from chalicelib.web.desk import Desk
from chalicelib.web.inputs import Nothing
from chalicelib.web.visit import Visit

desk = Desk()
WITHDRAWN = phrase("Your application is withdrawn. You can start a new one.")
ANSWERED = phrase("Your answer is sent.")
FILE = "/{lang}/applications/{number}"


@desk.get("/{lang}/applications", access=signed_in, gives=ApplicationsPage)
def files_page(visit: Visit) -> Page:
    found = all_mine(visit.services, person(visit))
    return Page("applications/list.html", applications_page(visit, found))


@desk.get(FILE, access=signed_in_to_application, gives=ApplicationPage)
def file_page(visit: Visit) -> Page:
    mine = application(visit)
    usual = usual_time(visit.services, mine, visit.now)
    return Page(
        "applications/file.html", application_page(visit, mine, slots_of(visit.services, mine, visit.now), usual)
    )


@desk.get(f"{FILE}/check", access=signed_in_to_application, gives=CheckPage)
def check(visit: Visit) -> Page:
    mine = application(visit)
    return Page("applications/check.html", check_page(visit, mine, slots_of(visit.services, mine, visit.now)))


@desk.post(f"{FILE}/check", access=signed_in_to_application, takes=Submit, form=check, gives=Submitted)
def post_submit(visit: Visit, _: Submit) -> Answer:
    filed = submit(visit.services, person(visit), visit.parameters["number"], visit.now)
    return Done(path_of(filed, "submitted"), submitted(visit, filed))


@desk.get(f"{FILE}/submitted", access=signed_in_to_application, gives=Submitted)
def submitted_page(visit: Visit) -> Page:
    return Page("applications/submitted.html", submitted(visit, application(visit)))


def submitted(visit: Visit, filed: Application) -> Submitted:
    """Return the confirmation; raise Absent for what is not filed."""
    if filed.submitted_at is None or filed.filed_on is None:
        raise Absent
    title = service_of(visit.services, filed).title[visit.language]
    return Submitted(number=filed.number, title=title, submitted_at=filed.submitted_at, filed_on=filed.filed_on)


@desk.get(f"{FILE}/certificate", access=signed_in_to_application, gives=None)
def download_certificate(visit: Visit) -> Answer:
    file = application(visit)
    return Elsewhere(certificate_link(visit.services, file.account, file.number, visit.language))


@desk.get(f"{FILE}/leave", access=signed_in_to_application, gives=LeavePage)
def leave_page(visit: Visit) -> Page:
    mine = draft(visit)
    service = service_of(visit.services, mine)
    title, until = service.title[visit.language], kept_until(visit, mine, service)
    return Page("applications/leave.html", LeavePage(number=mine.number, title=title, kept_until=until))


@desk.post(f"{FILE}/leave/withdraw", access=signed_in_to_application, takes=Nothing, gives=Changed)
def post_withdraw(visit: Visit, _: Nothing) -> Answer:
    withdraw(visit.services, person(visit), visit.parameters["number"], visit.now)
    return Done("/applications", Changed(message=visit.words(WITHDRAWN)), notice=WITHDRAWN)


@desk.post(
    f"{FILE}/questions/{{question}}",
    access=signed_in_to_application,
    takes=AnswerQuestion,
    form=file_page,
    gives=Changed,
)
def post_answer(visit: Visit, wish: AnswerQuestion) -> Answer:
    number, question = visit.parameters["number"], visit.parameters["question"]
    reply(visit.services, person(visit), number, question, wish.answer, visit.now)
    return Done(f"/applications/{number}", Changed(message=visit.words(ANSWERED)), notice=ANSWERED)
