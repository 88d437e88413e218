"""Addresses by postal code, from Amazon Location."""

from collections.abc import Iterable
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.cloud.places import FoundAddress, street_line
from chalicelib.cloud.table import Unavailable

CANADA = "CAN"
FOR_KEEPS = "Storage"  # what is found goes into applications: AWS's terms ask that it be said
NEARBY = 1500  # metres around the middle of a postal code; what is found there is still asked for its code
MOST = 30  # to choose from


class AmazonPlaces:
    """`client` is botocore's, of geo-places.

    Its Autocomplete would do it in one call, but what that finds must not be stored. So: where the postal code is,
    then which addresses around there have it.
    """

    def __init__(self, client: Any) -> None:
        self._client = client

    def find(self, postal_code: str, language: str) -> list[FoundAddress]:
        try:
            area = self._area(postal_code, language)
            items = self._around(area["Position"], language) if area else []
        except BotoCoreError as error:
            raise Unavailable(str(error)) from error
        except ClientError as error:
            raise Unavailable(error.response["Error"]["Code"]) from error  # its message may repeat what was typed
        found = _with_postal_code(postal_code, items, language)
        return found or _with_postal_code(postal_code, [area] if area else [], language)

    def _area(self, postal_code: str, language: str) -> dict[str, Any] | None:
        answer = self._client.geocode(
            QueryComponents={"Country": CANADA, "PostalCode": postal_code},
            Filter={"IncludeCountries": [CANADA], "IncludePlaceTypes": ["PostalCode"]},
            Language=language,
            IntendedUse=FOR_KEEPS,
        )
        return next((item for item in answer.get("ResultItems", []) if "Position" in item), None)

    def _around(self, position: list[float], language: str) -> list[dict[str, Any]]:
        answer = self._client.reverse_geocode(
            QueryPosition=position,
            QueryRadius=NEARBY,
            MaxResults=MOST,
            Filter={"IncludePlaceTypes": ["PointAddress", "Street"]},
            Language=language,
            IntendedUse=FOR_KEEPS,
        )
        items: list[dict[str, Any]] = answer.get("ResultItems", [])
        return items


def _with_postal_code(postal_code: str, items: Iterable[dict[str, Any]], language: str) -> list[FoundAddress]:
    """Return the addresses that have this postal code, each once."""
    addresses = [item.get("Address", {}) for item in items]
    found = [_found(address, language) for address in addresses if address.get("PostalCode") == postal_code]
    return list(dict.fromkeys(found))


def _found(address: dict[str, Any], language: str) -> FoundAddress:
    return FoundAddress(
        street=street_line(address.get("AddressNumber", ""), address.get("Street", ""), language),
        city=address.get("Locality", ""),
        province=address.get("Region", {}).get("Code", ""),
        postal_code=address["PostalCode"],
    )
