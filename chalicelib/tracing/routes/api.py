"""For machines: carriers' systems that tell of shipments (REQUIREMENTS T3), mail programs that stop mails (T4)."""

from chalicelib.tracing.access import integration, tracing_is_on, with_key_for_events
from chalicelib.tracing.actions import follow, trace
from chalicelib.tracing.actions.take_in import take_in
from chalicelib.tracing.inputs import EventBatch, OneClick, read_events
from chalicelib.tracing.presenters import batch_taken
from chalicelib.tracing.schemas import BatchTaken
from chalicelib.web.answers import Answer, Done
from chalicelib.web.desk import Desk
from chalicelib.web.visit import Visit

desk = Desk()


@desk.post("/api/shipments/{number}/events", access=with_key_for_events, takes=EventBatch, gives=BatchTaken)
def post_events(visit: Visit, batch: EventBatch) -> Answer:
    number = trace.one_number(visit.parameters["number"])
    read = read_events(batch.events)
    taken = take_in(visit.services, integration(visit), number, read.told, visit.now)
    return Done(None, batch_taken(visit, read, taken))


@desk.post("/api/shipments/{number}/stop", access=tracing_is_on, takes=OneClick, status=204)
def post_one_click(visit: Visit, _: OneClick) -> Answer:
    """The token in the address is the proof. A second click is fine: nothing is mailed after the first."""
    number = trace.one_number(visit.parameters["number"])
    follow.stop_if_open(visit.services, number, visit.incoming.query("token"), visit.now)
    return Done(None, status=204)
