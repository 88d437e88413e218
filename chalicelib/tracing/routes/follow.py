"""Mails at milestones: asked for by who is signed in, stopped there or by the link of any of them (REQUIREMENTS T4)."""

from chalicelib.accounts.access import person
from chalicelib.phrase import phrase
from chalicelib.tracing.access import asker, signed_in_to_trace, tracing_is_on
from chalicelib.tracing.actions import follow, trace
from chalicelib.tracing.inputs import Stop
from chalicelib.tracing.schemas import Followed, StopPage
from chalicelib.web.answers import Answer, Done, Page
from chalicelib.web.desk import Desk
from chalicelib.web.inputs import Nothing
from chalicelib.web.visit import Visit

desk = Desk()
FOLLOWED = phrase("We will email you when this shipment reaches a milestone.")
STOPPED = phrase("We will email you no more about this shipment.")


@desk.post("/{lang}/tracing/{number}/follow", access=signed_in_to_trace, takes=Nothing, gives=Followed)
def post_follow(visit: Visit, _: Nothing) -> Answer:
    mine, number = person(visit), visit.parameters["number"]
    found = trace.visible(visit.services, number, asker(visit, visit.carried.get("postal_code")), visit.now)
    follow.follow(visit.services, found.number, mine.account, visit.now, mine.member)
    return Done(f"/tracing/{found.number}", Followed(number=found.number, is_followed=True), notice=FOLLOWED)


@desk.post("/{lang}/tracing/{number}/unfollow", access=signed_in_to_trace, takes=Nothing, gives=Followed)
def post_unfollow(visit: Visit, _: Nothing) -> Answer:
    number = trace.one_number(visit.parameters["number"])
    follow.stop(visit.services, number, person(visit).id, visit.now)
    return Done(f"/tracing/{number}", Followed(number=number, is_followed=False), notice=STOPPED)


@desk.get("/{lang}/tracing/{number}/stop", access=tracing_is_on, gives=StopPage)
def stop_page(visit: Visit) -> Page:
    number = trace.one_number(visit.parameters["number"])
    is_open = follow.is_stop_link_valid(visit.services, number, visit.carried.get("token", ""), visit.now)
    return Page("tracing/stop.html", StopPage(number=number, link_is_open=is_open))


@desk.post("/{lang}/tracing/{number}/stop", access=tracing_is_on, takes=Stop, form=stop_page, gives=Followed)
def post_stop(visit: Visit, wish: Stop) -> Answer:
    number = trace.one_number(visit.parameters["number"])
    follow.stop_by_link(visit.services, number, wish.token or visit.carried.get("token", ""), visit.now)
    visit.carry(token="")
    return Done("/tracing", Followed(number=number, is_followed=False), notice=STOPPED)
