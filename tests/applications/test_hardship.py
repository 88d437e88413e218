"""What comes in the way of who applies: a session that ends, a table that is busy, clients that send anything."""

import json
import re
from collections.abc import Callable

import pytest
from chalice.app import Chalice

from chalicelib.forms.inputs import LARGEST_PAGE
from chalicelib.web import cookies
from tests.support.applications import as_it_is, browser, draft, example, filled, program, session
from tests.support.faults import DownTable
from tests.support.world import World

AppFactory = Callable[[World], Chalice]


def form(number: str, key: str = "danger") -> str:
    return f"/en/applications/{number}/form/{key}"


def page_with(*answers: str) -> str:
    return f'{{"seen": 1, "answers": {{{", ".join(answers)}}}}}'


# --- a session that ends ---


@pytest.mark.req("F2", "S3")
def test_what_was_kept_while_one_typed_outlives_the_session(app_for: AppFactory) -> None:
    world = example()
    begun = draft(world)
    client = browser(world, app_for(world))
    client.get(form(begun.number))
    as_script = {"content-type": "application/json", "accept": "application/json", "x-csrf-token": client.csrf_token}
    body = page_with('"danger_details": "Il mord."')
    assert client.send(f"{form(begun.number)}/answers", body, **as_script).status == 200
    client.get(form(begun.number))
    world.clock.advance(minutes=1)
    late = client.post(form(begun.number), seen="2", **{"answers.danger_details": "Il mord fort."})
    assert (late.status, "Il mord fort." in late.body) == (401, True)
    client.cookies[cookies.SESSION] = session(world)
    assert "Il mord." in client.get(form(begun.number)).body


@pytest.mark.req("F2", "S3")
def test_a_page_that_comes_after_the_sessions_end_is_held_until_it_is_sent_again(app_for: AppFactory) -> None:
    world = example()
    begun = draft(world)
    client = browser(world, app_for(world))
    client.get(form(begun.number))
    world.clock.advance(minutes=1)
    held = client.post(form(begun.number), seen="1", **{"answers.danger_details": "Il mord.", "then": "continue"})
    assert {f'action="{form(begun.number)}"', 'href="/en/sign-in"', "Il mord."} <= set(
        re.findall(r'action="[^"]*form[^"]*"|href="/en/sign-in"|Il mord\.', held.body)
    )
    client.cookies[cookies.SESSION] = session(world)
    typed = dict(re.findall(r'type="hidden" name="((?!csrf)[^"]+)" value="([^"]*)"', held.body))
    renewed = client.post(form(begun.number), **typed, **{"answers.accepts_danger": "yes"})
    assert (renewed.status, "Il mord." in renewed.body) == (403, True)  # the new session has a new token
    assert client.post(form(begun.number), **typed, **{"answers.accepts_danger": "yes"}).status == 303
    assert as_it_is(world, begun).answers["danger_details"] == "Il mord."


@pytest.mark.req("F2", "S3")
def test_who_signs_in_again_in_another_window_loses_nothing_that_stands_in_this_one(app_for: AppFactory) -> None:
    world = example()
    begun = draft(world)
    client = browser(world, app_for(world))
    client.get(form(begun.number))
    client.cookies[cookies.SESSION] = session(world)
    typed = {"answers.danger_details": "Il mord.", "answers.accepts_danger": "yes"}
    page = client.post(form(begun.number), seen="1", **typed)
    assert (page.status, "Il mord." in page.body) == (403, True)
    assert client.post(form(begun.number), seen="1", **typed).status == 303
    assert as_it_is(world, begun).answers["danger_details"] == "Il mord."


@pytest.mark.req("REL28", "F2")
def test_a_busy_table_is_said_and_nothing_is_half_done(app_for: AppFactory) -> None:
    world = example()
    begun = draft(world)
    client = program(world, app_for(world))
    table, world.table = world.table, DownTable()
    answer = client.post(form(begun.number), page_with())
    assert (answer.status, answer.headers["Retry-After"]) == (503, "5")
    world.table = table
    assert as_it_is(world, begun) == begun


# --- clients that send anything ---

HOSTILE = {
    "a fraction": page_with('"danger_details": 1.5'),
    "a whole fraction": page_with('"danger_details": 1.0'),
    "NaN": page_with('"danger_details": NaN'),
    "Infinity": page_with('"danger_details": -Infinity'),
    "too large a number": page_with(f'"danger_details": {10**400}'),
    "null": page_with('"danger_details": null'),
    "a list of lists": page_with('"danger_details": [["x"]]'),
    "a list of numbers": page_with('"danger_details": [1]'),
    "parts of parts": page_with('"danger_details": {"a": {"b": "c"}}'),
    "deep": page_with('"danger_details": ' + "[" * 5000 + "]" * 5000),
    "a name that is none": page_with('"__class__": "x"'),
    "a part that is none": page_with('"danger_details": {"$ne": "x"}'),
    "twice": page_with('"danger_details": "x"', '"danger_details": "y"'),
    "half a pair": page_with('"danger_details": "\\ud800"'),
    "too long": page_with(json.dumps("x" * 20_001).join(['"danger_details": ', ""])),
    "too large": page_with(json.dumps("x" * LARGEST_PAGE).join(['"danger_details": ', ""])),
    "another's page": page_with('"full_name": "x"'),
    "a version that is none": '{"seen": "v1", "answers": {}}',
    "a version too large": f'{{"seen": "{"9" * 5000}", "answers": {{}}}}',
    "no version": '{"answers": {}}',
    "more than is asked": '{"seen": 1, "answers": {}, "state": "approved"}',
    "no object": '{"seen": 1, "answers": ["x"]}',
    "nothing": "",
}


@pytest.mark.req("SEC15", "SEC39", "SEC63", "SEC64", "X3")
@pytest.mark.parametrize("kind", HOSTILE)
@pytest.mark.parametrize("path", ["", "/answers"])
def test_what_is_no_page_of_answers_is_a_problem_and_changes_nothing(app_for: AppFactory, kind: str, path: str) -> None:
    world = example()
    begun = draft(world)
    answer = program(world, app_for(world)).post(form(begun.number) + path, HOSTILE[kind])
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert 400 <= answer.status < 500
    assert as_it_is(world, begun) == begun


@pytest.mark.req("X3")
def test_an_answer_that_looks_like_none_is_said_once(app_for: AppFactory) -> None:
    world = example()
    begun = draft(world)
    answer = program(world, app_for(world)).post(form(begun.number), page_with('"danger_details": 1.5'))
    assert answer.json["errors"] == {"answers.danger_details": "This value can’t be used."}


@pytest.mark.req("SEC63")
@pytest.mark.parametrize(
    "sent",
    [
        "seen=1&answers.danger_details.x=a&answers.danger_details=b",
        "seen=1&answers=x",
        "seen=1&answers.=x",
        "seen=1&answers..=x",
        "seen=1&.=x",
        "seen=1&answers.danger_details=a&answers.danger_details=b",
        "seen=1&answers.danger_details=%ff",
        "seen=1&" + "&".join(f"answers.x{number}=y" for number in range(300)),
        "seen=1&answers.danger_details=" + "x" * LARGEST_PAGE,
        "seen=%D9%A1&answers.full_name=x",
    ],
)
def test_a_form_that_is_none_of_ours_changes_nothing(app_for: AppFactory, sent: str) -> None:
    world = example()
    begun = draft(world)
    client = browser(world, app_for(world))
    client.get(form(begun.number))
    answer = client.send(form(begun.number), f"csrf_token={client.csrf_token}&{sent}")
    assert 400 <= answer.status < 500
    assert as_it_is(world, begun) == begun


ODD_RAWS = ["x", True, 5, ["x"], {"x": "y"}, {"day": True}, "\x00", {"picture": "0" * 32}, [], {}, ""]


@pytest.mark.req("SEC15", "F2")
@pytest.mark.parametrize("raw", ODD_RAWS, ids=str)
def test_whatever_was_kept_no_page_of_the_file_breaks(app_for: AppFactory, raw: object) -> None:
    world = example()
    complete = filled(world)
    client = program(world, app_for(world))
    base = f"/en/applications/{complete.number}"
    for page in world.catalogue.service(complete.service).pages:  # type: ignore[union-attr]
        answers = {question.key: raw for question in page.questions}
        assert client.post(f"{base}/form/{page.key}/answers", seen=99, answers=answers).status == 200
        assert client.get(f"{base}/form/{page.key}").status == 200
    statuses = {client.get(f"{base}{path}").status for path in ("", "/check", "/documents", "/leave")}
    assert (statuses, client.post(f"{base}/check", declaration=True).status) == ({200}, 422)


@pytest.mark.req("SEC38", "SEC63")
@pytest.mark.parametrize(
    "number", ["0", "1" * 10, "1" * 3000, "12345678x", "%23", "123456789%23DOCUMENT%23x", "%00", "\u0661" * 9]
)
def test_an_address_that_can_be_no_applications_is_absent(app_for: AppFactory, number: str) -> None:
    world = example()
    assert program(world, app_for(world)).get(f"/en/applications/{number}").status == 404
