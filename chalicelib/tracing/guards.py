"""Guards of tracing: who may trace, follow a shipment or report its events. NotFound where tracing is off."""

from chalicelib.accounts.actions.sessions import Person
from chalicelib.accounts.guards import PEOPLE, signed_in
from chalicelib.integrations.actions import authenticate
from chalicelib.integrations.model import Integration, Scope
from chalicelib.portal.policies import TracingPolicy
from chalicelib.tracing.actions.trace import Asker, policy_of
from chalicelib.web.request import Request
from chalicelib.web.router import proven_by


def tracing_is_on(request: Request) -> TracingPolicy:
    """Let anyone in, where shipments are traced."""
    return policy_of(request.services)


@proven_by("session")
def signed_in_to_trace(request: Request) -> Person:
    """Return the signed-in person, where shipments are traced."""
    person = signed_in(request)
    tracing_is_on(request)
    return person


@proven_by("key")
def with_key_for_events(request: Request) -> Integration:
    """Return the integration whose key allows it to report events of shipments."""
    tracing_is_on(request)
    return authenticate(request.services, request.raw.bearer, Scope.EVENTS, request.now)


def known(request: Request) -> Person | None:
    """Return the signed-in person; None while their password has expired or nobody said who they are (S6, A7)."""
    person = request.session_of(PEOPLE)
    return None if person is None or person.must_change_password or person.must_say_who else person


def asker(request: Request, postal_code: str | None) -> Asker:
    person = known(request)
    return Asker(request.raw.address, person.account if person else None, postal_code)
