"""What can be applied for, and beginning it (REQUIREMENTS F1, F10)."""

from chalicelib.accounts.actions.sessions import Person
from chalicelib.accounts.guards import signed_in
from chalicelib.applications.actions.begin import begin
from chalicelib.applications.presenters import service_page, service_shown
from chalicelib.applications.schemas import Begun, ServicePage, ServiceShown, ServicesPage
from chalicelib.errors import NotFound
from chalicelib.forms.service import Service
from chalicelib.urls import path_for
from chalicelib.web.answers import Answer, Done, Page
from chalicelib.web.inputs import Nothing
from chalicelib.web.request import Request
from chalicelib.web.router import PUBLIC, Router

router = Router()


def service_of_address(request: Request) -> Service:
    """Return the service that the address names; raise NotFound."""
    service = request.services.catalogue.service(request.parameters["service"])
    if service is None or service.retired:
        raise NotFound
    return service


@router.get("services.list", guard=PUBLIC, response=ServicesPage)
def services_page(request: Request) -> Page:
    found = [
        ServiceShown(**service_shown(request, service)) for service in request.services.catalogue if not service.retired
    ]
    return Page("applications/services.html", ServicesPage(services=tuple(found)))


@router.get("services.page", guard=PUBLIC, response=ServicePage)
def show_service(request: Request) -> Page:
    return Page("applications/service.html", service_page(request, service_of_address(request)))


@router.post("services.begin", guard=signed_in, body=Nothing, response=Begun)
def post_begin(request: Request, person: Person, _: Nothing) -> Answer:
    begun = begin(request.services, person, service_of_address(request), request.language, request.now)
    return Done(path_for("applications.page", number=begun.number), Begun(number=begun.number))
