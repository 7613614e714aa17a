"""The house behind a real socket, working on the test's own database."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from threading import Thread, current_thread
from typing import Any

from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.core.wsgi import get_wsgi_application
from django.db import connections

from emporion.web import live


class QuietHandler(WSGIRequestHandler):
    """Says nothing of each request."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Nothing: a test tells its own story."""


class Server(ThreadedWSGIServer):
    """A thread for each connection, which closes its database connection before it ends."""

    def __init__(self, *args: Any, **options: Any) -> None:
        """A server with nobody at its lines."""
        super().__init__(*args, **options)
        self.lines: dict[Thread, socket.socket] = {}

    def process_request(self, request: Any, client_address: Any) -> None:
        """A thread for it, which is known before it begins."""
        thread = Thread(target=self.process_request_thread, args=(request, client_address), daemon=True)
        self.lines[thread] = request
        thread.start()

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        """Answer, then let go of the test's database."""
        try:
            super().process_request_thread(request, client_address)
        finally:
            connections.close_all()
            del self.lines[current_thread()]

    def hang_up(self, seconds: float = 60) -> None:
        """Take no more questions and wait for the answers under way: none may ask the next test's database."""
        live.ending.set()
        for thread, line in list(self.lines.items()):
            with suppress(OSError):
                line.shutdown(socket.SHUT_RD)
            thread.join(seconds)
        live.ending.clear()


@contextmanager
def served_by_thread() -> Iterator[str]:
    """Django's threaded server inside the test process: starts at once, shares settings and a stopped clock."""
    server = Server(("127.0.0.1", 0), QuietHandler)
    server.set_app(get_wsgi_application())
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
        server.hang_up()


@contextmanager
def served_by_granian(*options: str) -> Iterator[str]:
    """The application server of production in a process of its own."""
    port = free_port()
    words = ["--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port), "--blocking-threads", "64", "--no-ws"]
    command = [sys.executable, "-m", "granian", *words, *options, "emporion.site.wsgi:application"]
    with subprocess.Popen(command, env=os.environ.copy()) as server:
        try:
            wait_for_port(port, server)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()


def free_port() -> int:
    """A port that nobody listens on at this moment."""
    with closing(socket.create_server(("127.0.0.1", 0))) as probe:
        return int(probe.getsockname()[1])


def wait_for_port(port: int, server: subprocess.Popen[bytes], seconds: float = 60) -> None:
    """Return when somebody answers; say so when the server died or time ran out."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and server.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError(f"nothing answers at port {port}; the server's exit code is {server.poll()}")
