"""Mails at milestones: asked for by who is signed in, stopped there or by the link of any of them (REQUIREMENTS T4)."""

from chalicelib.accounts.actions.sessions import Person
from chalicelib.phrase import phrase
from chalicelib.portal.policies import TracingPolicy
from chalicelib.tracing.actions import follow, trace
from chalicelib.tracing.guards import asker, signed_in_to_trace, tracing_is_on
from chalicelib.tracing.inputs import Stop
from chalicelib.tracing.schemas import Followed, StopPage
from chalicelib.urls import path_for
from chalicelib.web.answers import Answer, Done, Page
from chalicelib.web.inputs import Nothing
from chalicelib.web.request import Request
from chalicelib.web.router import Router

router = Router()
FOLLOWED = phrase("We will email you when this shipment reaches a milestone.")
STOPPED = phrase("We will email you no more about this shipment.")


@router.post("following.follow", guard=signed_in_to_trace, body=Nothing, response=Followed)
def post_follow(request: Request, person: Person, _: Nothing) -> Answer:
    number = request.parameters["number"]
    found = trace.visible(request.services, number, asker(request, request.carried.get("postal_code")), request.now)
    follow.follow(request.services, found.number, person.account, request.now, person.member)
    model = Followed(number=found.number, is_followed=True)
    return Done(path_for("tracing.shipments", number=found.number), model, notice=FOLLOWED)


@router.post("following.unfollow", guard=signed_in_to_trace, body=Nothing, response=Followed)
def post_unfollow(request: Request, person: Person, _: Nothing) -> Answer:
    number = trace.one_number(request.parameters["number"])
    follow.stop(request.services, number, person.id, request.now)
    return Done(
        path_for("tracing.shipments", number=number), Followed(number=number, is_followed=False), notice=STOPPED
    )


@router.get("following.stop", guard=tracing_is_on, response=StopPage)
def stop_page(request: Request, _policy: TracingPolicy) -> Page:
    number = trace.one_number(request.parameters["number"])
    is_open = follow.is_stop_link_valid(request.services, number, request.carried.get("token", ""), request.now)
    return Page("tracing/stop.html", StopPage(number=number, link_is_open=is_open))


@router.post("following.stop", guard=tracing_is_on, body=Stop, retry_page=stop_page, response=Followed)
def post_stop(request: Request, _policy: TracingPolicy, form: Stop) -> Answer:
    number = trace.one_number(request.parameters["number"])
    follow.stop_by_link(request.services, number, form.token or request.carried.get("token", ""), request.now)
    request.response.carry(token="")
    return Done(path_for("tracing.page"), Followed(number=number, is_followed=False), notice=STOPPED)
