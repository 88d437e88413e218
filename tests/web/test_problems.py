"""Refusals, to programs as RFC 9457 problems, to browsers as pages; in the language of the address."""

import re
from collections.abc import Callable

import pytest

from chalicelib.app_factory import create_app
from chalicelib.errors import (
    Busy,
    ErrorKind,
    Fault,
    Forged,
    Invalid,
    Malformed,
    NotFound,
    RequestError,
    TooLarge,
    TooMany,
    Unsupported,
)
from chalicelib.phrase import phrase
from chalicelib.portal.text import LANGUAGES, Language
from chalicelib.web.problems import MEDIA_TYPE, STATUS, problem, retry_headers
from tests.support.http import Answer, Browser, Program
from tests.support.world import World

WORLD = World("social-work")
APP = create_app(WORLD)
FRENCH_DETAIL = "Vérifiez vos réponses."
REFUSALS: list[RequestError] = [
    NotFound(),
    Busy(),
    Fault(),
    Forged(),
    Invalid({"email": phrase("Enter your email address.")}),
    Malformed(phrase("The form can’t be read.")),
    TooLarge(phrase("What was sent is too large.")),
    TooMany(61),
    Unsupported(phrase("Send a form or JSON.")),
]


def told(refusal: RequestError, language: Language) -> dict[str, object]:
    return problem(refusal, language, WORLD.portal.zone)


@pytest.mark.req("X3")
@pytest.mark.parametrize("refusal", REFUSALS, ids=lambda refusal: type(refusal).__name__)
def test_a_problem_says_what_it_is_in_either_language(refusal: RequestError) -> None:
    french, english = told(refusal, "fr"), told(refusal, "en")
    assert re.fullmatch(r"urn:guichet:problem:[a-z]+(-[a-z]+)*", str(french["type"]))
    assert (french["type"], french["status"]) == (english["type"], english["status"])
    assert french["title"] != english["title"]
    assert french["detail"] != english["detail"]


@pytest.mark.req("X3")
def test_a_type_is_the_refusals_name() -> None:
    assert told(TooMany(1), "fr")["type"] == "urn:guichet:problem:too-many"


def test_every_kind_of_refusal_has_a_status_of_its_own() -> None:
    assert STATUS.keys() == set(ErrorKind)
    assert len(set(STATUS.values())) == len(ErrorKind)


@pytest.mark.parametrize(
    ("refusal", "headers"), [(Busy(), {"Retry-After": "5"}), (TooMany(61), {"Retry-After": "61"}), (NotFound(), {})]
)
def test_who_may_come_back_is_told_when(refusal: RequestError, headers: dict[str, str]) -> None:
    assert retry_headers(refusal) == headers


@pytest.mark.req("X3")
@pytest.mark.parametrize(
    ("language", "detail", "error"),
    [
        ("fr", "Vérifiez vos réponses.", "Entrez votre adresse courriel."),
        ("en", "Check your answers.", "Enter your email address."),
    ],
)
def test_a_program_is_told_what_is_wrong_with_each_field(language: str, detail: str, error: str) -> None:
    answer = Program(APP).post(f"/{language}/identifier/forgotten")
    assert (answer.status, answer.headers["Content-Type"]) == (422, MEDIA_TYPE)
    assert answer.json["status"] == 422
    assert (answer.json["detail"], answer.json["errors"]) == (detail, {"email": error})


@pytest.mark.req("X1", "X3")
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_browser_is_shown_the_form_again_with_what_was_typed_and_the_same_words(language: Language) -> None:
    browser = Browser(APP)
    browser.get(f"/{language}/identifier/forgotten")
    page = browser.post(f"/{language}/identifier/forgotten", email="<zoe>@")
    said = Program(APP).post(f"/{language}/identifier/forgotten", email="<zoe>@").json["errors"]["email"]
    assert page.status == 422
    assert 'value="&lt;zoe&gt;@"' in page.body
    assert page.body.count(said) == 2  # in the summary, and beside the field
    assert 'href="#email"' in page.body


Ask = Callable[[Browser | Program], Answer]


@pytest.mark.req("X3")
@pytest.mark.parametrize("language", ["fr", "en", "de"])
def test_an_address_in_a_language_that_is_not_ours_is_not_found(language: str) -> None:
    answer = Program(APP).get(f"/{language}/help")
    assert answer.status == (200 if language in LANGUAGES else 404)


@pytest.mark.req("X3")
@pytest.mark.parametrize(
    ("headers", "is_json"),
    [
        ({"accept": "application/json"}, True),
        ({"accept": "application/json, text/plain, */*"}, True),
        ({"accept": "text/html, application/json;q=0.9"}, False),
        ({"accept": "*/*"}, False),
        ({"accept": "*/*", "content-type": "application/json"}, True),
        ({"content-type": "application/json; charset=utf-8"}, True),
        ({"accept": "text/html", "content-type": "application/json"}, False),
        ({}, False),
    ],
)
def test_who_asks_for_json_or_sends_it_without_asking_for_a_page_is_a_program(
    headers: dict[str, str],
    is_json: bool,  # noqa: FBT001
) -> None:
    answer = Browser(APP).get("/fr/help", **{"accept": "", **headers})
    assert answer.headers["Content-Type"].startswith("application/json") is is_json
