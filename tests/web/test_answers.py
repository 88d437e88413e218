"""Every answer to a program has the status and the shape that the API's description gives it (REQUIREMENTS X3)."""

from collections.abc import Iterator
from typing import Any

import pytest

from chalicelib.app_factory import create_app
from chalicelib.portal.text import LANGUAGES, Language
from chalicelib.web.router import Route
from tests.support.described import is_as_described
from tests.support.entrances import program_at
from tests.support.http import Answer, Program
from tests.support.members import EMAIL
from tests.support.routes import PAGES, address, name_of
from tests.support.world import BETTER, GOOD, World, code_in, token_in


@pytest.mark.req("X3")
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("route", PAGES, ids=name_of)
def test_every_page_is_json_as_described_to_strangers_and_to_members(route: Route, language: Language) -> None:
    world = World("citizen-account")
    app = create_app(world)
    assert is_as_described(Program(app).get(address(route, language)), "GET", route.path)
    answer = program_at(route, world, app).get(address(route, language))
    assert answer.status == 200 or _follows_something(route) or _is_off(route)
    assert is_as_described(answer, "GET", route.path)


def _follows_something(route: Route) -> bool:
    """Tell whether the page is about something that there may not be, or the second step after a first."""
    return route.path.count("{") > 1 or route.path.endswith(("/factor", "/pay", "/pay/confirmation"))


def _is_off(route: Route) -> bool:
    """Tell whether this portal has no such page: it traces nothing, nobody shares, and staff check no form."""
    return route.path.startswith(
        ("/{lang}/tracing", "/{lang}/requests", "/{lang}/account/who", "/{lang}/account/people")
    )


@pytest.fixture(scope="session")
def life() -> dict[str, list[Answer]]:
    """The answers to someone who does everything, well and badly, by address."""
    answers: dict[str, list[Answer]] = {}
    for path, answer in _live():
        answers.setdefault(path, []).append(answer)
    return answers


def _live() -> Iterator[tuple[str, Answer]]:
    world = World("citizen-account")
    program = Program(create_app(world))

    def post(path: str, **fields: Any) -> tuple[str, Answer]:
        return path, program.post(f"/en/{path}", **fields)

    yield post("sign-up", email=EMAIL, password=GOOD, accept_terms=True)
    yield post("sign-up", email=EMAIL, password="short", accept_terms=False)
    yield post("activate", email=EMAIL, code="none")
    yield post("activate", email=EMAIL, code=code_in(world.mail(EMAIL)))
    yield post("activate/resend", email=EMAIL)
    yield post("activate/link")
    yield post("sign-in", identifier=EMAIL, password="wrong")
    yield post("password/forgotten", identifier=EMAIL)
    token = token_in(world.mail(EMAIL))
    yield post("password/reset", token="none", password=BETTER)
    yield post("password/reset", token=token, password=BETTER)
    yield post("identifier/forgotten", email=EMAIL)
    yield post("account", language="en")
    yield post("sign-in", identifier=EMAIL, password=BETTER)
    yield post("account", language="en")
    yield post("account/password", current="wrong", password=GOOD)
    yield post("account/password", current=BETTER, password=f"{GOOD}!")
    yield post("account/sessions")
    yield post("account/sessions/stay")
    yield post("sign-out")


@pytest.mark.req("X3")
@pytest.mark.parametrize(
    ("path", "statuses"),
    [
        ("sign-up", [202, 422]),
        ("activate", [422, 200]),
        ("activate/resend", [202]),
        ("activate/link", [422]),
        ("sign-in", [401, 200]),
        ("password/forgotten", [202]),
        ("password/reset", [422, 200]),
        ("identifier/forgotten", [202]),
        ("account", [401, 200]),
        ("account/password", [422, 200]),
        ("account/sessions", [200]),
        ("account/sessions/stay", [200]),
        ("sign-out", [204]),
    ],
)
def test_every_action_answers_as_described(life: dict[str, list[Answer]], path: str, statuses: list[int]) -> None:
    assert [answer.status for answer in life[path]] == statuses
    assert all(is_as_described(answer, "POST", f"/{{lang}}/{path}") for answer in life[path])
