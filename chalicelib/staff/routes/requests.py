"""Requests that wait for staff: access codes, ways back into an account (REQUIREMENTS W3)."""

from chalicelib.accounts.schemas import Changed
from chalicelib.phrase import phrase
from chalicelib.requests.actions.queue import open_request, waiting
from chalicelib.requests.actions.reply import reply
from chalicelib.requests.inputs import Answer as Wish
from chalicelib.requests.presenters import queue_shown, request_shown
from chalicelib.requests.schemas import SHOWN, RequestPage, RequestsPage
from chalicelib.staff.access import STAFF, may, staff_person
from chalicelib.staff.actions import find
from chalicelib.web.answers import Answer, Done, Page
from chalicelib.web.desk import Desk
from chalicelib.web.visit import Visit

desk = Desk(STAFF)
REQUESTS = "/{lang}/staff/requests"
REQUEST = f"{REQUESTS}/{{request}}"
ANSWERED = phrase("Your answer is on its way.")


@desk.get(REQUESTS, access=may("GET", REQUESTS), gives=RequestsPage)
def requests_page(visit: Visit) -> Page:
    return Page("staff/requests.html", queue_shown(visit, waiting(visit.services, SHOWN)))


@desk.get(REQUEST, access=may("GET", REQUEST), gives=RequestPage)
def staff_request_page(visit: Visit) -> Page:
    seen = open_request(visit.services, visit.parameters["request"], staff_person(visit).id, visit.now)
    names = find.names(visit.services, [seen.request.reply.by] if seen.request.reply else [])
    model = request_shown(visit, seen, names)
    values = {"identifier": seen.account.email} if seen.account else {}
    return Page("staff/request.html", model, values)


@desk.post(REQUEST, access=may("POST", REQUEST), takes=Wish, form=staff_request_page, gives=Changed)
def post_staff_request(visit: Visit, wish: Wish) -> Answer:
    reply(visit.services, visit.parameters["request"], wish, staff_person(visit).id, visit.now)
    return Done("/staff/requests", Changed(message=visit.words(ANSWERED)), notice=ANSWERED)
