"""The archive on S3. A conditional write keeps each file to one version."""

from datetime import timedelta
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.cloud.files import Served
from chalicelib.cloud.s3 import MISSING, disposition
from chalicelib.cloud.table import Unavailable

THERE = {"PreconditionFailed", "412"}


class S3Archive:
    """`client` is botocore's, of S3; `signer` is one whose addresses browsers can reach."""

    def __init__(self, client: Any, signer: Any, bucket: str) -> None:
        self._client = client
        self._signer = signer
        self._bucket = bucket

    def has(self, key: str) -> bool:
        try:
            self._client.head_object(Bucket=self._bucket, Key=key)
        except BotoCoreError as error:
            raise Unavailable(str(error)) from error
        except ClientError as error:
            code = error.response["Error"]["Code"]
            if code in MISSING:
                return False
            raise Unavailable(code) from error
        return True

    def keep(self, key: str, content: bytes, media_type: str) -> None:
        try:
            self._client.put_object(Bucket=self._bucket, Key=key, Body=content, ContentType=media_type, IfNoneMatch="*")
        except BotoCoreError as error:
            raise Unavailable(str(error)) from error
        except ClientError as error:
            code = error.response["Error"]["Code"]
            if code not in THERE:
                raise Unavailable(code) from error

    def link(self, key: str, served: Served, lifetime: timedelta) -> str:
        wanted = {"Bucket": self._bucket, "Key": key, **disposition(served)}
        return str(self._signer.generate_presigned_url("get_object", wanted, int(lifetime.total_seconds())))
