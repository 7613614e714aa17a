"""A call of a webhook: signed as Standard Webhooks say, to an address outside of the house and nowhere else.

Who may set the address could otherwise let this machine ask its neighbours (a database, a router, the metadata of a
cloud): so the name is resolved once, every address of it has to be a public one, and exactly that address is called. A
redirect is an answer like any other, never followed. EMPORION_HOOKS_INSIDE opens the inner network, and plain http.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import http.client
import ipaddress
import secrets
import socket
import ssl
from collections.abc import Mapping
from urllib.parse import urlsplit

from django.conf import settings

from .types import HookAddressWrong, HookFailed, HookForbidden

SECONDS = 10
PREFIX = "whsec_"
SECRET_BYTES = 32  # Standard Webhooks: 24 to 64
PORTS = {"https": 443, "http": 80}
READ_BYTES = 4096  # of an answer, which nobody reads


def new_secret() -> str:
    """A secret as Standard Webhooks write it."""
    return PREFIX + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()


def signed(secret: str, number: str, at: int, body: bytes) -> dict[str, str]:
    """The three headers: base64 of HMAC-SHA256 over id, seconds and body (standardwebhooks.com, Signature scheme)."""
    key = base64.b64decode(secret.removeprefix(PREFIX))
    mac = hmac.new(key, f"{number}.{at}.".encode() + body, hashlib.sha256).digest()
    mark = f"v1,{base64.b64encode(mac).decode()}"
    return {"webhook-id": number, "webhook-timestamp": str(at), "webhook-signature": mark}


def checked(url: str) -> str:
    """An address as it is kept; refused when it cannot be called. Where its name leads is looked at with each call."""
    parts = urlsplit(url.strip())
    try:
        port = parts.port
    except ValueError:
        port = -1
    inside = settings.EMPORION_HOOKS_INSIDE
    is_fine = parts.hostname and parts.username is None and port != -1 and len(url) <= 500  # noqa: PLR2004
    if not is_fine or parts.scheme not in PORTS or (parts.scheme == "http" and not inside):
        raise HookAddressWrong(address=url[:100])
    return parts.geturl()


def call(url: str, body: bytes, headers: Mapping[str, str]) -> int:
    """POST the body; answers the number of the answer, raises HookFailed when none comes."""
    parts = urlsplit(checked(url))
    host, port = parts.hostname or "", parts.port or PORTS[parts.scheme]
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    try:
        connection = _connected(parts.scheme, host, port)
        try:
            connection.request("POST", path, body, {"Content-Type": "application/json", **headers})
            answer = connection.getresponse()
            answer.read(READ_BYTES)
        finally:
            connection.close()
    except (OSError, http.client.HTTPException) as error:
        raise HookFailed(0, type(error).__name__) from None
    return answer.status


def _connected(scheme: str, host: str, port: int) -> http.client.HTTPConnection:
    """A connection to the one address that was looked at; TLS still proves the name."""
    bare = socket.create_connection((_address(host, port), port), SECONDS)
    if scheme == "http":
        plain = http.client.HTTPConnection(host, port, timeout=SECONDS)
        plain.sock = bare
        return plain
    secure = http.client.HTTPSConnection(host, port, timeout=SECONDS)
    secure.sock = ssl.create_default_context().wrap_socket(bare, server_hostname=host)
    return secure


def _address(host: str, port: int) -> str:
    found = [str(one[4][0]) for one in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    if not settings.EMPORION_HOOKS_INSIDE and not all(is_outside(one) for one in found):
        raise HookForbidden(host)
    return found[0]


def is_outside(address: str) -> bool:
    """Whether an address is of the public network; one of IPv4 within IPv6 is what it carries."""
    known = ipaddress.ip_address(address.partition("%")[0])
    inner = getattr(known, "ipv4_mapped", None) or getattr(known, "sixtofour", None)
    return (inner or known).is_global and not known.is_multicast
