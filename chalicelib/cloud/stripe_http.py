"""The HTTP client of Stripe's SDK: uses the connection pool of botocore, with timeouts."""

from collections.abc import Mapping
from typing import Any

from stripe import APIConnectionError, HTTPClient
from urllib3 import PoolManager, Timeout
from urllib3.exceptions import HTTPError

PATIENCE = Timeout(connect=2, read=8)  # seconds: someone is waiting


class PooledClient(HTTPClient):
    """The SDK's own clients want another library in the package, or wait for ever."""

    name = "urllib3"

    def __init__(self) -> None:
        super().__init__()
        self._pool = PoolManager(timeout=PATIENCE, retries=False)

    def request(  # type: ignore[override]
        self, method: str, url: str, headers: Mapping[str, str], post_data: Any = None
    ) -> tuple[str, int, Mapping[str, str]]:
        try:
            answer = self._pool.request(method.upper(), url, body=post_data, headers=dict(headers))
        except HTTPError as error:
            raise APIConnectionError(type(error).__name__, should_retry=True) from error  # type: ignore[no-untyped-call]
        return answer.data.decode(), answer.status, {name.lower(): text for name, text in answer.headers.items()}
