"""Addresses by postal code: what Amazon Location is asked, what is made of its answers, and the local stand-in."""

from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from botocore.exceptions import EndpointConnectionError
from botocore.stub import Stubber

from chalicelib.cloud.amazon_places import CANADA, MOST, NEARBY, AmazonPlaces
from chalicelib.cloud.local_places import ADDRESSES, LocalPlaces
from chalicelib.cloud.places import FoundAddress, Places
from chalicelib.cloud.table import Unavailable

pytestmark = pytest.mark.req("F9")
CODE = "A1C 6L9"
MIDDLE = [-52.7126, 47.5615]
OF_AREA = {
    "QueryComponents": {"Country": CANADA, "PostalCode": CODE},
    "Filter": {"IncludeCountries": [CANADA], "IncludePlaceTypes": ["PostalCode"]},
    "Language": "fr",
    "IntendedUse": "Storage",
}
OF_ADDRESSES = {
    "QueryPosition": MIDDLE,
    "QueryRadius": NEARBY,
    "MaxResults": MOST,
    "Filter": {"IncludePlaceTypes": ["PointAddress", "Street"]},
    "Language": "fr",
    "IntendedUse": "Storage",
}


def item(postal_code: str = CODE, **address: Any) -> dict[str, Any]:
    """Return a result as Amazon Location gives it."""
    place = {"Locality": "Port-Clair", "Region": {"Code": "NL"}, "PostalCode": postal_code, **address}
    return {"PlaceId": "p", "PlaceType": "PointAddress", "Title": "t", "Address": place, "Position": MIDDLE}


def answer(*items: dict[str, Any]) -> dict[str, Any]:
    return {"PricingBucket": "Stored", "ResultItems": list(items)}


@pytest.fixture
def stub() -> Iterator[Stubber]:
    client = boto3.client("geo-places", aws_access_key_id="-", aws_secret_access_key="-")
    with Stubber(client) as stub:
        yield stub
        stub.assert_no_pending_responses()


def found(stub: Stubber, *items: dict[str, Any], language: str = "fr") -> list[FoundAddress]:
    """Return what is found where these addresses are around."""
    stub.add_response("geocode", answer(item()), {**OF_AREA, "Language": language})
    stub.add_response("reverse_geocode", answer(*items), {**OF_ADDRESSES, "Language": language})
    return AmazonPlaces(stub.client).find(CODE, language)


def test_addresses_with_the_postal_code_are_found_around_its_middle(stub: Stubber) -> None:
    assert found(stub, item(Street="rue de la Bourse", AddressNumber="5160")) == [
        FoundAddress("5160, rue de la Bourse", "Port-Clair", "NL", CODE)
    ]


def test_what_is_near_but_has_another_postal_code_is_left_out(stub: Stubber) -> None:
    assert [each.street for each in found(stub, item(Street="A"), item("A1C 6L8", Street="B"))] == ["A"]


def test_a_street_without_a_number_is_found_too_and_each_is_listed_once(stub: Stubber) -> None:
    assert [each.street for each in found(stub, item(Street="A"), item(Street="A"), item(Street="B"))] == ["A", "B"]


def test_where_no_street_has_the_postal_code_its_town_is_found(stub: Stubber) -> None:
    assert found(stub) == [FoundAddress("", "Port-Clair", "NL", CODE)]


def test_english_writes_no_comma_after_the_number(stub: Stubber) -> None:
    (only,) = found(stub, item(Street="Exchange Street", AddressNumber="5160"), language="en")
    assert only.street == "5160 Exchange Street"


def test_a_postal_code_that_nobody_knows_costs_one_call(stub: Stubber) -> None:
    stub.add_response("geocode", {"PricingBucket": "Stored"}, OF_AREA)
    assert AmazonPlaces(stub.client).find(CODE, "fr") == []


@pytest.mark.parametrize("code", ["ThrottlingException", "AccessDeniedException", "InternalServerException"])
def test_a_service_that_refuses_is_unavailable(stub: Stubber, code: str) -> None:
    stub.add_client_error("geocode", code)
    with pytest.raises(Unavailable, match=code):
        AmazonPlaces(stub.client).find(CODE, "fr")


class Unreachable:
    def geocode(self, **_: Any) -> None:
        raise EndpointConnectionError(endpoint_url="-")


def test_a_service_that_cannot_be_reached_is_unavailable() -> None:
    with pytest.raises(Unavailable):
        AmazonPlaces(Unreachable()).find(CODE, "fr")


# --- the local stand-in ---


def test_the_local_one_knows_several_addresses_of_one_postal_code() -> None:
    places: Places = LocalPlaces()
    assert [each.street for each in places.find(CODE, "fr")] == [
        "5160, rue de la Bourse",
        "5180, rue de la Bourse",
        "quai du Marché",
    ]


def test_the_local_one_writes_as_the_language_does() -> None:
    assert LocalPlaces().find("A1A 1A1", "en")[0].street == "1 place du Gouvernement"


def test_the_local_one_knows_no_others() -> None:
    assert LocalPlaces().find("H2Y 1C6", "fr") == []
    assert len({code for code, *_ in ADDRESSES}) >= 5
