"""The portal's key, from Secrets Manager."""

from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.cloud.table import Unavailable


def read_secret(client: Any, name: str) -> bytes:
    """Return the secret; raise Unavailable where it can't be had now. `client` is botocore's, of Secrets Manager."""
    try:
        return str(client.get_secret_value(SecretId=name)["SecretString"]).encode()
    except (BotoCoreError, ClientError) as error:
        raise Unavailable(str(error)) from error
