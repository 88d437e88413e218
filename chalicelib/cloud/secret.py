"""The portal's key, from Secrets Manager."""

import time
from collections.abc import Callable
from typing import Any

from botocore.exceptions import ClientError

from chalicelib.cloud.retries import patiently
from chalicelib.cloud.table import Unavailable


def read_secret(client: Any, name: str, pause: Callable[[float], None] = time.sleep) -> bytes:
    """Return the secret; raise Unavailable where it can't be had now. `client` is one of Secrets Manager."""
    try:
        return str(patiently(lambda: client.get_secret_value(SecretId=name), pause)["SecretString"]).encode()
    except ClientError as error:
        raise Unavailable(str(error)) from error
