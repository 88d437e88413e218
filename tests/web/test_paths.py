"""Whatever a path holds, no header of an answer holds more than a header may (SEC63)."""

from urllib.parse import quote

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from chalicelib.app_factory import create_app
from chalicelib.urls import path_for
from tests.support.http import Browser, call
from tests.support.members import EMAIL, member
from tests.support.world import GOOD, World

pytestmark = pytest.mark.req("SEC63", "SEC35")
WORLD = World("social-work")
APP = create_app(WORLD)
PARTS = st.text(st.characters(exclude_characters="{}/"), min_size=1, max_size=40)
SPLIT = "1\r\nSet-Cookie: theirs=1"


@settings(max_examples=60, deadline=None, derandomize=True)
@given(PARTS)
@example(SPLIT)
@example("é\u2028%0d%0a")
def test_a_part_of_a_path_is_quoted_wherever_an_address_is_made_of_it(part: str) -> None:
    for name in ("applications.page", "finance_payments.judge"):
        path = path_for(name, number=part, payment=part)
        assert path.isascii()
        assert path.isprintable()
        assert not set(path) & set(' "<>\\')


@settings(max_examples=30, deadline=None, derandomize=True)
@given(PARTS)
@example(SPLIT)
def test_no_answer_has_a_header_that_a_path_breaks(part: str) -> None:
    coded = quote(part, safe="")
    for path in (f"/fr/applications/{coded}", f"/en/staff/invoices/{coded}", f"/fr/staff/people/{coded}?token=a"):
        answer = call(APP, "GET", path, headers={"accept": "text/html"})
        assert all(text.isascii() and text.isprintable() for text in (*answer.headers.values(), *answer.cookies))


def test_who_signs_in_first_is_sent_back_to_the_quoted_path() -> None:
    world = World("citizen-account")
    member(world)
    browser = Browser(create_app(world))
    browser.get(f"/fr/applications/{quote(SPLIT)}")
    browser.get("/fr/sign-in")
    answer = browser.post("/fr/sign-in", identifier=EMAIL, password=GOOD)
    assert answer.location == "/fr/applications/1%0D%0ASet-Cookie%3A%20theirs%3D1"
