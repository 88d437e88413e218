"""Finding an address by its postal code: what is found, why nothing is, and that nobody is kept from typing it."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.addresses.actions import look_up
from chalicelib.addresses.errors import NotAPostalCode, NothingFound, SearchUnavailable
from chalicelib.addresses.model import Search
from chalicelib.addresses.schemas import addresses_found, chosen, inputs
from chalicelib.cloud.local_places import LocalPlaces
from chalicelib.cloud.places import FoundAddress
from chalicelib.cloud.table import Unavailable
from chalicelib.errors import ErrorKind, NotFound, RequestError, TooMany
from tests.support.http import ADDRESS
from tests.support.world import World

pytestmark = pytest.mark.req("F9")
HOME = FoundAddress("250, rue des Érables", "Port-Clair", "NL", "A1B 2C3")
Worlds = Callable[[str], World]


class NoPlaces:
    """A service that does not answer."""

    def find(self, postal_code: str, language: str) -> list[FoundAddress]:
        raise Unavailable(f"nobody knows {postal_code} in {language}")


def search(postal_code: str = "A1B 2C3", network_address: str = ADDRESS) -> Search:
    return Search("answers.home", postal_code, "fr", network_address)


def found(world: World, asked: Search) -> list[FoundAddress]:
    return look_up(world, asked, world.now)


def test_an_address_is_found_by_its_postal_code(world: Worlds) -> None:
    assert found(world("example"), search())[0] == HOME


@pytest.mark.parametrize("typed", ["A1B2C3", " a1b 2c3 ", "a1b-2c3", "A1B\u00a02C3"])
def test_a_postal_code_is_taken_as_people_type_it(world: Worlds, typed: str) -> None:
    assert HOME in found(world("example"), search(typed))


@pytest.mark.parametrize("typed", ["", "90210", "A1B 2C", "D1B 2C3", "A1O 2C3", "A\u0661B 2C3", "A1B 2C33"])
def test_what_is_no_postal_code_is_not_searched_for(world: Worlds, typed: str) -> None:
    example = world("example")
    for _ in range(4):  # nor counted
        with pytest.raises(NotAPostalCode) as refusal:
            found(example, search(typed))
    assert refusal.value.errors.keys() == {"answers.home.postal_code"}


def test_where_nothing_is_found_the_address_can_be_typed(world: Worlds) -> None:
    with pytest.raises(NothingFound) as refusal:
        found(world("example"), search("H2Y 1C6"))
    assert "type the address yourself" in refusal.value.errors["answers.home.postal_code"].text


def test_where_the_service_does_not_answer_the_address_can_be_typed_and_the_log_says_why(
    world: Worlds, caplog: pytest.LogCaptureFixture
) -> None:
    example = world("example")
    example.places = NoPlaces()
    with pytest.raises(SearchUnavailable) as refusal:
        found(example, search())
    (logged,) = caplog.records
    assert (logged.message, vars(logged)["reason"]) == (
        "address search unavailable",
        "nobody knows A1B 2C3 in fr",
    )
    assert refusal.value.kind is ErrorKind.UNAVAILABLE
    assert "Type the address yourself" in refusal.value.errors["answers.home.postal_code"].text


def test_a_portal_that_has_it_off_has_no_such_thing(world: Worlds) -> None:
    with pytest.raises(NotFound):
        found(world("social-work"), search())


def test_the_local_cloud_asks_no_service(world: Worlds) -> None:
    assert isinstance(world("example").places, LocalPlaces)


# --- what it may cost ---


def refusal_after(world: World, *searches: Search) -> RequestError | None:
    try:
        for each in searches:
            found(world, each)
    except RequestError as refusal:
        return refusal
    return None


def test_one_network_address_searches_as_often_as_the_policy_says(world: Worlds) -> None:
    example = world("example")
    assert refusal_after(example, search(), search()) is None
    assert isinstance(refusal_after(example, search()), TooMany)


def test_many_network_addresses_share_the_portals_budget(world: Worlds) -> None:
    example = world("example")
    assert refusal_after(example, *(search(network_address=f"192.0.2.{number}") for number in range(3))) is None
    assert isinstance(refusal_after(example, search(network_address="192.0.2.9")), TooMany)


def test_a_search_that_found_nothing_is_counted(world: Worlds) -> None:
    example = world("example")
    assert isinstance(refusal_after(example, search("H2Y 1C6")), NothingFound)
    assert isinstance(refusal_after(example, search(), search()), TooMany)


# --- choosing ---


def test_a_page_shows_what_was_found_and_can_be_chosen() -> None:
    shown = addresses_found("answers.home", [HOME])
    assert (shown.choices[0].street, chosen(shown.choices[0].value)) == (HOME.street, HOME)


def test_choosing_fills_in_all_but_the_unit() -> None:
    assert inputs("answers.home", HOME) == {
        "answers.home.street": "250, rue des Érables",
        "answers.home.city": "Port-Clair",
        "answers.home.province": "NL",
        "answers.home.postal_code": "A1B 2C3",
    }


@given(st.builds(FoundAddress, st.text(), st.text(), st.text(), st.text()))
def test_an_address_comes_back_as_it_was_sent(address: FoundAddress) -> None:
    assert chosen(addresses_found("answers.home", [address]).choices[0].value) == address


@pytest.mark.parametrize(
    "value", ["", "{", "null", "[]", '["a", "b", "c"]', '["a", "b", "c", 4]', '"abcd"', "[" * 9999]
)
def test_what_is_no_address_of_ours_chooses_nothing(value: str) -> None:
    assert chosen(value) is None
