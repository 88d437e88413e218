"""Services that we call can't send us elsewhere."""

from collections.abc import Callable, Iterator

import pytest
from botocore.exceptions import ClientError, HTTPClientError

from chalicelib.cloud.json_client import client_in_lambda
from chalicelib.cloud.stripe_http import PooledClient
from infra.local.exchange import HttpRequest, HttpResponse
from infra.local.server import Server
from tests.support.lambda_environment import LAMBDA


class Sending:
    """A server that sends everyone on, and notes what is asked of it."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.server = Server(0, self.answer)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server.server_address[1]}"

    def answer(self, request: HttpRequest) -> HttpResponse:
        self.asked.append(request.path)
        return HttpResponse(307, [("Location", f"{self.address}/elsewhere")], b"{}")


@pytest.fixture
def sending() -> Iterator[Sending]:
    sending = Sending()
    sending.server.start()
    yield sending
    sending.server.stop()


def ask_stripe(address: str) -> None:
    assert PooledClient().request("post", f"{address}/v1/refunds", {}, "amount=1")[1] == 307


def ask_aws(address: str) -> None:
    client = client_in_lambda("dynamodb", {**LAMBDA, "AWS_ENDPOINT_URL": address})
    assert client
    with pytest.raises((ClientError, HTTPClientError)):
        client.get_item(TableName="t", Key={"pk": {"S": "A"}})


@pytest.mark.parametrize(("ask", "path"), [(ask_stripe, "/v1/refunds"), (ask_aws, "/")])
def test_a_redirection_is_not_followed(sending: Sending, ask: Callable[[str], None], path: str) -> None:
    ask(sending.address)
    assert sending.asked == [path]
