"""The connection to a site, which sends an address byte for byte as 1C's platform does: nothing is percent-encoded."""

import select
from http.client import HTTPConnection, HTTPSConnection
from urllib.parse import urlsplit


class _AsItIs(HTTPConnection):
    """An address may hold any letters; the library would refuse all but ASCII."""

    def _validate_path(self, url: str) -> None:
        if "\r" in url or "\n" in url:
            raise ValueError("an address is one line")

    def _encode_request(self, request: str) -> bytes:
        return request.encode()


class _SecureAsItIs(HTTPSConnection, _AsItIs):
    """The same under TLS."""


def wire_to(entry: str) -> HTTPConnection:
    """A connection to the host of an address; it opens with the first request."""
    parts = urlsplit(entry)
    kind = _SecureAsItIs if parts.scheme == "https" else _AsItIs
    return kind(parts.hostname or "", parts.port)


def path_of(entry: str) -> str:
    """What stands behind the host, a query of its own included."""
    host = urlsplit(entry).netloc
    return "/" + entry[entry.index(host) + len(host) :].removeprefix("/")


def open_wire(wire: HTTPConnection, timeout_seconds: float) -> HTTPConnection:
    """Make it ready for a request: a connection the site has closed meanwhile is opened anew."""
    if wire.sock is not None and select.select([wire.sock], [], [], 0)[0]:
        wire.close()
    wire.timeout = timeout_seconds
    if wire.sock is None:
        wire.connect()
    wire.sock.settimeout(timeout_seconds)
    return wire
