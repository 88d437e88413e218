"""The portal's key: a service that is busy is asked again, and one that stays away is *not now*."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError

from chalicelib.cloud.keyring import key_id
from chalicelib.cloud.retries import TRIES, UNANSWERED
from chalicelib.cloud.secret import HEAD_START, READ_AGAIN, LivingRing, RingKey, parse_ring, read_secret, write_ring
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


PLAIN, NEW = b"0" * 64, b"1" * 64
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
BOTH = write_ring(PLAIN, (RingKey(PLAIN, NOON - timedelta(days=9)), RingKey(NEW, NOON))).encode()


def test_one_plain_key_is_a_ring() -> None:
    assert parse_ring(PLAIN).at(NOON).ids == (key_id(PLAIN),)


@pytest.mark.req("SEC16")
def test_a_key_is_accepted_before_it_signs() -> None:
    ring, before = parse_ring(BOTH), NOON - timedelta(seconds=1)
    assert (ring.at(before).newest, ring.at(NOON).newest) == (key_id(PLAIN), key_id(NEW))
    assert set(ring.at(before).ids) == set(ring.at(NOON).ids) == {key_id(PLAIN), key_id(NEW)}


@pytest.mark.req("SEC16")
def test_a_process_that_lives_on_signs_with_the_new_key_from_the_second_on_that_others_do() -> None:
    living = LivingRing(lambda: BOTH)
    assert living.at(NOON - timedelta(seconds=1)).newest == key_id(PLAIN)
    assert living.at(NOON).newest == key_id(NEW)


@pytest.mark.req("SEC16")
def test_a_process_reads_a_key_that_was_added_before_anything_is_signed_with_it() -> None:
    texts = iter([PLAIN, BOTH])
    living = LivingRing(lambda: next(texts))
    started = NOON - HEAD_START
    assert living.at(started).ids == (key_id(PLAIN),)
    assert living.at(started + READ_AGAIN - timedelta(seconds=1)).ids == (key_id(PLAIN),)
    assert key_id(NEW) in living.at(started + READ_AGAIN).ids


@pytest.mark.req("REL31")
def test_a_ring_that_can_not_be_read_again_is_kept_as_it_was() -> None:
    answers = iter([PLAIN])

    def read() -> bytes:
        try:
            return next(answers)
        except StopIteration:
            raise Unavailable("away") from None

    living = LivingRing(read)
    assert living.at(NOON).newest == living.at(NOON + timedelta(days=1)).newest == key_id(PLAIN)
    with pytest.raises(Unavailable):
        LivingRing(read).at(NOON)
