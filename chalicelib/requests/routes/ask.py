"""The forms that staff check, for anyone (REQUIREMENTS A7, S5)."""

from chalicelib.accounts.access import visitor
from chalicelib.accounts.schemas import Accepted
from chalicelib.phrase import phrase
from chalicelib.requests.access import form_is_there
from chalicelib.requests.actions.ask import ask, form_of
from chalicelib.requests.inputs import Ask
from chalicelib.requests.model import RequestKind
from chalicelib.requests.presenters import form_shown
from chalicelib.requests.schemas import RequestFormPage, RequestSentPage
from chalicelib.web.answers import Answer, Done, Page
from chalicelib.web.desk import Desk
from chalicelib.web.visit import Visit

desk = Desk()
FORM = "/{lang}/requests/{kind}"
SENT = phrase("We have your request. We check it and answer by email.")


@desk.get(FORM, access=form_is_there, gives=RequestFormPage)
def request_page(visit: Visit) -> Page:
    return Page("requests/form.html", form_shown(visit, RequestKind(visit.parameters["kind"])))


@desk.post(FORM, access=form_is_there, takes=Ask, form=request_page, gives=Accepted, status=202)
def post_request(visit: Visit, wish: Ask) -> Answer:
    kind = RequestKind(visit.parameters["kind"])
    ask(visit.services, kind, wish.answers, visitor(visit), visit.now)
    visit.carry(email=wish.answers["email"])
    return Done(f"/requests/{kind}/sent", Accepted(message=visit.words(SENT)), 202)


@desk.get(f"{FORM}/sent", access=form_is_there, gives=RequestSentPage)
def request_sent_page(visit: Visit) -> Page:
    kind = RequestKind(visit.parameters["kind"])
    title = form_of(visit.services, kind).title[visit.language]
    return Page("requests/sent.html", RequestSentPage(kind=kind, title=title, email=visit.carried.get("email")))
