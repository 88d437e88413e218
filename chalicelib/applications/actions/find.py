"""Finding applications: one's own by its number, all of one's own, and anyone's for staff."""

from datetime import datetime

from chalicelib.accounts.actions.sessions import Person
from chalicelib.activities.model import partition
from chalicelib.applications.model import Application
from chalicelib.applications.rules.completeness import Slot, slots
from chalicelib.applications.storage import (
    PREFIX,
    application_key,
    application_name,
    is_application,
    lookup_key,
    parse_application,
)
from chalicelib.documents.actions.find import list_documents
from chalicelib.documents.model import Document, Folder
from chalicelib.errors import NotFound
from chalicelib.forms.service import Service
from chalicelib.services import Services


def get_own(person: Person, number: str) -> Application:
    """Return the person's application, which was read with the session; raise NotFound, for another's too (SEC38)."""
    found = parse_application(person.found.get(application_name(number)))
    if found is None:
        raise NotFound
    return found


def reload(services: Services, person: Person, number: str) -> Application:
    """Return the person's application as it is now; raise NotFound."""
    found = parse_application(services.table.get(application_key(person.account.id, number)))
    if found is None:
        raise NotFound
    return found


def list_own(services: Services, person: Person) -> list[Application]:
    """Return the person's applications, the newest first."""
    items = services.table.query(partition(person.account.id), PREFIX)
    found = [application for application in map(parse_application, filter(is_application, items)) if application]
    return sorted(found, key=lambda application: application.created_at, reverse=True)


def get_by_number(services: Services, number: str) -> Application | None:
    """Return an application by its number alone: for staff, and for who proves to know more."""
    finder = services.table.get(lookup_key(number))
    return parse_application(services.table.get(application_key(finder["account"], number))) if finder else None


def service_of(services: Services, application: Application) -> Service:
    """Return the service that was applied for; raise KeyError where the portal has dropped it."""
    service = services.catalogue.service(application.service)
    if service is None:
        raise KeyError(application.service)
    return service


def documents_of(services: Services, application: Application, now: datetime) -> list[Document]:
    return list_documents(services, folder_of(application), now)


def folder_of(application: Application) -> Folder:
    """Return where the application's documents lie."""
    return Folder(application.account, application_name(application.number))


def slots_of(services: Services, application: Application, now: datetime) -> list[Slot]:
    """Return each document that the answers ask for, with what was handed in. One query."""
    return slots(service_of(services, application), application.answers, documents_of(services, application, now))
