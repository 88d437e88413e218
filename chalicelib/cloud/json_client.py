"""Calls the services of AWS that speak JSON, without botocore's client: that would be a sixth of a cold start.

Signing, TLS, proxies, connections and errors are botocore's own. Left out is the model of the service, which botocore
reads to check and translate what is already JSON here, and to find an address that has one form almost everywhere.
"""

import json
import re
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, NamedTuple, Protocol

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSPreparedRequest, AWSRequest, AWSResponse
from botocore.exceptions import ClientError, HTTPClientError
from botocore.httpsession import URLLib3Session
from botocore.utils import get_environ_proxies

Json = dict[str, Any]

CONNECT_TIMEOUT, READ_TIMEOUT = 2, 5  # seconds that every client of ours waits
USER_AGENT = "guichet"


class JsonService(NamedTuple):
    """What is to be known of a service to call it."""

    target: str  # begins the names of its operations
    media_type: str
    variable: str  # names another address than AWS's own


SERVICES = {
    "dynamodb": JsonService("DynamoDB_20120810", "application/x-amz-json-1.0", "AWS_ENDPOINT_URL_DYNAMODB"),
    "secretsmanager": JsonService("secretsmanager", "application/x-amz-json-1.1", "AWS_ENDPOINT_URL_SECRETS_MANAGER"),
}
USUAL_REGION = re.compile(r"(af|ap|ca|eu|il|me|mx|sa|us)-[a-z]+-\d+")  # elsewhere, addresses have another form
NEEDED = {"AWS_LAMBDA_FUNCTION_NAME", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_REGION"}
UNUSUAL = {  # what only botocore understands
    "AWS_CONFIG_FILE",
    "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS",
    "AWS_PROFILE",
    "AWS_USE_DUALSTACK_ENDPOINT",
    "AWS_USE_FIPS_ENDPOINT",
}


class Credentials(NamedTuple):
    """What calls are signed with; a Lambda keeps them as long as it lives."""

    access_key: str
    secret_key: str
    token: str | None


class Connections(Protocol):
    """Sends a request; raises BotoCoreError where no answer comes."""

    def send(self, request: AWSPreparedRequest) -> AWSResponse: ...


class JsonClient:
    """Has the operations of a service as methods, as botocore's client has, and raises the same errors. It tries once.

    What the service calls a blob comes as base64.
    """

    def __init__(self, service: str, endpoint: str, signer: SigV4Auth, connections: Connections) -> None:
        self.url = endpoint.rstrip("/") + "/"
        self._service = SERVICES[service]
        self._signer = signer
        self._connections = connections

    def __getattr__(self, method: str) -> Callable[..., Json]:
        return partial(self._call, method.title().replace("_", ""))

    def _call(self, operation: str, **members: Any) -> Json:
        headers = {
            "Content-Type": self._service.media_type,
            "User-Agent": USER_AGENT,
            "X-Amz-Target": f"{self._service.target}.{operation}",
        }
        request = AWSRequest("POST", self.url, headers, json.dumps(members).encode())
        self._signer.add_auth(request)
        response = self._connections.send(request.prepare())
        answer = _read(response)
        if response.status_code >= 300:
            raise ClientError(_error(response.status_code, answer), operation)
        return answer


def _read(response: AWSResponse) -> Json:
    """Return what the service says; raise HTTPClientError where it is not the service that speaks."""
    try:
        return dict(json.loads(response.content or b"{}"))
    except ValueError as error:
        raise HTTPClientError(error=error) from error


def _error(status: int, answer: Json) -> Any:
    """Return the answer as botocore's errors have it."""
    code = str(answer.pop("__type", status)).partition(":")[0].rpartition("#")[2]
    message = answer.get("message", answer.get("Message", ""))
    return {**answer, "Error": {"Code": code, "Message": message}, "ResponseMetadata": {"HTTPStatusCode": status}}


def client_in_lambda(
    service: str,
    environment: Mapping[str, str],
    timeout: tuple[float, float] = (CONNECT_TIMEOUT, READ_TIMEOUT),
) -> JsonClient | None:
    """Return the client that a Lambda's environment describes; None where it takes botocore to understand it.

    `timeout` is in seconds: to connect, and to be answered.
    """
    if service not in SERVICES or NEEDED - environment.keys() or UNUSUAL & environment.keys():
        return None
    region = environment["AWS_REGION"]
    if not USUAL_REGION.fullmatch(region):
        return None
    credentials: Any = Credentials(
        environment["AWS_ACCESS_KEY_ID"], environment["AWS_SECRET_ACCESS_KEY"], environment.get("AWS_SESSION_TOKEN")
    )
    named = (environment.get(name) for name in (SERVICES[service].variable, "AWS_ENDPOINT_URL"))
    endpoint = next(filter(None, named), f"https://{service}.{region}.amazonaws.com")
    trusted: Any = environment.get("AWS_CA_BUNDLE", True)
    seconds: Any = timeout
    connections = URLLib3Session(trusted, get_environ_proxies(endpoint), seconds)
    return JsonClient(service, endpoint, SigV4Auth(credentials, service, region), connections)
