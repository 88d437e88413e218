"""How the product calls AWS: it gives up before the gateway does, and keeps its connections."""

import pytest

from chalicelib.cloud.aws import client


@pytest.mark.req("REL31")
def test_a_call_and_its_repeats_end_before_the_gateway_gives_up() -> None:
    config = client("dynamodb").meta.config
    attempts = config.retries["total_max_attempts"]
    assert attempts * (config.connect_timeout + config.read_timeout) < 29  # seconds of API Gateway


def test_calls_are_tried_again_in_the_standard_way() -> None:
    assert client("dynamodb").meta.config.retries["mode"] == "standard"


def test_a_service_has_one_client() -> None:
    assert client("dynamodb") is client("dynamodb")
    assert client("dynamodb") is not client("sesv2")


def test_requests_say_who_sends_them() -> None:
    assert client("sesv2").meta.config.user_agent == "guichet"
