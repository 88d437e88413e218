"""Addresses for machines: no language, no cookie, a key instead; whatever they send is answered as described (T3)."""

import pytest

from chalicelib.app_factory import create_app
from tests.support.described import described
from tests.support.http import call
from tests.support.shipments import EVENTS, WAY, carrier, key, shipment
from tests.support.world import World

pytestmark = pytest.mark.req("T3")
JSON = {"content-type": "application/json"}


def test_a_body_is_at_most_as_large_as_a_batch_can_be() -> None:
    world = World("freight")
    program = carrier(world, create_app(world))
    assert program.post(EVENTS, '{"events": [' + "1," * 300_000 + "1]}").status == 413


@pytest.mark.parametrize("body", ["", "[]", "{", '{"events": [NaN]}', '{"events": [], "events": []}', '{"events": 1}'])
def test_what_can_be_read_in_two_ways_is_refused(body: str) -> None:
    world = World("freight")
    assert carrier(world, create_app(world)).post(EVENTS, body).status in (400, 422)
    assert not shipment(world).is_known


@pytest.mark.req("SEC32")
def test_cookies_are_no_key() -> None:
    world = World("freight")
    app = create_app(world)
    cookie = {"cookie": f"__Host-session={key(world)}"}
    assert call(app, "POST", EVENTS, '{"events": []}', {**JSON, **cookie}).status == 401


@pytest.mark.parametrize(("accept", "title"), [("en-CA", "The key was refused"), ("fr", "La clé a été refusée")])
def test_a_problem_is_told_in_the_language_that_is_asked_for(accept: str, title: str) -> None:
    app = create_app(World("freight"))
    answer = call(app, "POST", EVENTS, "{}", {**JSON, "accept-language": accept})
    assert (answer.status, answer.json["title"]) == (401, title)


def test_where_nothing_is_traced_there_is_no_such_address() -> None:
    app = create_app(World("social-work"))
    assert call(app, "POST", EVENTS, "{}", JSON).status == 404


def test_the_answer_is_as_described() -> None:
    world = World("freight")
    answer = carrier(world, create_app(world)).post(EVENTS, events=[*WAY, {}]).json
    schema = described("freight")["components"]["schemas"]
    assert answer.keys() == schema["BatchTaken"]["properties"].keys()
    assert answer["refused"][0].keys() == schema["RefusedEvent"]["properties"].keys()
