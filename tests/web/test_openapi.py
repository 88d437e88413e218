"""The API's description: valid, and whole (REQUIREMENTS X3)."""

import re

import pytest
import schemathesis

from chalicelib.app_factory import create_app
from chalicelib.web.router import PUBLIC, Route
from tests.support.described import DOCUMENT, described, operation
from tests.support.http import call
from tests.support.portals import KEYS
from tests.support.routes import ROUTES, guard_name, name_of
from tests.support.world import World


@pytest.mark.req("X3")
@pytest.mark.parametrize("key", KEYS)
def test_the_description_of_every_portal_is_valid_openapi_3_1(key: str) -> None:
    document = described(key)
    assert document["openapi"] == "3.1.0"
    schemathesis.openapi.from_dict(document).validate()


@pytest.mark.req("X3")
def test_every_route_is_described_and_nothing_else() -> None:
    found = {(method, path) for path, item in DOCUMENT["paths"].items() for method in item if method != "parameters"}
    assert found == {(route.method.lower(), route.path) for route in ROUTES}


@pytest.mark.req("X3")
def test_every_operation_has_a_name_of_its_own() -> None:
    names = [operation(route.method, route.path)["operationId"] for route in ROUTES]
    assert len(set(names)) == len(ROUTES)


@pytest.mark.req("X3", "W1")
def test_what_may_be_asked_of_a_page_is_described() -> None:
    queue = operation("GET", "/{lang}/staff/queue")["parameters"]
    assert [(asked["in"], asked["name"]) for asked in queue] == [
        ("query", "service"),
        ("query", "state"),
        ("query", "who"),
        ("query", "after"),
    ]


@pytest.mark.req("X3")
@pytest.mark.parametrize(
    ("path", "required", "optional"),
    [
        ("sign-up", {"email", "password", "accept_terms"}, {"user_name"}),
        ("activate", {"email", "code"}, {"secret"}),
        ("activate/resend", {"email"}, set()),
        ("sign-in", {"identifier", "password"}, {"audience", "remember"}),
        ("password/forgotten", {"identifier"}, {"email", "audience"}),
        ("password/reset", {"password"}, {"token"}),
        ("identifier/forgotten", {"email"}, set()),
        ("account/password", {"current", "password"}, set()),
    ],
)
def test_an_action_takes_the_fields_that_clients_were_promised(
    path: str, required: set[str], optional: set[str]
) -> None:
    body = operation("POST", f"/{{lang}}/{path}")["requestBody"]["content"]["application/json"]["schema"]["$ref"]
    schema = DOCUMENT["components"]["schemas"][body.rpartition("/")[2]]
    assert set(schema["required"]) == required
    assert set(schema["properties"]) == required | optional
    assert schema["additionalProperties"] is False


@pytest.mark.req("X3", "SEC37")
def test_what_needs_a_session_says_so() -> None:
    secured = {name_of(route) for route in ROUTES if _wants(route, "session")}
    assert secured == {name_of(route) for route in ROUTES if guard_name(route).startswith(("signed_in", "own_"))}


@pytest.mark.req("X3", "T3")
def test_what_needs_a_key_says_so() -> None:
    keyed = {name_of(route) for route in ROUTES if _wants(route, "key")}
    assert keyed == {"POST /api/shipments/{number}/events"}


def _wants(route: Route, proof: str) -> bool:
    return {proof: []} in operation(route.method, route.path).get("security", [])


@pytest.mark.req("T3")
def test_an_address_for_machines_has_no_language_and_its_batch_says_what_an_event_is() -> None:
    path = DOCUMENT["paths"]["/api/shipments/{number}/events"]
    assert [parameter["name"] for parameter in path["parameters"]] == ["number"]
    events = DOCUMENT["components"]["schemas"]["EventBatch"]["properties"]["events"]
    assert (events["maxItems"], set(events["items"]["required"])) == (500, {"id", "kind", "at"})


# --- what a portal does without ---


@pytest.mark.req("X3")
@pytest.mark.parametrize(
    ("key", "path", "is_there"),
    [
        ("citizen-account", "/{lang}/sign-up", True),
        ("freight", "/{lang}/sign-up", False),
        ("freight", "/{lang}/tracing/{number}", True),
        ("social-work", "/{lang}/requests/{kind}", False),
        ("freight", "/{lang}/requests/{kind}", True),
        ("financial-licensing", "/{lang}/applications/{number}/form/{page}/address/{question}", True),
        ("psychotherapy", "/{lang}/applications/{number}/form/{page}/address/{question}", False),
    ],
)
def test_a_portal_describes_what_it_offers_and_nothing_else(key: str, path: str, is_there: bool) -> None:  # noqa: FBT001
    assert (path in described(key)["paths"]) is is_there


@pytest.mark.req("X3")
@pytest.mark.parametrize("key", KEYS)
def test_what_a_portal_does_not_describe_is_not_there(key: str) -> None:
    app, paths = create_app(World(key)), described(key)["paths"]
    left_out = [route for route in ROUTES if route.method == "GET" and route.path not in paths and is_open(route)]
    for route in left_out:
        answer = call(app, "GET", address(route.path), headers={"accept": "application/json"})
        assert answer.status == 404, route.name


@pytest.mark.req("X3")
@pytest.mark.parametrize("key", KEYS)
def test_names_of_models_are_not_those_of_modules(key: str) -> None:
    assert [name for name in described(key)["components"]["schemas"] if not name.isalnum()] == []


@pytest.mark.req("X3")
def test_a_declaration_is_made_by_true() -> None:
    assert DOCUMENT["components"]["schemas"]["Submit"]["properties"]["declaration"] == {
        "type": "boolean",
        "const": True,
        "title": "Declaration",
    }


def is_open(route: Route) -> bool:
    """Tell whether everyone may ask: of the others, strangers are told to sign in."""
    return route.guard is PUBLIC or guard_name(route) == "sign_up_is_open"


def address(path: str) -> str:
    return re.sub(r"{\w+}", "1", path.replace("{lang}", "en"))
