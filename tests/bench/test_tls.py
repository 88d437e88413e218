"""The local cloud over TLS."""

from pathlib import Path

import urllib3

from infra.bench.tls import secured
from infra.local.exchange import HttpRequest, HttpResponse
from infra.local.server import Server


def _echo(request: HttpRequest) -> HttpResponse:
    return HttpResponse(
        418, [("Content-Type", "text/plain"), ("Server", "none")], request.target.encode() + request.body
    )


def test_what_comes_over_tls_is_passed_on_and_so_is_the_answer(tmp_path: Path) -> None:
    server = Server(0, _echo)
    server.start()
    with (
        secured(f"http://127.0.0.1:{server.server_address[1]}", tmp_path) as tls,
        urllib3.PoolManager(ca_certs=str(tls.certificate)) as pool,
    ):
        answer = pool.request("POST", f"{tls.endpoint}/path?a=1", body=b"body")
    server.stop()
    assert (answer.status, answer.data, answer.headers["Content-Type"]) == (418, b"/path?a=1body", "text/plain")
