"""Connections on which every request is noted, and answered alike: for clients of AWS."""

from typing import Any

from botocore.awsrequest import AWSPreparedRequest, AWSResponse
from botocore.compat import HTTPHeaders
from moto.core.botocore_stubber import MockRawResponse

from chalicelib.cloud.botocore_clients import ONCE
from tests.support import aws


class Recorder:
    def __init__(self, status: int = 200, body: str = "{}") -> None:
        self.requests: list[AWSPreparedRequest] = []
        self._status, self._body = status, body.encode()

    def send(self, request: AWSPreparedRequest) -> AWSResponse:
        self.requests.append(request)
        return AWSResponse(request.url, self._status, HTTPHeaders(), MockRawResponse(self._body))

    def botocore_client(self, service: str) -> Any:
        client = aws.client(service, config=ONCE)
        client.meta.events.register("before-send", lambda request, **_: self.send(request))
        return client


def text(value: Any) -> str:
    """Return a header or a body, which botocore has in either type."""
    return value.decode() if isinstance(value, bytes) else str(value)
