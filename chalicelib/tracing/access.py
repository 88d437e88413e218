"""Who may trace, follow a shipment, or tell of one. Where the portal traces nothing, there are no such addresses."""

from typing import cast

from chalicelib.accounts.access import signed_in
from chalicelib.accounts.actions.sessions import Person
from chalicelib.accounts.model import Account
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


def known(visit: Visit) -> Account | None:
    """Return whose account it is; nobody's where the password has expired: nothing opens then (REQUIREMENTS S6)."""
    person = cast("Person | None", visit.signed_in)
    return None if person is None or person.must_change_password else person.account


def asker(visit: Visit, postal_code: str | None) -> Asker:
    return Asker(visit.incoming.address, known(visit), postal_code)
