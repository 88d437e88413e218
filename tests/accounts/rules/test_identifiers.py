"""What people are known by, in its one form."""

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.accounts.rules.identifiers import candidates, canonical
from chalicelib.portal.model import IdentifierKind


@pytest.mark.req("SEC64", "A1")
@pytest.mark.parametrize(
    ("typed", "form"),
    [
        ("Zoe@Example.ORG", "zoe@example.org"),
        ("  zoe@example.org ", "zoe@example.org"),
        ("zoé@exemple.québec", "zoé@exemple.xn--qubec-csa"),
        ("zoe@EXEMPLE.QUÉBEC", "zoe@exemple.xn--qubec-csa"),
        ("\uff5aoe@example.org", "zoe@example.org"),
        ("a+b.c@mail.example.org", "a+b.c@mail.example.org"),
    ],
)
def test_an_address_has_one_form_however_it_is_typed(typed: str, form: str) -> None:
    assert canonical("email", typed) == form


@pytest.mark.req("SEC64")
@pytest.mark.parametrize(
    "typed",
    [
        "",
        "zoe",
        "zoe@",
        "@example.org",
        "zoe@example",
        "zoe@-example.org",
        "a b@example.org",
        "zoe@exa mple.org",
        "zoe@example..org",
        'a"b@example.org',
        "zoe@example.org\r\nBcc: x@example.org",
        "z" * 65 + "@example.org",
    ],
)
def test_what_is_no_address_has_no_form(typed: str) -> None:
    assert canonical("email", typed) is None


@pytest.mark.req("A5")
@pytest.mark.parametrize("typed", ["12345678", "1234 5678", "1234-5678", " 12345678 "])
def test_an_application_id_may_be_typed_with_spaces_and_dashes(typed: str) -> None:
    assert canonical("application_id", typed) == "12345678"


@pytest.mark.req("A1")
def test_a_user_name_or_an_address_is_told_apart_by_its_form() -> None:
    kinds: tuple[IdentifierKind, ...] = ("user_name", "email")
    assert [candidates(kinds, "Zoe.T"), candidates(kinds, "zoe@example.org")] == [
        [("user_name", "zoe.t")],
        [("email", "zoe@example.org")],
    ]


@given(st.text(max_size=80))
@pytest.mark.req("SEC64")
def test_the_form_of_a_form_is_itself(text: str) -> None:
    for kind in get_args(IdentifierKind):
        form = canonical(kind, text)
        assert form is None or canonical(kind, form) == form
