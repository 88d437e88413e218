"""AWS clients, each made where it is first used."""

import os
from functools import cache
from typing import Any

from chalicelib.cloud.json_client import client_in_lambda


@cache
def client(service: str) -> Any:
    """Return the one client of the service; it keeps its connections."""
    return client_in_lambda(service, os.environ) or _botocore_client(service)


def _botocore_client(service: str) -> Any:
    from chalicelib.cloud.botocore_clients import make  # noqa: PLC0415 -- a start that needs the table alone needs none

    return make(service)
