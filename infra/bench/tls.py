"""The local cloud over TLS: a cold start pays for its handshakes, as it does on AWS."""

import ssl
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import urllib3

from infra.local.exchange import HttpRequest, HttpResponse
from infra.local.server import Server

CERTIFICATE = [
    "openssl",
    "req",
    "-x509",
    "-newkey",
    "ec",
    "-pkeyopt",
    "ec_paramgen_curve:P-256",
    "-nodes",
    "-days",
    "2",
    "-subj",
    "/CN=bench",
    "-addext",
    "subjectAltName=IP:127.0.0.1",
]


class Secured(NamedTuple):
    """Where it listens, and the file of the certificate that it is to be trusted by."""

    endpoint: str
    certificate: Path


@contextmanager
def secured(endpoint: str, folder: Path) -> Iterator[Secured]:
    """Pass on to `endpoint` what comes over TLS, until the block ends."""
    key, certificate = folder / "key.pem", folder / "certificate.pem"
    command = [*CERTIFICATE, "-keyout", str(key), "-out", str(certificate)]
    subprocess.run(command, check=True, capture_output=True)  # noqa: S603
    pool = urllib3.PoolManager()
    server = Server(0, lambda request: _pass_on(pool, endpoint, request))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    server.start()
    try:
        yield Secured(f"https://127.0.0.1:{server.server_address[1]}", certificate)
    finally:
        server.stop()


def _pass_on(pool: urllib3.PoolManager, endpoint: str, request: HttpRequest) -> HttpResponse:
    found = pool.request(request.method, endpoint + request.target, body=request.body, headers=dict(request.headers))
    kept = [(name, value) for name, value in found.headers.items() if name.lower().startswith(("content-type", "x-am"))]
    return HttpResponse(found.status, kept, found.data)
