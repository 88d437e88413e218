"""A tour of a portal in a browser: every page, in every state that people can see it in."""

import fcntl
import os
import pickle
import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple
from xml.etree.ElementTree import Element

import html5lib

from chalicelib.app_factory import create_app
from chalicelib.cloud.table import Unavailable
from chalicelib.outbox.model import EmailState
from chalicelib.portal.text import Language
from chalicelib.staff.model import StaffRole
from infra.project import BUILD
from tests.support.codes import shared_code
from tests.support.emails import enqueued
from tests.support.emails import tell as tell_of_mail
from tests.support.entrances import is_for_staff
from tests.support.faults import DownTable
from tests.support.http import Answer, Browser
from tests.support.members import EMAIL, browser_of_member, identifier, sign_in
from tests.support.people import account_of
from tests.support.requests import filled_in
from tests.support.routes import ACTIONS, PAGES, Samples, address
from tests.support.shipments import NUMBER, OTHER, WAY, tell
from tests.support.staff import staff_browser
from tests.support.staff_tour import staff_requests, staff_road
from tests.support.world import BETTER, GOOD, World, link_in

NEW = "new@example.org"
FORM_PAGE = "/{lang}/applications/{number}/form/{page}"


class Sight(NamedTuple):
    """A page that was seen: its status, its HTML as a browser reads it, and what is wrong with that."""

    status: int
    tree: Element
    faults: list[str]


@cache
def tour(key: str, language: Language) -> dict[str, Sight]:
    """Return every page of a portal, by what it shows: a page's own path, or the state that it is in."""
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID")
    return _shared(run, key, language) if run else _made(key, language)


def _shared(run: str, key: str, language: Language) -> dict[str, Sight]:
    """Make the tour for all processes of a run, or take what another made: a file of the run keeps it for each."""
    kept = BUILD / "tours" / f"{key}-{language}"
    kept.parent.mkdir(parents=True, exist_ok=True)
    with kept.open("a+b") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        file.seek(0)
        if file.readline().decode().strip() == run:
            found: dict[str, Sight] = pickle.load(file)  # noqa: S301 -- written below, by ourselves
            return found
        made = _made(key, language)
        file.truncate(0)
        file.write(f"{run}\n".encode() + pickle.dumps(made))
        return made


def _made(key: str, language: Language) -> dict[str, Sight]:
    return {name: _seen(answer) for name, answer in walk(key, language).items() if answer.body.startswith("<")}


def walk(key: str, language: Language) -> dict[str, Answer]:
    """Go all roads; return the answers by what they show."""
    roads = (
        _strangers,
        _newcomers,
        _members,
        _unreachable,
        _applicants,
        _tracers,
        _askers,
        _sharers,
        staff_road,
        _trouble,
    )
    return {name: answer for road in roads for name, answer in road(key, language)}


def _seen(answer: Answer) -> Sight:
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    tree = parser.parse(answer.body)
    return Sight(answer.status, tree, [code for _, code, _ in parser.errors])


def _strangers(key: str, language: Language) -> Iterator[tuple[str, Answer]]:
    """See what is open to everyone, and every form sent empty."""
    browser = Browser(create_app(World(key)))
    for route in PAGES:
        yield route.path, browser.get(address(route, language))
    yield from _empty_forms(browser, language, "")
    yield "refused", browser.submit(f"/{language}/sign-in", identifier=EMAIL, password="wrong")
    yield "forged", browser.send(f"/{language}/sign-in", "csrf_token=x")
    yield "notice", browser.submit(f"/{language}/password/forgotten", identifier="10000042", email=EMAIL)
    yield "session ended", browser.get(f"/{language}/sign-in?notice=session-ended")


def _empty_forms(browser: Browser, language: Language, who: str) -> Iterator[tuple[str, Answer]]:
    """Send every form that a page shows, with nothing filled in."""
    for route in ACTIONS:
        page = next(page for page in PAGES if page.view is route.retry_page) if route.retry_page else None
        if page and f'action="{address(route, language)}"' in browser.get(address(page, language)).body:
            yield f"{route.path}{who}, empty", browser.post(address(route, language))


def _newcomers(key: str, language: Language) -> Iterator[tuple[str, Answer]]:
    """See what follows a sign-up, where there is one."""
    world = World(key)
    if not world.portal.policies.sign_up.open:
        return
    app = create_app(world)
    here, elsewhere = Browser(app), Browser(app)
    fields = {"email": NEW, "password": GOOD, "accept_terms": "yes"}
    yield "weak password", here.submit(f"/{language}/sign-up", **{**fields, "password": "weak"})
    yield "signed up", here.submit(f"/{language}/sign-up", **fields)
    yield "wrong code", here.post(f"/{language}/activate", email=NEW, code="x")
    link = link_in(world.mail(NEW))
    yield "link elsewhere", _followed(elsewhere, link)
    yield "link that is void", _followed(here, f"/{language}/activate?token=x")
    yield "link that is ready", _followed(here, link)
    yield "activated", here.get(here.post(f"/{language}/activate/link").location)
    yield "link used again", here.post(f"/{language}/activate/link")


def _followed(browser: Browser, link: str) -> Answer:
    return browser.get(browser.get(link).location)


def _members(key: str, language: Language) -> Iterator[tuple[str, Answer]]:
    """See what those with an account see."""
    world = World(key)
    app = create_app(world)
    browser = browser_of_member(world, app, language)
    sign_in(world, Browser(app), language)  # on another device too
    for route in (route for route in PAGES if not is_for_staff(route)):
        yield f"{route.path}, signed in", browser.get(address(route, language))
    yield from _empty_forms(browser, language, ", signed in")
    yield "changed", browser.submit(f"/{language}/account/password", current=GOOD, password=BETTER)
    browser.submit(f"/{language}/password/forgotten", identifier=identifier(world), email=EMAIL)
    yield "reset", _followed(browser, link_in(world.mail(EMAIL)))
    world.clock.advance(days=100)
    yield "session over", browser.get(f"/{language}/sign-in")
    yield "long after", sign_in(world, browser, language, BETTER)


def _unreachable(key: str, language: Language) -> Iterator[tuple[str, Answer]]:
    """See what those see whose mail comes back, and what staff see of them."""
    world = World(key)
    app = create_app(world)
    browser = browser_of_member(world, app, language)
    account = account_of(world, EMAIL)
    emails = [enqueued(world, EMAIL, account=account.id) for _ in EmailState]
    world.mails()
    for email, state in zip(emails, EmailState, strict=True):
        tell_of_mail(world, email, state)
    yield "unreachable", browser.get(f"/{language}/account")
    yield "/{lang}/account/mail, unreachable", browser.get(f"/{language}/account/mail")
    yield "/{lang}/account/mail/test, asked for", browser.get(browser.post(f"/{language}/account/mail/test").location)
    clerk = staff_browser(world, app, StaffRole.REVIEWER, language=language)
    yield "/{lang}/staff/mail, with someone", clerk.get(f"/{language}/staff/mail")
    yield "/{lang}/staff/queue, with someone", clerk.get(f"/{language}/staff/queue")


def _applicants(key: str, language: Language) -> Iterator[tuple[str, Answer]]:
    """See what those see who apply for what the portal offers first."""
    world = World(key)
    service = next((each for each in world.catalogue if not each.eligibility.approved_for), None)
    if service is None or service.eligibility.audiences[0] != world.portal.audiences[0].key:
        return
    browser = browser_of_member(world, create_app(world), language)
    browser.get(f"/{language}/services/{service.key}")
    draft = browser.post(f"/{language}/services/{service.key}/begin").location
    number, page = draft.rpartition("/")[2], service.pages[0].key
    here = Samples(lang=language, service=service.key, number=number, page=page)
    for route in (route for route in PAGES if "{number}" in route.path and not is_for_staff(route)):
        yield f"{route.path}, applying", browser.get(route.path.format_map(here))
    yield "a page of a form, empty", browser.submit(f"{draft}/form/{page}", seen="1")
    yield "an incomplete submission", browser.submit(f"{draft}/check", declaration="yes")
    for each in service.pages:
        yield f"{FORM_PAGE}, {each.key}", browser.get(f"{draft}/form/{each.key}")
    yield "my files", browser.get(f"/{language}/applications")
    yield "withdrawn", browser.submit(f"{draft}/leave/withdraw")


def _tracers(key: str, language: Language) -> Iterator[tuple[str, Answer]]:
    """See what those see who trace shipments of their own and of others, where there are any."""
    world = World(key)
    if world.portal.policies.tracing is None:
        return
    tell(world, WAY[:1])
    tell(world, WAY, OTHER)
    browser, page = browser_of_member(world, create_app(world), language), f"/{language}/tracing"
    yield "/{lang}/tracing/{number}, their own", browser.get(f"{page}/{NUMBER}")
    yield "/{lang}/tracing/{number}, several", browser.get(f"{page}/{NUMBER},{OTHER},999999999")
    yield "malformed numbers", browser.submit(page, numbers="12, 34")
    browser.post(f"{page}/{NUMBER}/follow")
    yield "/{lang}/tracing/{number}, followed", browser.get(f"{page}/{NUMBER}")
    tell(world, WAY[1:2])
    yield "/{lang}/tracing/{number}/stop, from a mail", _followed(browser, link_in(world.mail(EMAIL)))


def _askers(key: str, language: Language) -> Iterator[tuple[str, Answer]]:
    """See what those see who ask staff for something, and what staff see of it, where there are such forms."""
    world = World(key)
    requests = world.portal.policies.requests
    for kind in requests.kinds if requests else ():
        app = create_app(world)
        browser, page = Browser(app), f"/{language}/requests/{kind}"
        yield f"/{{lang}}/requests, {kind}", browser.get(page)
        yield f"/{{lang}}/requests, {kind}, wrong", browser.post(page, **{"answers.email": "x"})
        yield f"/{{lang}}/requests, {kind}, sent", browser.submit(page, **filled_in(world, kind))
    if requests:
        yield from staff_requests(world, language)


def _sharers(key: str, language: Language) -> Iterator[tuple[str, Answer]]:
    """See what those see who share an access code, where there is such a thing."""
    world = World(key)
    codes = world.portal.policies.access_codes
    if codes is None or codes.use == "single":
        return
    browser, code = Browser(create_app(world)), shared_code(world)
    who = browser.submit(f"/{language}/sign-in", identifier=code, password=GOOD)
    yield "/{lang}/account/who, several", who
    yield "/{lang}/account/who, nobody", browser.post(f"/{language}/account/who")
    zoe = re.findall(r'value="(\w{32})"', who.body)[-1]
    browser.post(f"/{language}/account/who", person=zoe)
    for path in ("account", "account/people", "account/password"):
        yield f"/{{lang}}/{path}, shared", browser.get(f"/{language}/{path}")
    yield "/{lang}/account, shared, wrong", browser.submit(f"/{language}/account", language=language, email="x")
    yield "/{lang}/account/people, wrong", browser.submit(f"/{language}/account/people", email="x")
    yield "/{lang}/account/people, oneself", browser.post(f"/{language}/account/people/remove", person=zoe)


def _trouble(key: str, language: Language) -> Iterator[tuple[str, Answer]]:
    """See what is shown when something is away or broken."""
    for name, trouble in (("away", Unavailable("-")), ("broken", RuntimeError())):
        world = World(key)
        browser = browser_of_member(world, create_app(world), language)
        world.table = DownTable(trouble)
        yield f"table {name}", browser.get(f"/{language}/account")
