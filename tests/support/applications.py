"""People who apply: each function brings an application to a point from which a test goes on."""

from datetime import timedelta
from hashlib import sha256
from typing import Any

from chalice.app import Chalice

from chalicelib.accounts.actions import find as accounts
from chalicelib.accounts.actions.sessions import Person, resume, session_store
from chalicelib.accounts.model import Account, AccountState
from chalicelib.accounts.storage import add_account
from chalicelib.activities.model import PREFIX, partition
from chalicelib.applications.actions.filing import begin, submit
from chalicelib.applications.actions.find import documents_of, folder_of, get_by_number
from chalicelib.applications.actions.save import DraftEdit, save_answers, save_page
from chalicelib.applications.inputs import SaveAnswers, SavePage
from chalicelib.applications.model import Application, ApplicationState, InformationRequest
from chalicelib.applications.rules.lifecycle import moved
from chalicelib.applications.storage import put_application
from chalicelib.documents.actions.files import remove
from chalicelib.documents.actions.find import list_documents
from chalicelib.documents.model import Document
from chalicelib.forms.service import Service
from chalicelib.sessions import actions as sessions
from chalicelib.unit_of_work import UnitOfWork
from chalicelib.web import cookies
from infra.project import ROOT
from tests.support import documents
from tests.support.answers import right_answers
from tests.support.http import Browser, Program
from tests.support.people import ZOE
from tests.support.portals import catalogue_of, portal_of
from tests.support.world import World

EXAMPLES = ROOT / "tests" / "portals"
ODD = "odd-permit"  # of the portal `example`: every kind of question


# --- people ---


def example() -> World:
    """Return a counter of the portal `example`, with its services."""
    return offering(World(portal_of("example")))


def offering(world: World) -> World:
    """Let a counter of any portal offer its services: those of `example` lie with the tests."""
    world.catalogue = catalogue(world.portal.key)
    return world


def session(world: World, email: str = ZOE, audience: str | None = None) -> str:
    """Return the token of a new session of whoever has the address; a stranger gets an account first."""
    account = accounts.by_id(offering(world), id_of(email)) or _account(world, email)
    secret, work = world.ids.secret(), UnitOfWork(world, world.now)
    book, here = session_store(world), audience or world.portal.audiences[0].key
    sessions.add_session(book, work, account, sessions.new_session(book, account, secret, "Firefox", world.now, here))
    work.commit()
    return sessions.token_of(account, secret)


def person(world: World, email: str = ZOE, audience: str | None = None) -> Person:
    """Return whoever has the address, signed in now."""
    found = resume(world, session(world, email, audience), world.now)
    assert found
    return found


def program(world: World, app: Chalice, email: str = ZOE) -> Program:
    """Return the program of whoever has the address, signed in."""
    return Program(app, session=session(world, email))


def browser(world: World, app: Chalice, email: str = ZOE) -> Browser:
    """Return the browser of whoever has the address, signed in."""
    found = Browser(app)
    found.cookies[cookies.SESSION] = session(world, email)
    return found


def id_of(email: str) -> str:
    """Return the id of whoever has the address here."""
    return sha256(email.encode()).hexdigest()[:32]


catalogue = catalogue_of


def _account(world: World, email: str) -> Account:
    audiences = tuple(audience.key for audience in world.portal.audiences)
    account = Account(
        id=id_of(email),
        state=AccountState.ACTIVE,
        audiences=audiences,
        identifiers={"email": email},
        email=email,
        language="fr",
        password="-",
        password_set_at=world.now,
        created_at=world.now,
        last_active_at=world.now,
    )
    work = UnitOfWork(world, world.now)
    add_account(work, account)
    work.commit()
    return account


# --- applications ---


def draft(world: World, service: str = ODD, email: str = ZOE, audience: str | None = None) -> Application:
    """Return an application that was just begun."""
    who = person(world, email, audience)
    return begin(world, who, service_named(world, service), "fr", world.now)


def filled(world: World, service: str = ODD, email: str = ZOE, audience: str | None = None) -> Application:
    """Return a draft that lacks nothing: right answers on every page, and a clean file for every document."""
    begun = draft(world, service, email, audience)
    form = service_named(world, service)
    for asked in form.documents:
        documents.clean(world, folder=folder_of(begun), slot=asked.key)
    handed_in = list_documents(world, folder_of(begun), world.now)
    for page in form.pages:
        saved(world, begun, page.key, **right_answers(page, handed_in))
    return as_it_is(world, begun)


def submitted(world: World, service: str = ODD, email: str = ZOE, audience: str | None = None) -> Application:
    """Return an application that was filed just now."""
    complete = filled(world, service, email, audience)
    return submit(world, person(world, email, audience), complete.number, world.now)


def saved(
    world: World, application: Application, page: str, /, *, seen: int | None = None, **answers: Any
) -> DraftEdit:
    """Save a page as someone who has seen the newest version, or an older one, and return the draft in hand."""
    newest = as_it_is(world, application)
    in_hand = in_hand_of(world, newest, page)
    form = SavePage(seen=newest.version if seen is None else seen, answers=answers)
    return in_hand._replace(application=save_page(world, in_hand, form, world.now))


def in_hand_of(world: World, application: Application, page: str) -> DraftEdit:
    """Return the draft as a visitor of one of its pages has it."""
    service = service_named(world, application.service)
    found = service.page(page)
    assert found, page
    return DraftEdit(application, service, found)


def autosaved(
    world: World, application: Application, page: str, /, *, seen: int | None = None, **answers: Any
) -> DraftEdit:
    """Save some answers of a page as they stand while someone types."""
    newest = as_it_is(world, application)
    in_hand = in_hand_of(world, newest, page)
    form = SaveAnswers(seen=newest.version if seen is None else seen, answers=answers)
    return in_hand._replace(application=save_answers(world, in_hand, form, world.now))


def changed(world: World, application: Application, **fields: Any) -> Application:
    """Write an application with these fields otherwise, as staff or time would have made it."""
    work = UnitOfWork(world, world.now)
    put_application(work, as_it_is(world, application).replace(**fields))
    work.commit()
    return as_it_is(world, application)


def asked(world: World, application: Application, *texts: str) -> Application:
    """Return a file that waits for answers to these questions of staff; the ids are `1`, `2` and so on."""
    until = world.now + timedelta(days=9)
    questions = [
        InformationRequest(id=str(number), text=text, asked_at=world.now, answer_by=until)
        for number, text in enumerate(texts, 1)
    ]
    review = moved(as_it_is(world, application), ApplicationState.IN_REVIEW, "staff-1", world.now)
    waiting = moved(review, ApplicationState.WAITING, "staff-1", world.now)
    return changed(world, application, state=waiting.state, steps=waiting.steps, questions=tuple(questions))


def as_it_is(world: World, application: Application) -> Application:
    """Return it as it stands in the table."""
    found = get_by_number(world, application.number)
    assert found
    return found


def service_named(world: World, key: str) -> Service:
    found = world.catalogue.service(key)
    assert found, key
    return found


def filing(world: World, application: Application) -> Application:
    """Submit it as its owner does."""
    return submit(world, person(world), application.number, world.now)


def activities(world: World, application: Application) -> list[str]:
    """Return what the trail of its owner tells, the latest last."""
    return [item["kind"] for item in world.table.query(partition(application.account), PREFIX)]


# --- their documents ---


def in_slot(world: World, application: Application, slot: str) -> Document:
    return next(each for each in documents_of(world, application, world.now) if each.slot == slot)


def gone(world: World, document: Document) -> None:
    """Take a document away."""
    documents.committed(world, lambda work: remove(work, document.place, document.id))
