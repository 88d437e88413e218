"""What a password must be."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.accounts.actions.new_password import password_demands
from chalicelib.accounts.rules.passwords import unmet
from chalicelib.portal.loader import load

CITIZEN = load("citizen-account")
COLLEGE = load("social-work")


def broken(password: str, portal: str = "citizen-account", *names: str) -> list[str]:
    return [phrase.text for phrase in unmet(password, password_demands(load(portal), names))]


@pytest.mark.req("A2", "SEC11")
@pytest.mark.parametrize(
    ("password", "rule"),
    [
        ("Ab1!xyz", "at least {count} character"),
        ("Abcdxyz!", "at least {count} digit"),
        ("Abcd1xyz", "at least {count} symbol"),
        ("ABCD1XY!", "at least {count} lower-case letter"),
        ("abcd1xy!", "at least {count} upper-case letter"),
    ],
)
def test_each_rule_of_the_citizen_account_is_named_when_it_alone_is_broken(password: str, rule: str) -> None:
    assert broken(password) == [rule]


@pytest.mark.req("A2", "SEC11")
@pytest.mark.parametrize(
    "password", ["Vexq-7ol", "Éxq-7olv", "Vexq-7ol" * 8, "Vexq-7ol" * 16, "Vexq-7ol" * 32, "🦫Vexq-7ol"]
)
def test_the_citizen_account_takes_what_meets_its_rules(password: str) -> None:
    assert broken(password) == []


@pytest.mark.req("SEC11")
def test_the_other_portals_ask_for_length_and_nothing_else() -> None:
    assert [broken("quilted marmots", "social-work"), broken("quilted marmot", "social-work")] == [
        [],
        ["at least {count} character"],
    ]


@pytest.mark.req("SEC11")
def test_a_password_is_never_cut_off() -> None:
    assert broken("Vexq-7ol" * 32 + "x", "citizen-account") == ["at least {count} character"]


@pytest.mark.req("A2", "SEC12")
@pytest.mark.parametrize("password", ["Zoe-1xyzw", "xx-ZOÉ-1x", "7-tremblaY-", "Tremblay!1"])
def test_no_part_of_the_user_name_whatever_its_case_and_accents(password: str) -> None:
    assert "no part of your user name" in broken(password, "citizen-account", "zoé.tremblay_2@example.org")


@pytest.mark.req("SEC12")
def test_parts_of_a_name_that_are_shorter_than_three_letters_do_not_count() -> None:
    assert broken("Vexq-7ol", "citizen-account", "ex.ol@example.org") == []


@pytest.mark.req("SEC12")
@pytest.mark.parametrize(
    "password",
    ["Password1!", "P@ssw0rd1", "Motdepasse1!", "Bonjour-2026", "Littoral2026!", "Mon-1", "1!Services", "Aa1!Aa1!Aa1!"],
)
def test_what_many_people_have_and_the_names_of_the_place_are_refused(password: str) -> None:
    assert broken(password) != []


@pytest.mark.req("SEC12")
@pytest.mark.parametrize("password", ["Littoral2026!", "Motdepasse1!", "Dragon-1"])
def test_a_well_known_word_with_digits_around_it_is_named_as_easy_to_guess(password: str) -> None:
    assert broken(password) == ["not a word or password that is easy to guess"]


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=15, max_size=256))
@pytest.mark.req("SEC11")
def test_of_a_long_password_only_names_and_common_words_are_refused(password: str) -> None:
    short = len(unicodedata.normalize("NFC", password)) < COLLEGE.policies.password.min_length
    allowed = {"not a word or password that is easy to guess"} | ({"at least {count} character"} if short else set())
    assert set(broken(password, "social-work")) <= allowed


@pytest.mark.req("SEC11")
def test_an_accented_letter_counts_as_one_however_it_was_typed() -> None:
    decomposed = unicodedata.normalize("NFD", "éééééé-quilted")
    assert broken(decomposed, "social-work") == ["at least {count} character"]
