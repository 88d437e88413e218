"""Who may come in where: each route says so, and what is open to everyone is listed here."""

from typing import Any

import pytest

from chalicelib.app_factory import create_app
from chalicelib.urls import path_for
from tests.support.http import Browser, Program
from tests.support.routes import address, guard_name
from tests.support.world import World

# Open to everyone. A new line here is a decision: whoever adds one says so in the review.
PUBLIC = {
    "GET /{lang}",
    "GET /{lang}/accessibility",
    "GET /{lang}/activate",
    "POST /{lang}/activate",
    "POST /{lang}/activate/link",
    "GET /{lang}/activate/resend",
    "POST /{lang}/activate/resend",
    "GET /{lang}/help",
    "GET /{lang}/identifier/forgotten",
    "POST /{lang}/identifier/forgotten",
    "GET /{lang}/keep/account",
    "POST /{lang}/keep/account",
    "GET /{lang}/keep/applications/{number}",
    "POST /{lang}/keep/applications/{number}",
    "GET /{lang}/password/forgotten",
    "POST /{lang}/password/forgotten",
    "GET /{lang}/password/reset",
    "POST /{lang}/password/reset",
    "GET /{lang}/pay",
    "POST /{lang}/pay",
    "GET /{lang}/pay/confirmation",
    "GET /{lang}/privacy",
    "GET /{lang}/requests/{kind}",
    "POST /{lang}/requests/{kind}",
    "GET /{lang}/requests/{kind}/sent",
    "GET /{lang}/services",
    "GET /{lang}/services/{service}",
    "GET /{lang}/sign-in",
    "POST /{lang}/sign-in",
    "GET /{lang}/sign-up",
    "POST /{lang}/sign-up",
    "GET /{lang}/staff/invitation",
    "POST /{lang}/staff/invitation",
    "GET /{lang}/staff/invitation/factor",
    "POST /{lang}/staff/invitation/factor",
    "GET /{lang}/staff/sign-in",
    "POST /{lang}/staff/sign-in",
    "GET /{lang}/staff/sign-in/factor",
    "POST /{lang}/staff/sign-in/factor",
    "GET /{lang}/staff/sign-in/blocked",
    "POST /{lang}/staff/sign-in/blocked",
    "GET /{lang}/terms",
    "GET /{lang}/track",
    "POST /{lang}/track",
    "GET /{lang}/tracing",
    "POST /{lang}/tracing",
    "GET /{lang}/tracing/{number}",
    "GET /{lang}/tracing/{number}/csv",
    "GET /{lang}/tracing/{number}/stop",
    "POST /{lang}/tracing/{number}/stop",
    "POST /api/shipments/{number}/stop",
    "GET /{lang}/verify",
    "POST /{lang}/verify",
    "GET /{lang}/verify/{code}",
}
WITHOUT_LANGUAGE = {"/", "/assets/{name}", "/health", "/openapi.json"}  # public too, and they change nothing
WEBHOOKS = {"/webhooks/stripe"}  # what comes there proves by itself whose it is
# Names of guards.
NEEDS_A_PERSON = {
    "own_application",
    "own_draft",
    "own_invoice",
    "own_page",
    "own_receipt",
    "signed_in",
    "signed_in_at_all",
    "signed_in_by_name",
    "signed_in_to_trace",
    "signed_in_as_staff",
    "signed_in_just_now",
    "signed_in_as_staff_with_file",
}
NEEDS_A_KEY = {"with_key_for_events"}
NEEDS_NOBODY = {"public", "request_form", "sign_up_is_open", "tracing_is_on", "invoice_of_link"}

APP = create_app(World("social-work"))
ROUTES = {f"{route.method} {route.path}": route for route in APP.named_routes}
PRIVATE = {name: route for name, route in ROUTES.items() if guard_name(route) in NEEDS_A_PERSON}
KEYED = {name for name, route in ROUTES.items() if guard_name(route) in NEEDS_A_KEY}
ACTIONS = {name: route for name, route in ROUTES.items() if route.method == "POST"}


@pytest.mark.req("SEC37")
def test_every_route_has_one_of_the_known_guards() -> None:
    assert {guard_name(route) for route in ROUTES.values()} == NEEDS_A_PERSON | NEEDS_A_KEY | NEEDS_NOBODY


@pytest.mark.req("SEC37")
def test_what_is_open_to_everyone_is_on_the_list_and_nothing_else() -> None:
    assert ROUTES.keys() - PRIVATE.keys() - KEYED == PUBLIC


@pytest.mark.req("SEC37")
def test_no_address_is_registered_beside_the_routers_but_those_without_a_language() -> None:
    assert set(APP.routes) - {route.path for route in ROUTES.values()} == WITHOUT_LANGUAGE | WEBHOOKS


def test_addresses_without_a_language_only_answer_get() -> None:
    assert {method for path in WITHOUT_LANGUAGE for method in APP.routes[path]} == {"GET"}


@pytest.mark.req("SEC37")
@pytest.mark.parametrize("name", sorted(PRIVATE))
def test_a_program_that_nobody_signed_in_is_refused(name: str) -> None:
    route = PRIVATE[name]
    program = Program(APP)
    answer = program.get(address(route)) if route.method == "GET" else program.post(address(route))
    assert answer.status == 401


@pytest.mark.req("SEC37")
@pytest.mark.parametrize("name", sorted(PRIVATE))
def test_a_browser_that_nobody_signed_in_is_sent_to_the_sign_in_page(name: str) -> None:
    browser = Browser(APP)
    browser.get("/fr/sign-in")
    route = PRIVATE[name]
    answer = browser.get(address(route)) if route.method == "GET" else browser.post(address(route))
    realm = route.realm or APP.realm
    assert (answer.status, answer.location) == (303, f"/fr{path_for(realm.sign_in)}")


@pytest.mark.req("A1")
@pytest.mark.parametrize("name", sorted(n for n, r in ROUTES.items() if guard_name(r) == "sign_up_is_open"))
def test_a_portal_without_sign_up_has_no_such_address(name: str) -> None:
    program = Program(create_app(World("freight")))
    route = ROUTES[name]
    assert (program.get(address(route)) if route.method == "GET" else program.post(address(route))).status == 404


@pytest.mark.parametrize("name", sorted(n for n, r in ACTIONS.items() if r.retry_page))
def test_a_form_is_shown_again_by_the_page_that_it_stood_on(name: str) -> None:
    action = ACTIONS[name]
    page = next(route for route in ROUTES.values() if route.view is action.retry_page)
    assert page.method == "GET"
    assert f"{action.path}/".startswith(f"{page.path}/")


def test_an_action_that_takes_fields_has_a_form_to_mend_them_in() -> None:
    for_people = {name: route for name, route in ACTIONS.items() if not route.is_for_machines}
    bare = {
        name for name, route in for_people.items() if route.body and route.body.model_fields and not route.retry_page
    }
    assert bare == set()


# --- what Chalice could be told otherwise ---


@pytest.mark.req("SEC36")
def test_no_route_lets_other_sites_read_its_answers() -> None:
    entries: list[Any] = [entry for methods in APP.routes.values() for entry in methods.values()]
    assert [entry.uri_pattern for entry in entries if entry.cors is not None] == []


@pytest.mark.req("SEC58")
def test_chalice_is_not_in_debug_mode() -> None:
    assert APP.debug is False
