"""The client of services that speak JSON, as a Lambda's environment describes it, on a network."""

import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import EndpointConnectionError, ReadTimeoutError, SSLError
from botocore.regions import EndpointResolver
from botocore.session import get_session

from chalicelib.cloud.json_client import SERVICES, UNUSUAL, JsonClient, client_in_lambda
from infra.bench.tls import Secured, secured
from infra.local.exchange import HttpRequest, HttpResponse
from infra.local.server import Server
from tests.support.lambda_environment import LAMBDA
from tests.support.recorder import Recorder, text

KEY = {"pk": {"S": "A"}, "sk": {"S": "B"}}


def asked(endpoint: str, **environment: str) -> dict[str, Any]:
    client = client_in_lambda("dynamodb", {**LAMBDA, "AWS_ENDPOINT_URL": endpoint, **environment}, (1, 0.05))
    assert client
    return client.get_item(TableName="t", Key=KEY)


@pytest.mark.req("REL31")
def test_a_server_that_is_silent_gone_or_hangs_up_is_told_as_botocore_tells_it() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        endpoint = f"http://127.0.0.1:{listener.getsockname()[1]}"
        with pytest.raises(ReadTimeoutError):
            asked(endpoint)
    with pytest.raises(EndpointConnectionError):
        asked(endpoint)


# --- over a network ---


def _answer(request: HttpRequest) -> HttpResponse:
    return HttpResponse(200, [("Content-Type", "application/x-amz-json-1.0")], b'{"Item": {"pk": {"S": "A"}}}')


@pytest.fixture
def server() -> Iterator[str]:
    server = Server(0, _answer)
    server.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.stop()


@pytest.fixture
def tls(server: str, tmp_path: Path) -> Iterator[Secured]:
    with secured(server, tmp_path) as tls:
        yield tls


@pytest.mark.req("SEC47")
def test_only_a_server_whose_certificate_is_trusted_is_spoken_to(tls: Secured) -> None:
    assert asked(tls.endpoint, AWS_CA_BUNDLE=str(tls.certificate)) == {"Item": {"pk": {"S": "A"}}}
    with pytest.raises(SSLError):
        asked(tls.endpoint)


def test_a_proxy_of_the_environment_is_gone_through(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", server)
    assert asked("http://dynamodb.example.test") == {"Item": {"pk": {"S": "A"}}}


# --- where and as whom ---


@pytest.mark.parametrize("service", SERVICES)
def test_the_service_is_where_botocore_says_it_is_in_all_regions_but_those_of_few(service: str) -> None:
    """Those of few have partitions of their own: China, the government's, Europe's sovereign cloud."""
    resolver = EndpointResolver(get_session().get_component("data_loader").load_data("endpoints"))
    for partition in resolver.get_available_partitions():
        for region in resolver.get_available_endpoints("dynamodb", partition):
            client = client_in_lambda(service, LAMBDA | {"AWS_REGION": region})
            address = resolver.construct_endpoint(service, region)
            assert (client and client.url) == (
                address and f"https://{address['hostname']}/" if partition == "aws" else None
            )


def test_an_address_of_the_environment_comes_first_and_the_services_own_before_that_of_all() -> None:
    of_all = LAMBDA | {"AWS_ENDPOINT_URL": "http://localhost:4566"}
    found = [
        client_in_lambda(service, of_all | {SERVICES["dynamodb"].variable: "http://t.example.test"})
        for service in SERVICES
    ]
    assert [client and client.url for client in found] == ["http://t.example.test/", "http://localhost:4566/"]


@pytest.mark.req("SEC60")
def test_a_call_is_signed_with_what_the_lambda_was_given() -> None:
    client = client_in_lambda("secretsmanager", LAMBDA)
    assert client
    recorder = Recorder()
    JsonClient("secretsmanager", client.url, client._signer, recorder).get_secret_value(SecretId="key")
    headers = recorder.requests[0].headers
    assert text(headers["X-Amz-Security-Token"]) == "token"
    scheme, _, rest = text(headers["Authorization"]).partition(" Credential=AKIDEXAMPLE/")
    assert scheme == "AWS4-HMAC-SHA256"
    assert rest.split(", ")[0].partition("/")[2] == "ca-central-1/secretsmanager/aws4_request"
    assert "x-amz-security-token;x-amz-target" in rest


@pytest.mark.parametrize("missing", ["AWS_LAMBDA_FUNCTION_NAME", "AWS_ACCESS_KEY_ID", "AWS_REGION"])
def test_where_something_is_missing_botocore_has_to_look_for_it(missing: str) -> None:
    assert client_in_lambda("dynamodb", {name: value for name, value in LAMBDA.items() if name != missing}) is None


@pytest.mark.parametrize("variable", sorted(UNUSUAL))
def test_what_only_botocore_understands_is_left_to_it(variable: str) -> None:
    assert client_in_lambda("dynamodb", LAMBDA | {variable: "true"}) is None


def test_services_that_do_not_speak_json_are_left_to_botocore() -> None:
    assert client_in_lambda("s3", LAMBDA) is None
