"""The portal's key: a service that is busy is asked again, and one that stays away is *not now*."""

from typing import Any

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError

from chalicelib.cloud.retries import TRIES, UNANSWERED
from chalicelib.cloud.secret import read_secret
from chalicelib.cloud.table import Unavailable


class Scripted:
    """Secrets Manager, which refuses as often as it has refusals."""

    def __init__(self, *refusals: Exception) -> None:
        self.calls = 0
        self._refusals = list(refusals)

    def get_secret_value(self, *, SecretId: str) -> dict[str, str]:  # noqa: N803 -- the service's name
        self.calls += 1
        if self._refusals:
            raise self._refusals.pop(0)
        return {"SecretString": f"of {SecretId}"}


def refused(code: str, status: int = 400) -> ClientError:
    answer: Any = {"Error": {"Code": code, "Message": "-"}, "ResponseMetadata": {"HTTPStatusCode": status}}
    return ClientError(answer, "GetSecretValue")


@pytest.mark.req("REL28")
@pytest.mark.parametrize(
    "refusal",
    [
        refused("ThrottlingException"),
        refused("InternalServiceError", 500),
        refused("502", 502),
        EndpointConnectionError(endpoint_url="-"),
    ],
)
def test_a_service_that_is_busy_or_away_is_asked_again(refusal: Exception) -> None:
    client, pauses = Scripted(refusal), list[float]()
    assert read_secret(client, "key", pauses.append) == b"of key"
    assert len(pauses) == 1


@pytest.mark.req("REL31")
@pytest.mark.parametrize(
    ("refusal", "calls"),
    [
        (refused("ThrottlingException"), TRIES),
        (EndpointConnectionError(endpoint_url="-"), UNANSWERED),
        (refused("ResourceNotFoundException"), 1),
    ],
)
def test_a_key_that_can_not_be_had_is_unavailable(refusal: Exception, calls: int) -> None:
    client = Scripted(*[refusal] * 9)
    with pytest.raises(Unavailable):
        read_secret(client, "key", lambda _: None)
    assert client.calls == calls
