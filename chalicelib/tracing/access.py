"""Who may trace, follow a shipment, or tell of one. Where the portal traces nothing, there are no such addresses."""

from typing import cast

from chalicelib.accounts.access import signed_in
from chalicelib.accounts.actions.sessions import Person
from chalicelib.integrations.actions import authenticate
from chalicelib.integrations.model import Integration, Scope
from chalicelib.tracing.actions.trace import Asker, policy_of
from chalicelib.web.visit import Visit


def tracing_is_on(visit: Visit) -> None:
    """Let anyone in, where shipments are traced."""
    policy_of(visit.services)


def signed_in_to_trace(visit: Visit) -> None:
    """Let in who is signed in, where shipments are traced."""
    signed_in(visit)
    tracing_is_on(visit)


def with_key_for_events(visit: Visit) -> None:
    """Let in an integration whose key allows it to tell of shipments."""
    tracing_is_on(visit)
    visit.caller = authenticate(visit.services, visit.incoming.bearer, Scope.EVENTS, visit.now)


def integration(visit: Visit) -> Integration:
    return cast("Integration", visit.caller)


def known(visit: Visit) -> Person | None:
    """Return who it is; nobody where the password has expired or none has said who: nothing opens then (S6, A7)."""
    person = cast("Person | None", visit.signed_in)
    return None if person is None or person.must_change_password or person.must_say_who else person


def asker(visit: Visit, postal_code: str | None) -> Asker:
    person = known(visit)
    return Asker(visit.incoming.address, person.account if person else None, postal_code)
