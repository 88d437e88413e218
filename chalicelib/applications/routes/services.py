"""What can be applied for, and beginning it (REQUIREMENTS F1, F10)."""

from chalicelib.accounts.access import person, signed_in
from chalicelib.applications.actions.begin import begin
from chalicelib.applications.presenters import service_page, service_shown
from chalicelib.applications.schemas import Begun, ServicePage, ServiceShown, ServicesPage
from chalicelib.errors import NotFound
from chalicelib.portal.forms.service import Service
from chalicelib.web.answers import Answer, Done, Page
from chalicelib.web.desk import Desk, everyone
from chalicelib.web.inputs import Nothing
from chalicelib.web.visit import Visit

desk = Desk()


def service_of_address(visit: Visit) -> Service:
    """Return the service that the address names; raise NotFound."""
    service = visit.services.catalogue.service(visit.parameters["service"])
    if service is None or service.retired:
        raise NotFound
    return service


@desk.get("/{lang}/services", access=everyone, gives=ServicesPage)
def services_page(visit: Visit) -> Page:
    found = [
        ServiceShown(**service_shown(visit, service)) for service in visit.services.catalogue if not service.retired
    ]
    return Page("applications/services.html", ServicesPage(services=tuple(found)))


@desk.get("/{lang}/services/{service}", access=everyone, gives=ServicePage)
def show_service(visit: Visit) -> Page:
    return Page("applications/service.html", service_page(visit, service_of_address(visit)))


@desk.post("/{lang}/services/{service}/begin", access=signed_in, takes=Nothing, gives=Begun)
def post_begin(visit: Visit, _: Nothing) -> Answer:
    begun = begin(visit.services, person(visit), service_of_address(visit), visit.language, visit.now)
    return Done(f"/applications/{begun.number}", Begun(number=begun.number))
