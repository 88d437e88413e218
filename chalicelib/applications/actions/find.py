"""Look-ups of applications: one's own, by number, by number and email, their audit trail."""

from datetime import datetime

from chalicelib.accounts.actions import find as accounts
from chalicelib.accounts.actions.sessions import Person
from chalicelib.activities.actions import trail_about
from chalicelib.activities.model import Activity, partition
from chalicelib.applications.errors import ApplicationNotFound
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
from chalicelib.canonical import same_address
from chalicelib.cloud.keyring import Purpose
from chalicelib.documents.actions.find import list_documents
from chalicelib.documents.model import Document, Folder
from chalicelib.errors import NotFound
from chalicelib.forms.service import Service
from chalicelib.limits.actions import spend_shared
from chalicelib.limits.model import shared
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


_WHO = Purpose("look-ups")


def look_up(services: Services, number: str, email: str, address: str, now: datetime) -> Application:
    """Return the file; raise TooMany, or NotFound whichever of the two is wrong. `address` is the network's (SEC43)."""
    limits = services.portal.policies.limits
    who = services.keyring.pseudonym(_WHO, address)
    spend_shared(services, shared("look-ups", who, limits.look_ups, limits.look_ups_overall, now), now)
    digits = "".join(filter(str.isdecimal, number))
    found = get_by_number(services, digits)
    account = accounts.by_id(services, found.account if found else accounts.NOBODY)
    if found is None or account is None or found.submitted_at is None:
        raise ApplicationNotFound
    if not same_address(email, account.email):
        raise ApplicationNotFound
    return found


def trail_of(services: Services, application: Application, most: int) -> list[Activity]:
    """Return what was done last with this file, the newest first."""
    return trail_about(services, application.account, application_name(application.number), most)
