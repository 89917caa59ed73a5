"""Serves a review to this machine only, and tells the open page when there is a later version."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Condition, Thread
from urllib.parse import parse_qs, urlsplit

ADDRESS = "127.0.0.1"
WAIT = 20.0
"""Seconds that an open page waits for a later version before it asks again."""


class Page:
    """The latest version of the page; version 1 is the first."""

    def __init__(self) -> None:
        self._later = Condition()
        self._html = b""
        self.version = 0

    def put(self, html: str) -> None:
        with self._later:
            self._html = html.encode()
            self.version += 1
            self._later.notify_all()

    def get(self) -> bytes:
        with self._later:
            return self._html

    def wait_for_later(self, version: str) -> int:
        """The number of the latest version, once it is another than `version` or WAIT is over."""
        with self._later:
            self._later.wait_for(lambda: str(self.version) != version, WAIT)
            return self.version


@contextmanager
def serve_page(page: Page, port: int = 0) -> Iterator[str]:
    """The address at which `page` is served while the block runs; port 0 takes a free one.

    Raises OSError where the port is taken.
    """
    names: set[str] = set()
    server = ThreadingHTTPServer((ADDRESS, port), _handler_for(page, names))
    names |= {f"{ADDRESS}:{server.server_port}", f"localhost:{server.server_port}"}
    server.daemon_threads = True
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True)
    thread.start()
    try:
        yield f"http://{ADDRESS}:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()


def _handler_for(page: Page, names: set[str]) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def handle(self) -> None:
            with suppress(ConnectionError):  # the tab was closed, or loaded anew, before the answer came
                super().handle()

        def do_GET(self) -> None:
            address = urlsplit(self.path)
            # Another site's name that is made to point here must not read the essay.
            if self.headers.get("Host") not in names:
                self.send_error(403)
            elif address.path == "/":
                self._send(page.get(), "text/html")
            elif address.path == "/changed":
                since = parse_qs(address.query).get("since", [""])[0]
                self._send(str(page.wait_for_later(since)).encode(), "text/plain")
            else:
                self.send_error(404)

        def _send(self, body: bytes, kind: str) -> None:
            self.send_response(200)
            headers = {
                "Content-Type": f"{kind}; charset=utf-8",
                "Content-Length": str(len(body)),
                "Cache-Control": "no-store",
                "X-Content-Type-Options": "nosniff",
                "X-Frame-Options": "DENY",
            }
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Nothing: requests are not worth a line."""

    return Handler
