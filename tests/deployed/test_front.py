"""The front in front of a stand-in for the local cloud: what it passes on, and what it answers itself."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from chalicelib.portal import loader
from chalicelib.web.headers import HEADERS
from infra.local.client import Client
from infra.local.exchange import HttpRequest, HttpResponse, as_json
from infra.local.front import Front
from infra.local.server import PortTaken, Server

COOKIES = ["__Host-a=1; Path=/; Secure", "__Host-b=2; Path=/; Secure"]
PREFIX = "/restapis/an-api/api/_user_request_"


def _cloud(request: HttpRequest) -> HttpResponse:
    """Tell what came in, or answer as MiniStack does where nothing is."""
    path = request.path.removeprefix(PREFIX)
    if path == "/_ministack/ses/messages":
        return as_json({"messages": {}})
    if path == "/unknown":
        return HttpResponse(403, [("Content-Type", "application/json")], b'{"message": "Missing Authentication Token"}')
    if path == "/broken":
        return HttpResponse(502, [("Content-Type", "application/json")], b'{"message": "a stack trace"}')
    if path == "/cookies":
        return HttpResponse(204, [("Set-Cookie", cookie) for cookie in COOKIES], b"")
    return as_json({**request._asdict(), "body": request.body.decode("latin-1")})


@pytest.fixture
def front(tmp_path: Path) -> Iterator[Front]:
    cloud = Server(0, _cloud)
    cloud.start()
    front = Front(0, {"freight": loader.load("freight")})
    front.open(f"http://127.0.0.1:{cloud.server_port}", {"freight": "an-api"}, tmp_path)
    yield front
    front.close()
    cloud.stop()


@pytest.fixture
def client(front: Front) -> Client:
    return Client(front.port, "freight")


def test_a_request_arrives_as_it_was_sent(client: Client) -> None:
    raw = b"\x00caf\xc3\xa9" * 1000
    seen = client.request("PUT", "/fr/a%20b/../c?q=1&q=2", raw, {"content_type": "x/y", "x_own": "é"}).json()
    assert (seen["method"], seen["target"]) == ("PUT", f"{PREFIX}/fr/a%20b/../c?q=1&q=2")
    assert seen["body"].encode("latin-1") == raw
    assert ["X-Own", "é"] in seen["headers"]


@pytest.mark.req("SEC10")
def test_what_a_client_says_of_its_address_is_dropped(front: Front) -> None:
    client = Client(front.port, "freight", "127.0.0.9")
    seen = client.get("/fr", x_forwarded_for="192.0.2.1").json()
    assert [value for name, value in seen["headers"] if name.lower() == "x-forwarded-for"] == ["127.0.0.9"]


def test_every_cookie_of_an_answer_comes_back(client: Client) -> None:
    assert client.get("/cookies").headers.getlist("Set-Cookie") == COOKIES


@pytest.mark.req("SEC33", "X1")
@pytest.mark.parametrize(("path", "status"), [("/unknown", 404), ("/broken", 502)])
def test_the_gateway_answers_by_itself_in_both_languages_and_with_the_headers(
    client: Client, path: str, status: int
) -> None:
    page, problem = client.get(path, accept="text/html"), client.get(path)
    assert page.status == problem.status == status
    assert HEADERS.items() <= dict(page.headers).items()
    assert "<h1" in page.data.decode()
    assert " / " in problem.json()["title"]
    assert "stack trace" not in problem.data.decode()


def test_a_body_that_the_gateway_would_not_take_is_refused(client: Client) -> None:
    assert client.request("POST", "/fr", b"x" * (10 * 2**20 + 1), {}).status == 413


def test_a_cloud_that_is_gone_is_a_time_out(tmp_path: Path) -> None:
    front = Front(0, {"freight": loader.load("freight")})
    front.open("http://127.0.0.1:9", {"freight": "an-api"}, tmp_path)
    assert Client(front.port, "freight").get("/fr").status == 504
    front.close()


def test_an_unknown_host_is_no_portal(front: Front) -> None:
    assert Client(front.port, "<evil>").get("/").status == 404


def test_the_list_of_portals_is_in_both_languages_and_tells_whom_one_may_be(front: Front) -> None:
    front.people["freight"] = [("camille", "a password")]
    page = Client(front.port, "freight").get("/", host=f"localhost:{front.port}").data.decode()
    assert all(words in page for words in ("Services en ligne", "Online Services", "camille", "a password"))
    assert f'href="http://freight.localhost:{front.port}/fr/"' in page


def test_a_port_that_is_taken_is_told_with_a_way_out(front: Front) -> None:
    with pytest.raises(PortTaken, match=f"PORT={front.port + 1}"):
        Front(front.port, {})


def test_the_answers_of_the_gateway_are_json_for_programs(client: Client) -> None:
    assert json.loads(client.get("/unknown").data)["status"] == 404
