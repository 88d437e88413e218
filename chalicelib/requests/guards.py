"""Guard of the request forms: they are open to anyone, where the portal has them."""

from typing import NamedTuple

from chalicelib.forms.page import FormPage
from chalicelib.requests.actions.ask import form_of
from chalicelib.requests.model import RequestKind
from chalicelib.web.request import Request


class RequestForm(NamedTuple):
    """A form that the portal has, and the kind of request that it makes."""

    kind: RequestKind
    page: FormPage


def request_form(request: Request) -> RequestForm:
    """Return the form that the address names; raise NotFound where the portal has none."""
    page = form_of(request.services, request.parameters["kind"])
    return RequestForm(RequestKind(request.parameters["kind"]), page)
