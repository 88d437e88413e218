"""Papers are written once: one contract for the archive in memory and on moto's S3 (SECURITY SEC56)."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from botocore.stub import Stubber
from moto import mock_aws

from chalicelib.cloud.archive import Archive
from chalicelib.cloud.botocore_clients import signer
from chalicelib.cloud.files import Served
from chalicelib.cloud.s3_archive import S3Archive
from chalicelib.cloud.table import Unavailable
from tests.support.aws import bucket
from tests.support.billing import MemoryArchive

BUCKET, KEY, PDF = "guichet-test-receipts", "receipts/2026-000001.pdf", "application/pdf"


@pytest.fixture
def client() -> Iterator[Any]:
    with mock_aws():
        yield bucket(BUCKET)


@pytest.fixture
def s3(client: Any) -> S3Archive:
    return S3Archive(client, signer("https://s3.example.test"), BUCKET)


@pytest.fixture(params=["memory", "s3"])
def archive(request: pytest.FixtureRequest) -> Archive:
    """An archive of each kind: a test that takes it runs on both."""
    if request.param == "memory":
        return MemoryArchive()
    s3: S3Archive = request.getfixturevalue("s3")
    return s3


def test_what_was_kept_is_there(archive: Archive) -> None:
    before = archive.has(KEY)
    archive.keep(KEY, b"first", PDF)
    assert (before, archive.has(KEY)) == (False, True)


@pytest.mark.req("SEC56")
def test_what_is_kept_once_is_not_written_over(s3: S3Archive, client: Any) -> None:
    s3.keep(KEY, b"first", PDF)
    s3.keep(KEY, b"second", PDF)
    found = client.get_object(Bucket=BUCKET, Key=KEY)
    assert (found["Body"].read(), found["ContentType"]) == (b"first", PDF)


def test_a_link_says_the_name_and_how_long_it_works(s3: S3Archive) -> None:
    link = urlsplit(s3.link(KEY, Served("reçu.pdf", PDF), timedelta(seconds=60)))
    query = parse_qs(link.query)
    assert (link.netloc, link.path) == (f"{BUCKET}.s3.example.test", f"/{KEY}")
    assert query["X-Amz-Expires"] == ["60"]
    assert query["response-content-disposition"] == ["attachment; filename*=UTF-8''re%C3%A7u.pdf"]


@pytest.mark.parametrize("call", ["head_object", "put_object"])
def test_a_bucket_that_is_down_is_one_for_later(client: Any, call: str) -> None:
    archive = S3Archive(client, None, BUCKET)
    stubber = Stubber(client)
    stubber.add_client_error(call, "SlowDown", http_status_code=503)
    calls: dict[str, Callable[[], object]] = {
        "head_object": lambda: archive.has(KEY),
        "put_object": lambda: archive.keep(KEY, b"", PDF),
    }
    with stubber, pytest.raises(Unavailable, match="SlowDown"):
        calls[call]()
