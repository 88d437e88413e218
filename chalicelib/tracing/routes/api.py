"""For machines: carriers' systems that tell of shipments (REQUIREMENTS T3), mail programs that stop mails (T4)."""

from chalicelib.integrations.model import Integration
from chalicelib.portal.policies import TracingPolicy
from chalicelib.tracing.actions import follow, trace
from chalicelib.tracing.actions.take_in import take_in
from chalicelib.tracing.guards import tracing_is_on, with_key_for_events
from chalicelib.tracing.inputs import EventBatch, OneClick, read_events
from chalicelib.tracing.presenters import batch_taken
from chalicelib.tracing.schemas import BatchTaken
from chalicelib.web.answers import Answer, Done
from chalicelib.web.request import Request
from chalicelib.web.router import Router

router = Router()


@router.post("tracing_api.events", guard=with_key_for_events, body=EventBatch, response=BatchTaken)
def post_events(request: Request, integration: Integration, batch: EventBatch) -> Answer:
    number = trace.one_number(request.parameters["number"])
    read = read_events(batch.events)
    taken = take_in(request.services, integration, number, read.reported, request.now)
    return Done(None, batch_taken(request, read, taken))


@router.post("tracing_api.stop", guard=tracing_is_on, body=OneClick, status=204)
def post_one_click(request: Request, _policy: TracingPolicy, _: OneClick) -> Answer:
    """The token in the address is the proof. A second click is fine: nothing is mailed after the first."""
    number = trace.one_number(request.parameters["number"])
    follow.stop_if_open(request.services, number, request.raw.query("token"), request.now)
    return Done(None, status=204)
