"""The forms that staff check, for anyone (REQUIREMENTS A7, S5)."""

from chalicelib.accounts.guards import visitor
from chalicelib.phrase import phrase
from chalicelib.requests.actions.ask import ask
from chalicelib.requests.guards import RequestForm, request_form
from chalicelib.requests.inputs import Ask
from chalicelib.requests.presenters import form_shown
from chalicelib.requests.schemas import RequestFormPage, RequestSentPage
from chalicelib.urls import path_for
from chalicelib.web.answers import Answer, Done, Page
from chalicelib.web.common_schemas import Accepted, accepted
from chalicelib.web.request import Request
from chalicelib.web.router import Router

router = Router()
SENT = phrase("We have your request. We check it and answer by email.")


@router.get("requests.form", guard=request_form, response=RequestFormPage)
def request_page(request: Request, asked: RequestForm) -> Page:
    return Page("requests/form.html", form_shown(request, asked.kind))


@router.post("requests.form", guard=request_form, body=Ask, retry_page=request_page, response=Accepted, status=202)
def post_request(request: Request, asked: RequestForm, form: Ask) -> Answer:
    ask(request.services, asked.kind, form.answers, visitor(request), request.now)
    request.response.carry(email=form.answers["email"])
    return Done(path_for("requests.sent", kind=asked.kind), accepted(request, SENT), 202)


@router.get("requests.sent", guard=request_form, response=RequestSentPage)
def request_sent_page(request: Request, asked: RequestForm) -> Page:
    title, email = asked.page.title[request.language], request.carried.get("email")
    return Page("requests/sent.html", RequestSentPage(kind=asked.kind, title=title, email=email))
