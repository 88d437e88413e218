"""Puts the counter together: every desk, and the headers of every answer."""

from chalicelib.accounts import routes as accounts
from chalicelib.accounts.actions.sessions import resume
from chalicelib.guidance import routes as guidance
from chalicelib.services import Services
from chalicelib.web import cookies
from chalicelib.web.desk import Counter
from chalicelib.web.endpoints import add_endpoints
from chalicelib.web.headers import with_headers
from chalicelib.web.visit import Entrance

DESKS = (guidance.desk, *accounts.DESKS)


def open_counter(services: Services) -> Counter:
    """Return the application of one portal."""
    counter = Counter(services, Entrance(cookies.SESSION, resume), DESKS)
    counter.register_middleware(with_headers, "http")
    add_endpoints(counter)
    return counter
