"""A client that a tool generates from the API's description works: from sign-up to the account page (X3)."""

import json
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import httpx
import pytest

from chalicelib.app_factory import create_app
from tests.support.described import DOCUMENT
from tests.support.http import call
from tests.support.people import ZOE
from tests.support.world import GOOD, World, code_in

ORIGIN = "https://counter.example"


@pytest.fixture(scope="session")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ModuleType]:
    """Return the package of a client that was generated from the description of a portal that offers everything."""
    place = tmp_path_factory.mktemp("client")
    (place / "api.json").write_text(json.dumps(DOCUMENT))
    command = [sys.executable, "-m", "openapi_python_client", "generate", "--meta", "none"]
    files = ["--path", str(place / "api.json"), "--output-path", str(place / "generated_client")]
    subprocess.run([*command, *files], capture_output=True, check=True)  # noqa: S603
    sys.path.insert(0, str(place))
    yield import_module("generated_client")
    sys.path.remove(str(place))
    for name in [each for each in sys.modules if each.partition(".")[0] == "generated_client"]:
        del sys.modules[name]


@pytest.mark.req("X3")
def test_no_operation_is_lost(client: ModuleType) -> None:
    names = [
        each["operationId"] for item in DOCUMENT["paths"].values() for key, each in item.items() if key != "parameters"
    ]
    modules = {path.stem for path in Path(str(client.__file__)).parent.glob("api/*/*.py")} - {"__init__"}
    assert modules == set(names)


@pytest.mark.req("X3", "A1", "A3", "S1")
def test_a_generated_client_signs_up_activates_and_reads_the_account(client: ModuleType) -> None:
    world = World("citizen-account")
    anyone = client.Client(base_url=ORIGIN, httpx_args={"transport": transport(world)})

    sign_up = {"email": ZOE, "password": GOOD, "accept_terms": True}
    signed_up = run(client, "post_sign_up", anyone, "SignUp", sign_up).to_dict()
    assert signed_up.keys() == {"message", "secret"}
    activate = {"email": ZOE, "code": code_in(world.mail(ZOE)), "secret": signed_up["secret"]}
    assert run(client, "post_activate", anyone, "Activate", activate).to_dict()["state"] == "active"
    session = run(client, "post_sign_in", anyone, "SignIn", {"identifier": ZOE, "password": GOOD}).session

    person = client.AuthenticatedClient(base_url=ORIGIN, token=session, httpx_args={"transport": transport(world)})
    account = run(client, "account_page", person)
    assert (type(account).__name__, account.email) == ("AccountPage", ZOE)


@pytest.mark.req("X3")
def test_a_generated_client_gets_a_problem_where_its_session_is_over(client: ModuleType) -> None:
    person = client.AuthenticatedClient(
        base_url=ORIGIN, token="over", httpx_args={"transport": transport(World("citizen-account"))}
    )
    problem = run(client, "account_page", person)
    assert (type(problem).__name__, problem.status) == ("Problem", 401)


def run(client: ModuleType, operation: str, by: Any, model: str = "", values: dict[str, Any] | None = None) -> Any:
    """Call an operation of the generated client, in English."""
    module = import_module(f"{client.__name__}.api.default.{operation}")
    body = {"body": getattr(import_module(f"{client.__name__}.models"), model).from_dict(values)} if model else {}
    return module.sync(lang="en", client=by, **body)


def transport(world: World) -> httpx.MockTransport:
    """Return what brings a client's requests to the portal, as they were made."""
    app = create_app(world)

    def answer(request: httpx.Request) -> httpx.Response:
        headers = {name: value for name, value in request.headers.items() if name != "host"}
        assert headers["accept"] == "*/*"
        found = call(app, request.method, request.url.raw_path.decode(), request.content.decode(), headers)
        return httpx.Response(found.status, headers=found.headers, text=found.body)

    return httpx.MockTransport(answer)
