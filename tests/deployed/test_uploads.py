"""Files on the local cloud: forms held to their policies, the scanner's events to the packed function, links that end.

The policies are enforced by the front, as S3 does: MiniStack looks at the size only.
"""

import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
import urllib3

from chalicelib.cloud.botocore_clients import signer
from chalicelib.cloud.files import Served
from chalicelib.cloud.s3 import S3Files
from chalicelib.documents.actions.files import download_link
from chalicelib.documents.actions.find import find_document
from chalicelib.documents.actions.uploads import confirm_upload, offer_upload, upload_form
from chalicelib.documents.model import Document, DocumentState, Folder, RejectedFor, UploadForm, UploadRequest
from chalicelib.services import Services
from chalicelib.unit_of_work import UnitOfWork, retry_on_conflict
from infra.deploy.stacks import find_stack, outputs
from infra.local.cloud import Cloud
from infra.local.scanner import EICAR
from tests.support.documents import pdf
from tests.support.patience import until

BACK = "http://freight.localhost/fr/back"


class Sender:
    """A browser that sends files to a portal's bucket, and what is behind it."""

    def __init__(self, cloud: Cloud, portal: str) -> None:
        stack = find_stack(cloud.target, f"{cloud.target.stage(portal).prefix}-data")
        assert stack
        self.services: Services = cloud.services(portal)
        client, bucket = cloud.target.client("s3"), outputs(stack)["UploadsName"]
        self.services.files = S3Files(client, signer(cloud.target.uploads_endpoint), bucket)
        self.folder = Folder(self.services.ids.new(), "APPLICATION#123456789")
        self._pool = urllib3.HTTPConnectionPool("127.0.0.1", cloud.front.port)

    def offered(self) -> Document:
        return self._committed(lambda work: offer_upload(work, self.folder, UploadRequest("diploma")))

    def form(self, document: Document, back: str | None = None) -> UploadForm:
        return upload_form(self.services, document, self.now, back)

    def confirmed(self, document: Document) -> Document:
        return self._committed(lambda work: confirm_upload(work, self.folder, document.id))

    def settled(self, document: Document) -> Document:
        """Wait for the scanner."""
        until(lambda: self._found(document).state is not DocumentState.RECEIVED, "the scanner's word")
        return self._found(document)

    def post(self, form: UploadForm, content: bytes = pdf(), **fields: Any) -> urllib3.BaseHTTPResponse:
        """Send the form, with some of its fields otherwise."""
        file = ("Diplôme.pdf", content, "application/pdf")
        sent: Any = {**form.fields, **fields, "file": file}
        return self._ask("POST", form.url, fields=sent)

    def get(self, link: str) -> urllib3.BaseHTTPResponse:
        return self._ask("GET", link)

    @property
    def now(self) -> Any:
        return self.services.clock.now()

    def _found(self, document: Document) -> Document:
        return find_document(self.services, self.folder, document.id, self.now)

    def _ask(self, method: str, url: str, **more: Any) -> urllib3.BaseHTTPResponse:
        parts = urlsplit(url)
        target = f"{parts.path}?{parts.query}" if parts.query else parts.path
        return self._pool.request(method, target, headers={"Host": parts.netloc}, redirect=False, **more)

    @retry_on_conflict
    def _committed(self, act: Callable[[UnitOfWork], Document]) -> Document:
        """Do it, once more where the scanner spoke in between."""
        work = UnitOfWork(self.services, self.now)
        done = act(work)
        work.commit()
        return done


@pytest.fixture
def sender(cloud: Cloud, monkeypatch: pytest.MonkeyPatch) -> Sender:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")  # what MiniStack signs with
    return Sender(cloud, "freight")


@pytest.mark.req("F3", "SEC49", "SEC50")
def test_a_file_is_sent_scanned_and_fetched(sender: Sender) -> None:
    document = sender.offered()
    answer = sender.post(sender.form(document, BACK))
    assert (answer.status, answer.headers["Location"].partition("?")[0]) == (303, BACK)
    assert sender.confirmed(document).is_in_hand
    assert sender.settled(document).state is DocumentState.CLEAN
    found = sender.get(download_link(sender.services, sender.folder, document.id, sender.now))
    assert (found.status, found.data) == (200, pdf())
    assert found.headers["Content-Disposition"] == "attachment; filename*=UTF-8''Dipl%C3%B4me.pdf"
    assert found.headers["Content-Type"] == "application/pdf"


@pytest.mark.req("SEC49")
def test_eicar_is_found_by_the_scanner_and_nothing_is_kept(sender: Sender) -> None:
    document = sender.offered()
    assert sender.post(sender.form(document), pdf(1, b"% " + EICAR)).status == 204
    sender.confirmed(document)
    assert sender.settled(document).rejected_for is RejectedFor.INFECTED


@pytest.mark.req("SEC48")
def test_a_form_that_is_used_twice_serves_what_was_confirmed(sender: Sender) -> None:
    document = sender.offered()
    form = sender.form(document)
    sender.post(form, pdf(1))
    sender.confirmed(document)
    assert sender.post(form, pdf(2)).status == 204
    sender.settled(document)
    assert sender.get(download_link(sender.services, sender.folder, document.id, sender.now)).data == pdf(1)


@pytest.mark.req("SEC47")
@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"key": "incoming/somewhere/else"}, b"AccessDenied"),
        ({"Content-Type": "text/html"}, b"AccessDenied"),
        ({"acl": "public-read"}, b"AccessDenied"),
        ({"x-amz-server-side-encryption": "AES256"}, b"AccessDenied"),
        ({"success_action_redirect": "https://evil.example"}, b"AccessDenied"),
        ({"x-amz-meta-owner": "someone"}, b"AccessDenied"),
        ({"policy": ""}, b"AccessDenied"),
    ],
)
def test_a_form_with_anything_else_in_it_is_refused(sender: Sender, fields: dict[str, Any], code: bytes) -> None:
    answer = sender.post(sender.form(sender.offered()), **fields)
    assert (answer.status, code in answer.data) == (403, True)


@pytest.mark.req("SEC47")
@pytest.mark.parametrize(("size", "status"), [(10_000_000, 204), (10_000_001, 400), (0, 400)])
def test_a_file_has_a_byte_at_least_and_as_many_as_the_portal_says_at_most(
    sender: Sender, size: int, status: int
) -> None:
    assert sender.post(sender.form(sender.offered()), b"x" * size).status == status


@pytest.mark.req("SEC50", "SEC51")
def test_forms_and_links_end_and_nothing_opens_without_them(sender: Sender) -> None:
    files, second = sender.services.files, timedelta(seconds=1)
    form = files.form("incoming/a", 100, second, None)
    link = files.link("kept/a", "v1", Served("a.pdf", "application/pdf"), second)
    time.sleep(1.5)
    late = sender.post(UploadForm(form.url, form.fields, 100, sender.now), b"x")
    assert (late.status, b"expired" in late.data) == (403, True)
    assert [sender.get(address).status for address in (link, link.partition("?")[0])] == [403, 403]
