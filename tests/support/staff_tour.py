"""What staff see of a portal: every page, in every state."""

from collections.abc import Iterator

from chalicelib.app_factory import create_app
from chalicelib.portal.text import Language
from chalicelib.requests.actions.queue import waiting
from chalicelib.staff.model import StaffRole
from tests.support.entrances import is_for_staff
from tests.support.finance_tour import finance_road
from tests.support.http import Answer, Browser
from tests.support.members import member
from tests.support.routes import PAGES, address
from tests.support.staff import ANNE, BASIL, PASSWORD, invited, staff_browser, staff_member
from tests.support.world import World, link_in

MOST = 9  # requests that are looked at


def staff_road(key: str, language: Language) -> Iterator[tuple[str, Answer]]:
    """Yield what is seen by what it shows, as in tests/support/tour.py."""
    yield from _invited(key, language)
    yield from _signing_in(key, language)
    yield from _signed_in(key, language)
    yield from finance_road(key, language)


def staff_requests(world: World, language: Language) -> Iterator[tuple[str, Answer]]:
    """See the requests that wait: each is looked at, answered wrongly, and answered."""
    member(world)
    browser, queue = staff_browser(world, create_app(world), StaffRole.REVIEWER, language=language), "staff/requests"
    yield "staff: requests", browser.get(f"/{language}/{queue}")
    for request in waiting(world, MOST).requests:
        page = f"/{language}/{queue}/{request.id}"
        yield f"staff: request, {request.kind}", browser.get(page)
        yield f"staff: request, {request.kind}, wrong", browser.post(page, decision="refused")
        yield f"staff: request, {request.kind}, answered", browser.submit(page, decision="refused", reason="Non.")
        yield f"staff: request, {request.kind}, afterwards", browser.get(page)


def _invited(key: str, language: Language) -> Iterator[tuple[str, Answer]]:
    world = World(key)
    invited(world, StaffRole.REVIEWER)
    browser, here = Browser(create_app(world)), f"/{language}/staff/invitation"
    yield "staff: void invitation", browser.get(browser.get(f"{here}?token=x").location)
    link = link_in(world.mail(ANNE)).replace("/fr/", f"/{language}/")
    yield "staff: invitation", browser.get(browser.get(link).location)
    yield "staff: weak password", browser.post(here, password="weak")
    first = browser.submit(here, password=PASSWORD)
    yield "staff: first factor", first
    setup = first.body.partition('name="setup" value="')[2].partition('"')[0]
    yield "staff: wrong first code", browser.post(f"{here}/factor", setup=setup, code="000000")
    yield "staff: no passkey", browser.post(f"{here}/factor", setup=setup, passkey="{}")


def _signing_in(key: str, language: Language) -> Iterator[tuple[str, Answer]]:
    world = World(key)
    staff_member(world)
    browser, here = Browser(create_app(world)), f"/{language}/staff/sign-in"
    yield "staff: refused", browser.submit(here, email=ANNE, password="wrong")
    yield "staff: empty sign-in", browser.post(here)
    yield "staff: second step", browser.submit(here, email=ANNE, password=PASSWORD)
    for field in ("code", "recovery_code", "passkey"):
        yield f"staff: wrong {field}", browser.post(f"{here}/factor", **{field: "000000"})
    yield "staff: session ended", browser.get(f"{here}?notice=session-ended")


def _signed_in(key: str, language: Language) -> Iterator[tuple[str, Answer]]:
    world = World(key)
    app = create_app(world)
    browser = staff_browser(world, app, *StaffRole, language=language)
    invited(world, StaffRole.FINANCE, email=BASIL)
    for route in filter(is_for_staff, PAGES):
        yield f"{route.path}, signed in", browser.get(address(route, language))
    yield "staff: role missing", browser.submit(f"/{language}/staff/people", email=BASIL, language=language)
    yield "staff: nobody", browser.get(f"/{language}/staff/people/{'f' * 32}")
    yield "staff: recovery codes", browser.submit(f"/{language}/staff/recovery-codes")
    reviewer = staff_browser(world, app, StaffRole.REVIEWER, email="r@body.example", language=language)
    yield "staff: another role", reviewer.get(f"/{language}/staff/people")
