"""The house behind a real socket, working on the test's own database."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from threading import Thread
from typing import Any

from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.core.wsgi import get_wsgi_application
from django.db import connections


class QuietHandler(WSGIRequestHandler):
    """Says nothing of each request."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Nothing: a test tells its own story."""


class Server(ThreadedWSGIServer):
    """A thread for each connection, which closes its database connection before it ends."""

    daemon_threads = True

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        """Answer, then let go of the test's database."""
        super().process_request_thread(request, client_address)
        connections.close_all()


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


def wait_for_port(port: int, server: subprocess.Popen[bytes], seconds: float = 30) -> None:
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
