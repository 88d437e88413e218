"""Files on S3: what the forms and links that we sign say, and one contract for the bucket in memory and moto's."""

import base64
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from botocore.exceptions import EndpointConnectionError
from botocore.stub import Stubber
from moto import mock_aws

from chalicelib.cloud.botocore_clients import signer
from chalicelib.cloud.files import Files, PostForm, Served
from chalicelib.cloud.s3 import SCANNED, S3Files
from chalicelib.cloud.table import Unavailable
from tests.support.aws import bucket
from tests.support.files import MemoryFiles

BUCKET, KEY = "guichet-test-uploads", "incoming/a/APPLICATION/1/b"
ENDPOINT = "https://s3.example.test"
FIVE_MINUTES, MINUTE = timedelta(minutes=5), timedelta(seconds=60)
BACK = "https://counter.example/fr/back"
SERVED = Served("Diplôme « final ».pdf", "application/pdf")


@pytest.fixture
def client() -> Iterator[Any]:
    with mock_aws():
        yield bucket(BUCKET, versioned=True)


@pytest.fixture
def s3(client: Any) -> S3Files:
    return S3Files(client, signer(ENDPOINT), BUCKET)


@pytest.fixture(params=["memory", "s3"])
def files(request: pytest.FixtureRequest) -> Files:
    """A bucket of each kind: a test that takes it runs on both."""
    if request.param == "memory":
        return MemoryFiles()
    s3: S3Files = request.getfixturevalue("s3")
    return s3


def put(files: Files, content: bytes, key: str = KEY) -> str:
    """Put a file there as a form would; return its version."""
    if isinstance(files, MemoryFiles):
        return files.post(files.form(key, 10**6, MINUTE, None).fields, "a.pdf", content)
    assert isinstance(files, S3Files)
    found = files._client.put_object(Bucket=BUCKET, Key=key, Body=content, Metadata={"name": "a.pdf"})
    return str(found["VersionId"])


def policy_of(form: PostForm) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(base64.b64decode(form.fields["policy"]))
    return found


# --- forms ---


@pytest.mark.req("SEC47")
@pytest.mark.parametrize("back", [BACK, None])
def test_a_form_fixes_key_type_size_encryption_and_where_it_leads(s3: S3Files, back: str | None) -> None:
    form = s3.form(KEY, 10_000_000, FIVE_MINUTES, back)
    conditions = policy_of(form)["conditions"]
    exact = {name: value for each in conditions if isinstance(each, dict) for name, value in each.items()}
    signed = {
        name: value for name, value in exact.items() if not name.startswith("x-amz-") or name.endswith("encryption")
    }
    assert signed == {
        "bucket": BUCKET,
        "key": KEY,
        "Content-Type": "application/octet-stream",
        "x-amz-server-side-encryption": "aws:kms",
        **({"success_action_redirect": BACK} if back else {"success_action_status": "204"}),
    }
    assert [each for each in conditions if isinstance(each, list)] == [
        ["starts-with", "$x-amz-meta-name", ""],
        ["content-length-range", 1, 10_000_000],
    ]


@pytest.mark.req("SEC47")
def test_a_form_has_every_field_that_its_policy_speaks_of_and_no_acl(s3: S3Files) -> None:
    form = s3.form(KEY, 1, FIVE_MINUTES, BACK)
    named = {name for each in policy_of(form)["conditions"] if isinstance(each, dict) for name in each} - {"bucket"}
    assert form.fields.keys() == named | {"x-amz-meta-name", "policy", "x-amz-signature"}
    assert form.fields["x-amz-meta-name"] == "${filename}"


@pytest.mark.req("SEC47", "SEC51")
def test_a_form_works_for_five_minutes(s3: S3Files) -> None:
    ends = datetime.fromisoformat(policy_of(s3.form(KEY, 1, FIVE_MINUTES, None))["expiration"])
    assert timedelta(0) <= FIVE_MINUTES - (ends - datetime.now(UTC)) < timedelta(minutes=1)


@pytest.mark.req("SEC50")
def test_forms_go_to_the_buckets_own_origin(s3: S3Files) -> None:
    assert s3.form(KEY, 1, FIVE_MINUTES, None).url == f"https://{BUCKET}.s3.example.test/"


# --- links ---


@pytest.mark.req("SEC50", "SEC51")
def test_a_link_gives_one_version_for_a_minute_to_be_saved_under_its_name(s3: S3Files) -> None:
    address = urlsplit(s3.link("kept/b", "v1", SERVED, MINUTE))
    query = {name: values[0] for name, values in parse_qs(address.query).items()}
    assert (address.netloc, address.path) == (f"{BUCKET}.s3.example.test", "/kept/b")
    assert (query["versionId"], query["X-Amz-Expires"], query["response-content-type"]) == (
        "v1",
        "60",
        SERVED.media_type,
    )
    disposition, _, name = query["response-content-disposition"].partition("; filename*=UTF-8''")
    assert (disposition, unquote(name)) == ("attachment", SERVED.name)


@pytest.mark.req("SEC50")
@pytest.mark.parametrize("name", ['a"b', "a\r\nSet-Cookie: x", "a;b", "a\u202eb", "a'b", "a%0db"])
def test_no_name_gets_out_of_its_header(s3: S3Files, name: str) -> None:
    link = s3.link("kept/b", "v1", Served(name, "application/pdf"), MINUTE)
    (disposition,) = parse_qs(urlsplit(link).query)["response-content-disposition"]
    written = disposition.removeprefix("attachment; filename*=UTF-8''")
    assert not set(written) & set("\"\r\n;' \u202e")
    assert unquote(written) == name


# --- one contract ---


def test_where_nothing_lies_nothing_is_found(files: Files) -> None:
    assert files.find(KEY) is None


@pytest.mark.req("SEC48")
def test_the_last_version_is_found_and_an_earlier_one_can_still_be_read(files: Files) -> None:
    first, second = put(files, b"first"), put(files, b"second!")
    found = files.find(KEY)
    assert found
    assert (found.version, found.size, found.name) == (second, 7, "a.pdf")
    assert files.read(KEY, first) == b"first"


@pytest.mark.req("SEC48")
def test_what_we_write_ourselves_can_be_found_and_read(files: Files) -> None:
    files.write("reports/a.csv", b"line,reason", "text/csv; charset=utf-8")
    stored = files.find("reports/a.csv")
    assert stored
    assert files.read("reports/a.csv", stored.version) == b"line,reason"


def test_one_version_is_kept_whatever_comes_later(files: Files) -> None:
    version = put(files, b"first")
    put(files, b"second")
    kept = files.keep(KEY, version, "kept/b", "application/pdf")
    put(files, b"third")
    assert files.read("kept/b", kept) == b"first"


def test_a_file_is_deleted_with_all_its_versions_and_no_other_file(files: Files) -> None:
    versions = [put(files, b"first"), put(files, b"second")]
    other = put(files, b"other", "incoming/a/APPLICATION/1/c")
    files.delete(KEY)
    files.delete(KEY)
    assert files.find(KEY) is None
    for version in versions:
        with pytest.raises(Unavailable):
            files.read(KEY, version)
    assert files.read("incoming/a/APPLICATION/1/c", other) == b"other"


def test_what_is_not_there_cannot_be_read_kept_or_asked_about(files: Files) -> None:
    put(files, b"first")
    files.delete(KEY)
    for call in (files.read, files.verdict):
        with pytest.raises(Unavailable):
            call(KEY, "no-such-version")
    with pytest.raises(Unavailable):
        files.keep(KEY, "no-such-version", "kept/b", "application/pdf")


# --- S3's own ways ---


@pytest.mark.req("SEC49")
def test_the_scanners_note_is_read_from_the_version(s3: S3Files, client: Any) -> None:
    first, second = put(s3, b"first"), put(s3, b"second")
    tags = {"TagSet": [{"Key": "other", "Value": "x"}, {"Key": SCANNED, "Value": "THREATS_FOUND"}]}
    client.put_object_tagging(Bucket=BUCKET, Key=KEY, VersionId=first, Tagging=tags)
    assert (s3.verdict(KEY, first), s3.verdict(KEY, second)) == ("THREATS_FOUND", None)


def test_what_is_kept_has_the_type_that_was_found_and_nothing_of_what_was_sent(s3: S3Files, client: Any) -> None:
    version = put(s3, b"first")
    s3.keep(KEY, version, "kept/b", "application/pdf")
    found = client.head_object(Bucket=BUCKET, Key="kept/b")
    assert (found["ContentType"], found["Metadata"]) == ("application/pdf", {})


@pytest.mark.parametrize(
    ("sent", "name"),
    [("a.pdf", "a.pdf"), ("=?utf-8?q?Dipl=C3=B4me=2Epdf?=", "Diplôme.pdf"), ("=?nowhere?q?a?=", ""), ("", "")],
)
def test_a_name_that_is_not_ascii_comes_back_as_it_was(s3: S3Files, client: Any, sent: str, name: str) -> None:
    client.put_object(Bucket=BUCKET, Key=KEY, Body=b"x", Metadata={"name": sent})
    found = s3.find(KEY)
    assert found
    assert found.name == name


@pytest.mark.parametrize("code", ["SlowDown", "InternalError", "AccessDenied", "503"])
def test_what_s3_says_of_itself_is_not_now(client: Any, code: str) -> None:
    with Stubber(client) as stubber:
        stubber.add_client_error("head_object", code)
        with pytest.raises(Unavailable, match=code):
            S3Files(client, None, BUCKET).find(KEY)


class Unreachable:
    def head_object(self, **_: Any) -> None:
        raise EndpointConnectionError(endpoint_url="-")


def test_a_service_that_cannot_be_reached_is_unavailable() -> None:
    with pytest.raises(Unavailable):
        S3Files(Unreachable(), None, BUCKET).find(KEY)
