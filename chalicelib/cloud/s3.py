"""Files on S3."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from email.header import decode_header, make_header
from typing import Any, TypeVar
from urllib.parse import quote

from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.cloud.files import PostForm, Served, Stored
from chalicelib.cloud.table import Unavailable

ENCRYPTION = "aws:kms"  # the bucket's own, which a sender can't choose otherwise
SENT_AS = "application/octet-stream"  # whatever it is: no browser shows it, and its bytes say its type
NAME = "name"  # of the metadata that holds what the sender called the file
SCANNED = "GuardDutyMalwareScanStatus"  # the tag that GuardDuty writes
MISSING = {"404", "NoSuchKey", "NoSuchVersion"}
T = TypeVar("T")


class S3Files:
    """`client` is botocore's, of S3; `signer` is one whose addresses browsers can reach."""

    def __init__(self, client: Any, signer: Any, bucket: str) -> None:
        self._client = client
        self._signer = signer
        self._bucket = bucket

    def form(self, key: str, largest: int, lifetime: timedelta, back: str | None) -> PostForm:
        exact = {
            "Content-Type": SENT_AS,
            "x-amz-server-side-encryption": ENCRYPTION,
            **({"success_action_redirect": back} if back else {"success_action_status": "204"}),
        }
        signed = self._signer.generate_presigned_post(
            Bucket=self._bucket,
            Key=key,
            Fields={**exact, f"x-amz-meta-{NAME}": "${filename}"},  # S3 fills it in
            Conditions=[
                *({name: value} for name, value in exact.items()),
                ["starts-with", f"$x-amz-meta-{NAME}", ""],
                ["content-length-range", 1, largest],
            ],
            ExpiresIn=int(lifetime.total_seconds()),
        )
        return PostForm(signed["url"], signed["fields"])

    def find(self, key: str) -> Stored | None:
        try:
            found = self._call(self._client.head_object, Key=key)
        except Missing:
            return None
        return Stored(found["VersionId"], found["ETag"], found["ContentLength"], _name(found["Metadata"]))

    def read(self, key: str, version: str) -> bytes:
        found = self._call(self._client.get_object, Key=key, VersionId=version)
        with _reaching():
            return bytes(found["Body"].read())

    def write(self, key: str, content: bytes, media_type: str) -> None:
        self._call(self._client.put_object, Key=key, Body=content, ContentType=media_type)

    def verdict(self, key: str, version: str) -> str | None:
        found = self._call(self._client.get_object_tagging, Key=key, VersionId=version)
        return next((tag["Value"] for tag in found["TagSet"] if tag["Key"] == SCANNED), None)

    def keep(self, key: str, version: str, to: str, media_type: str) -> str:
        copied = self._call(
            self._client.copy_object,
            Key=to,
            CopySource={"Bucket": self._bucket, "Key": key, "VersionId": version},
            ContentType=media_type,
            MetadataDirective="REPLACE",
            TaggingDirective="REPLACE",
        )
        return str(copied["VersionId"])

    def link(self, key: str, version: str, served: Served, lifetime: timedelta) -> str:
        wanted = {
            "Bucket": self._bucket,
            "Key": key,
            "VersionId": version,
            **disposition(served),
        }
        return str(self._signer.generate_presigned_url("get_object", wanted, int(lifetime.total_seconds())))

    def delete(self, key: str) -> None:
        self.delete_below(key)

    def delete_below(self, prefix: str) -> None:
        is_more = True
        while is_more:  # what is deleted is not listed again
            found = self._call(self._client.list_object_versions, Prefix=prefix)
            for each in [*found.get("Versions", []), *found.get("DeleteMarkers", [])]:
                self._call(self._client.delete_object, Key=each["Key"], VersionId=each["VersionId"])
            is_more = bool(found["IsTruncated"])

    def _call(self, operation: Callable[..., T], **request: Any) -> T:
        with _reaching():
            return operation(Bucket=self._bucket, **request)


class Missing(Unavailable):
    """There is no such object, or no such version of it."""


@contextmanager
def _reaching() -> Iterator[None]:
    """Raise Missing for what is not there, Unavailable for whatever else goes wrong."""
    try:
        yield
    except BotoCoreError as error:
        raise Unavailable(str(error)) from error
    except ClientError as error:
        code = error.response["Error"]["Code"]
        raise (Missing if code in MISSING else Unavailable)(code) from error


def disposition(served: Served) -> dict[str, str]:
    """Return what S3 says with a file: that it is to be saved, under which name, and kept nowhere on the way."""
    return {
        "ResponseContentDisposition": f"attachment; filename*=UTF-8''{quote(served.name, safe='')}",
        "ResponseContentType": served.media_type,
        "ResponseCacheControl": "private, no-store",
    }


def _name(metadata: dict[str, str]) -> str:
    """Return the name in the metadata, which S3 gives back as mail does what is not ASCII (RFC 2047)."""
    try:
        return str(make_header(decode_header(metadata.get(NAME, ""))))
    except (LookupError, ValueError):  # an alphabet that there is not
        return ""
