"""How the product calls AWS: it gives up before the gateway does, and keeps its connections."""

from collections.abc import Iterator

import pytest

from chalicelib.cloud.aws import client
from chalicelib.cloud.json_client import CONNECT_TIMEOUT, READ_TIMEOUT, JsonClient
from chalicelib.cloud.retries import PAUSE, TRIES, UNANSWERED

GATEWAY = 29  # seconds


@pytest.fixture
def in_lambda(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in ("AWS_LAMBDA_FUNCTION_NAME", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "-")
    monkeypatch.setenv("AWS_REGION", "ca-central-1")
    client.cache_clear()
    yield
    client.cache_clear()


@pytest.mark.req("REL31")
def test_a_call_and_its_repeats_end_before_the_gateway_gives_up() -> None:
    table, others = client("dynamodb").meta.config, client("s3").meta.config
    pauses = sum(PAUSE * 2**tries for tries in range(TRIES - 1))
    assert (table.connect_timeout, table.read_timeout) == (CONNECT_TIMEOUT, READ_TIMEOUT)
    assert UNANSWERED * (CONNECT_TIMEOUT + READ_TIMEOUT) + pauses < GATEWAY
    assert others.retries["total_max_attempts"] * (others.connect_timeout + others.read_timeout) < GATEWAY


@pytest.mark.req("REL28")
def test_table_and_key_are_tried_again_in_one_place_and_the_rest_in_the_standard_way() -> None:
    found = {service: client(service).meta.config.retries for service in ("dynamodb", "secretsmanager", "s3")}
    assert {service: (each["mode"], each["total_max_attempts"]) for service, each in found.items()} == {
        "dynamodb": ("standard", 1),
        "secretsmanager": ("standard", 1),
        "s3": ("standard", 3),
    }


def test_a_service_has_one_client() -> None:
    assert client("dynamodb") is client("dynamodb")
    assert client("dynamodb") is not client("sesv2")


def test_requests_say_who_sends_them() -> None:
    assert client("sesv2").meta.config.user_agent == "guichet"


@pytest.mark.usefixtures("in_lambda")
def test_a_lambda_reaches_table_and_key_without_botocores_client_and_files_with_it() -> None:
    found = [isinstance(client(service), JsonClient) for service in ("dynamodb", "secretsmanager", "s3")]
    assert found == [True, True, False]
