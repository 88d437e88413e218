"""Carries requests and answers over HTTP/1.1, on this machine only."""

import sys
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from infra.local.exchange import HttpRequest, HttpResponse
from infra.trouble import Trouble


class PortTaken(Trouble):
    """Another program listens there already."""

    def __init__(self, port: int) -> None:
        super().__init__(f"Port {port} is taken. Choose another one: PORT={port + 1}")


class Server(ThreadingHTTPServer):
    """A port of its own where `port` is 0."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, port: int, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        try:
            super().__init__(("127.0.0.1", port), _Handler)
        except OSError as error:
            raise PortTaken(port) from error
        self.answer = answer
        self._thread = threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True)

    def start(self) -> None:
        """Answer from now on, in a thread of its own."""
        self._thread.start()

    def stop(self) -> None:
        if self._thread.is_alive():
            self.shutdown()
        self.server_close()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Tell of faults; a client that goes away before its answer is none."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    server: Server
    protocol_version = "HTTP/1.1"
    timeout = 75  # seconds that a silent connection is kept

    def _serve(self) -> None:
        if self.headers.get("Transfer-Encoding"):
            self.send_error(411)  # chunks: nobody here sends them
            return
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        request = HttpRequest(self.command, self.path, list(self.headers.items()), body, self.client_address[0])
        self._send(self.server.answer(request))

    do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = do_OPTIONS = _serve  # noqa: N815 -- http.server names them

    def _send(self, answer: HttpResponse) -> None:
        self.send_response_only(answer.status)
        for name, value in answer.headers:
            self.send_header(name, value)
        if answer.status not in (204, 304):
            self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(answer.body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- the name it has above
        """Say nothing: the functions log."""
