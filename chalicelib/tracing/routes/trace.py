"""Tracing by number: a page for people, JSON for programs, CSV for spreadsheets (REQUIREMENTS T1, T2)."""

from urllib.parse import unquote

from chalicelib.tracing.access import asker, known, signed_in_to_trace, tracing_is_on
from chalicelib.tracing.actions import trace
from chalicelib.tracing.actions.proofs import proof_link
from chalicelib.tracing.inputs import Trace
from chalicelib.tracing.presenters import trace_page
from chalicelib.tracing.schemas import TracePage, TracingPage
from chalicelib.tracing.shipments_csv import as_csv
from chalicelib.web.answers import Answer, Done, Download, Elsewhere, Page
from chalicelib.web.desk import Desk
from chalicelib.web.sheets import MEDIA_TYPE
from chalicelib.web.visit import Visit

desk = Desk()


@desk.get("/{lang}/tracing", access=tracing_is_on, gives=TracingPage)
def tracing_page(visit: Visit) -> Page:
    policy = trace.policy_of(visit.services)
    model = TracingPage(most_numbers=policy.most_numbers, asks_postal_code=policy.second_fact)
    wanted = visit.carried.get("next", "").removeprefix("/tracing/").partition("/")[0]
    return Page("tracing/tracing.html", model, {"numbers": wanted.replace(",", "\n")} if wanted else {})


@desk.post("/{lang}/tracing", access=tracing_is_on, takes=Trace, form=tracing_page, gives=TracePage)
def post_trace(visit: Visit, wish: Trace) -> Answer:
    """A program is given what was found; a browser goes to an address of its own, which can be kept."""
    numbers = ",".join(trace.numbers_in(visit.services, wish.numbers))
    if visit.incoming.wants_json:
        return Page("tracing/shipments.html", _traced(visit, numbers, wish.postal_code))
    visit.carry(postal_code=wish.postal_code)
    return Done(f"/tracing/{numbers}")


@desk.get("/{lang}/tracing/{number}", access=tracing_is_on, gives=TracePage)
def trace_shipments(visit: Visit) -> Page:
    """The number of a shipment, or several with commas."""
    return Page("tracing/shipments.html", _of_address(visit))


@desk.get("/{lang}/tracing/{number}/csv", access=tracing_is_on, gives=None, file=MEDIA_TYPE)
def download_csv(visit: Visit) -> Download:
    return as_csv(visit, _of_address(visit))


@desk.get("/{lang}/tracing/{number}/proof", access=signed_in_to_trace, gives=None)
def download_proof(visit: Visit) -> Elsewhere:
    found = trace.visible(visit.services, visit.parameters["number"], asker(visit, None), visit.now)
    return Elsewhere(proof_link(visit.services, found))


def _of_address(visit: Visit) -> TracePage:
    return _traced(visit, unquote(visit.parameters["number"]), visit.carried.get("postal_code"))


def _traced(visit: Visit, text: str, postal_code: str | None) -> TracePage:
    numbers = trace.numbers_in(visit.services, text)
    found = trace.trace(visit.services, numbers, asker(visit, postal_code), visit.now)
    person = known(visit)
    return trace_page(visit, found, person.id if person else None)
