"""What the script adds to the page that a file is sent from: progress, fresh forms, the button pressed by itself."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from playwright.sync_api import Page, Request, Route, expect

from chalicelib.web.assets import STATIC
from chalicelib.web.templates import environment

pytestmark = pytest.mark.programs
ORIGIN, BUCKET = "http://portal.test", "http://bucket.test"  # nothing listens there
HERE = "/applications/123456789/documents"
PAGE = """
{% from "macros/documents.html" import document_upload with context %}
<!DOCTYPE html>
<html lang="en-CA"><head><script type="module" src="/main.js"></script></head>
<body><main>{{ document_upload(page, keep_url, remove_url) }}</main></body></html>
"""
SHOWN: dict[str, Any] = {
    "document": "d1",
    "label": "Diploma",
    "url": f"{BUCKET}/",
    "fields": {"key": "incoming/old", "success_action_redirect": f"{ORIGIN}/en{HERE}/d1"},
    "ends_at": datetime(2027, 3, 1, 15, tzinfo=UTC),
    "largest": 20,
    "said_largest": "20 bytes",
    "types": ("pdf",),
    "extensions": (".pdf",),
    "arrived": None,
}
FRESH = {"url": f"{BUCKET}/", "fields": {"key": "incoming/fresh", "success_action_status": "204"}}


class Server:
    """What the portal and the bucket are asked for, and what the bucket answers."""

    def __init__(self) -> None:
        self.bucket = 204
        self.sent: list[Request] = []

    @property
    def posted(self) -> list[str]:
        return [request.url for request in self.sent if request.method == "POST"]

    def answer(self, route: Route) -> None:
        request = route.request
        self.sent.append(request)
        if request.url == f"{BUCKET}/":
            route.fulfill(status=self.bucket, headers={"Access-Control-Allow-Origin": "*"})
        elif request.url.endswith("/main.js"):
            route.fulfill(path=STATIC / "main.js", content_type="text/javascript")
        elif request.headers.get("accept") == "application/json":
            route.fulfill(body=json.dumps(FRESH), content_type="application/json")
        else:
            route.fulfill(body=_html(), content_type="text/html; charset=utf-8")


def _html() -> str:
    context = {
        "keep_url": f"/en{HERE}/d1",
        "page": SimpleNamespace(**SHOWN),
        "remove_url": f"/en{HERE}/d1/remove",
        "request": SimpleNamespace(csrf_token="t0ken"),
        "write": str,
    }
    return environment("en").from_string(PAGE).render(context)


@pytest.fixture
def server() -> Server:
    return Server()


@pytest.fixture
def site(page: Page, server: Server) -> Iterator[Page]:
    page.route("**/*", server.answer)
    page.goto(f"{ORIGIN}/en{HERE}/d1")
    yield page
    page.unroute_all(behavior="ignoreErrors")


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    flags = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"]
    flags += ["--disable-background-networking", "--disable-component-update"]
    return {**browser_type_launch_args, "executable_path": "/usr/bin/chromium", "args": flags}


@pytest.fixture(scope="session")
def base_url() -> str:
    return ORIGIN


def _send(site: Page, tmp_path: Path, content: bytes = b"%PDF-") -> None:
    file = tmp_path / "diploma.pdf"
    file.write_bytes(content)
    site.get_by_label("Choose a file").set_input_files(file)
    site.get_by_role("button", name="Send the file").click()


@pytest.mark.req("F3", "SEC51")
def test_a_file_goes_to_the_bucket_by_a_fresh_form_and_is_kept_without_a_click(
    site: Page, server: Server, tmp_path: Path
) -> None:
    with site.expect_request(lambda request: request.method == "POST" and request.url.startswith(ORIGIN)) as kept:
        _send(site, tmp_path)
    assert (server.posted[0], kept.value.url) == (f"{BUCKET}/", f"{ORIGIN}/en{HERE}/d1")
    (sent,) = [request for request in server.sent if request.url == f"{BUCKET}/"]
    assert sent.post_data_buffer
    assert b"incoming/fresh" in sent.post_data_buffer
    assert sent.post_data_buffer.index(b'name="key"') < sent.post_data_buffer.index(b'name="file"')
    assert kept.value.post_data == "csrf_token=t0ken"


def test_a_file_that_is_too_large_is_told_before_it_is_sent(site: Page, server: Server, tmp_path: Path) -> None:
    _send(site, tmp_path, b"x" * 21)
    expect(site.get_by_role("alert")).to_have_text("This file is larger than 20 bytes. Choose a smaller one.")
    assert server.posted == []


def test_who_has_chosen_nothing_is_told_so(site: Page, server: Server) -> None:
    site.locator("#file").evaluate("field => field.removeAttribute('required')")
    site.get_by_role("button", name="Send the file").click()
    expect(site.get_by_role("alert")).to_have_text("Choose a file.")
    assert server.posted == []


def test_a_bucket_that_refuses_is_told_and_the_file_can_be_sent_again(
    site: Page, server: Server, tmp_path: Path
) -> None:
    server.bucket = 403
    _send(site, tmp_path)
    expect(site.get_by_role("alert")).to_contain_text("The file could not be sent.")
    server.bucket = 204
    site.wait_for_timeout(1100)  # a button takes one click a second
    with site.expect_request(lambda request: request.method == "POST" and request.url.startswith(ORIGIN)):
        site.get_by_role("button", name="Send the file").click()
