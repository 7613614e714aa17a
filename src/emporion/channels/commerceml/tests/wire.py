"""A 1C at the other end of a real socket."""

from __future__ import annotations

import base64
import socket
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from emporion.clockwork.worker import work_off

from . import shapes
from .bench import LOGIN, PASSWORD, catalog, goods

WAIT = 0.2


@dataclass
class Wire:
    """One 1C at a raw socket: the address as it stands, byte for byte."""

    address: str
    login: bytes = f"{LOGIN}:{PASSWORD}".encode()
    cookie: str = ""
    seen: list[bytes] = field(default_factory=list)
    host: str = "localhost"
    method: str = ""
    encoding: str = "utf-8"
    more: tuple[str, ...] = ()

    def ask(self, query: str | bytes, body: bytes | None = None, *, told: int | None = None) -> str:
        """The text of the answer; told lies about the length of the body, as a broken connection does."""
        parts = urlsplit(self.address)
        target = f"{parts.path}?".encode() + (query if isinstance(query, bytes) else query.encode())
        method = self.method or ("GET" if body is None else "POST")
        head = [
            method.encode() + b" " + target + b" HTTP/1.0",
            f"Host: {self.host}".encode(),
            *(line.encode() for line in self.more),
        ]
        if self.login:
            head.append(b"Authorization: Basic " + base64.b64encode(self.login))
        if self.cookie:
            head.append(f"Cookie: {self.cookie}".encode())
        if body is not None:
            head.append(f"Content-Length: {len(body) if told is None else told}".encode())
        with socket.create_connection((parts.hostname or "", parts.port or 80), timeout=60) as line:
            line.sendall(b"\r\n".join(head) + b"\r\n\r\n" + (body or b""))
            if told is not None:
                line.shutdown(socket.SHUT_WR)
            answer = b"".join(iter(lambda: line.recv(65536), b""))
        status, _, text = answer.partition(b"\r\n\r\n")
        self.seen.append(status)
        assert b" 200 " in status.split(b"\r\n")[0], status
        return text.decode(self.encoding)

    def sign_in(self, kind: str = "catalog") -> str:
        """Begin a talk and keep its cookie."""
        word, name, value, *_ = self.ask(f"type={kind}&mode=checkauth").split("\n")
        assert word == "success"
        self.cookie = f"{name}={value}"
        return value

    def send(self, name: str | bytes, data: bytes, kind: str = "catalog") -> str:
        """A whole file in one piece."""
        raw = name if isinstance(name, bytes) else name.encode()
        return self.ask(f"type={kind}&mode=file&filename=".encode() + raw, data)

    def take(self, name: str | bytes, kind: str = "catalog") -> str:
        """Have a file imported; a worker stands by."""
        raw = f"type={kind}&mode=import&filename=".encode() + (name if isinstance(name, bytes) else name.encode())
        answer = self.ask(raw)
        if answer.startswith("progress"):
            work_off()
            answer = self.ask(raw)
        return answer


def cups(*keys: str) -> bytes:
    """A catalog of goods under these keys."""
    return shapes.file(catalog(*map(goods, keys)))
