"""How the product calls AWS: it gives up before the gateway does, and keeps its connections."""

import pytest

from chalicelib.cloud.aws import client
from chalicelib.cloud.retries import PAUSE, TRIES, UNANSWERED

GATEWAY = 29  # seconds


@pytest.mark.req("REL31")
def test_a_call_and_its_repeats_end_before_the_gateway_gives_up() -> None:
    table, others = client("dynamodb").meta.config, client("s3").meta.config
    pauses = sum(PAUSE * 2**tries for tries in range(TRIES - 1))
    assert UNANSWERED * (table.connect_timeout + table.read_timeout) + pauses < GATEWAY
    assert others.retries["total_max_attempts"] * (others.connect_timeout + others.read_timeout) < GATEWAY


@pytest.mark.req("REL28")
def test_the_table_is_tried_again_in_one_place_and_the_rest_in_the_standard_way() -> None:
    found = {service: client(service).meta.config.retries for service in ("dynamodb", "s3")}
    assert {service: (each["mode"], each["total_max_attempts"]) for service, each in found.items()} == {
        "dynamodb": ("standard", 1),
        "s3": ("standard", 3),
    }


def test_a_service_has_one_client() -> None:
    assert client("dynamodb") is client("dynamodb")
    assert client("dynamodb") is not client("sesv2")


def test_requests_say_who_sends_them() -> None:
    assert client("sesv2").meta.config.user_agent == "guichet"
