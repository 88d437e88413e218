"""Tracing by number: a page for people, JSON for programs, CSV for spreadsheets (REQUIREMENTS T1, T2)."""

from urllib.parse import unquote

from chalicelib.accounts.actions.sessions import Person
from chalicelib.portal.policies import TracingPolicy
from chalicelib.tracing.actions import trace
from chalicelib.tracing.actions.proofs import proof_link
from chalicelib.tracing.guards import asker, known, signed_in_to_trace, tracing_is_on
from chalicelib.tracing.inputs import Trace
from chalicelib.tracing.presenters import trace_page
from chalicelib.tracing.schemas import TracePage, TracingPage
from chalicelib.tracing.shipments_csv import as_csv
from chalicelib.urls import path_for
from chalicelib.web.answers import Answer, Done, Download, Page, Redirect
from chalicelib.web.request import Request
from chalicelib.web.router import Router
from chalicelib.web.sheets import MEDIA_TYPE

router = Router()


@router.get("tracing.page", guard=tracing_is_on, response=TracingPage)
def tracing_page(request: Request, policy: TracingPolicy) -> Page:
    model = TracingPage(most_numbers=policy.most_numbers, asks_postal_code=policy.second_fact)
    wanted = request.carried.get("next", "").removeprefix(f"{path_for('tracing.page')}/").partition("/")[0]
    return Page("tracing/tracing.html", model, {"numbers": wanted.replace(",", "\n")} if wanted else {})


@router.post("tracing.page", guard=tracing_is_on, body=Trace, retry_page=tracing_page, response=TracePage)
def post_trace(request: Request, _policy: TracingPolicy, form: Trace) -> Answer:
    """A program is given what was found; a browser goes to an address of its own, which can be kept."""
    numbers = ",".join(trace.numbers_in(request.services, form.numbers))
    if request.raw.wants_json:
        return Page("tracing/shipments.html", _traced(request, numbers, form.postal_code))
    request.response.carry(postal_code=form.postal_code)
    return Done(path_for("tracing.shipments", number=numbers))


@router.get("tracing.shipments", guard=tracing_is_on, response=TracePage)
def trace_shipments(request: Request, _policy: TracingPolicy) -> Page:
    """The number of a shipment, or several with commas."""
    return Page("tracing/shipments.html", _of_address(request))


@router.get("tracing.csv", guard=tracing_is_on, response=None, file=MEDIA_TYPE)
def download_csv(request: Request, _policy: TracingPolicy) -> Download:
    return as_csv(request, _of_address(request))


@router.get("tracing.proof", guard=signed_in_to_trace, response=None)
def download_proof(request: Request, person: Person) -> Redirect:
    found = trace.visible(request.services, request.parameters["number"], asker(request, None), request.now)
    return Redirect(proof_link(request.services, found))


def _of_address(request: Request) -> TracePage:
    return _traced(request, unquote(request.parameters["number"]), request.carried.get("postal_code"))


def _traced(request: Request, text: str, postal_code: str | None) -> TracePage:
    numbers = trace.numbers_in(request.services, text)
    found = trace.trace(request.services, numbers, asker(request, postal_code), request.now)
    person = known(request)
    return trace_page(request, found, person.id if person else None)
