"""Finding applications: one's own by its number, all of one's own, and anyone's for staff."""

from datetime import datetime

from chalicelib.accounts.actions.sessions import Person
from chalicelib.activities.model import partition
from chalicelib.applications.items import (
    PREFIX,
    application_key,
    application_name,
    application_of,
    finder_key,
    is_application,
)
from chalicelib.applications.model import Application
from chalicelib.applications.rules.completeness import Slot, slots
from chalicelib.documents.actions.find import list_documents
from chalicelib.documents.model import Document, Folder
from chalicelib.forms.service import Service
from chalicelib.refusal import Absent
from chalicelib.services import Services


def mine(person: Person, number: str) -> Application:
    """Return the person's application, which was read with the session; raise Absent, for another's too (SEC38)."""
    found = application_of(person.found.get(application_name(number)))
    if found is None:
        raise Absent
    return found


def afresh(services: Services, person: Person, number: str) -> Application:
    """Return the person's application as it is now; raise Absent."""
    found = application_of(services.table.get(application_key(person.account.id, number)))
    if found is None:
        raise Absent
    return found


def all_mine(services: Services, person: Person) -> list[Application]:
    """Return the person's applications, the newest first."""
    items = services.table.query(partition(person.account.id), PREFIX)
    found = [application for application in map(application_of, filter(is_application, items)) if application]
    return sorted(found, key=lambda application: application.created_at, reverse=True)


def anyones(services: Services, number: str) -> Application | None:
    """Return an application by its number alone: for staff, and for who proves to know more."""
    finder = services.table.get(finder_key(number))
    return application_of(services.table.get(application_key(finder["account"], number))) if finder else None


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
