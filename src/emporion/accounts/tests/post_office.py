"""A mail server for tests: it speaks SMTP on a real socket, takes letters, and refuses when it is told to."""

from __future__ import annotations

import email
import email.policy
import re
import socketserver
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from threading import Thread
from typing import Any


@dataclass
class PostOffice:
    """What it took, and how it answers: to whom (the number for RCPT TO), or not at all."""

    letters: list[EmailMessage] = field(default_factory=list)
    asked: int = 0
    answers_recipient: int = 250
    hangs_up: bool = False


def link_in(letter: EmailMessage) -> str:
    """The path behind the letter's one link."""
    [link] = re.findall(r"https?://[^/]+(/accounts/\S+)", str(letter.get_content()))
    return str(link)


class Counter(socketserver.ThreadingTCPServer):
    """The server, with the office it belongs to."""

    daemon_threads = True
    office: PostOffice


class Talk(socketserver.StreamRequestHandler):
    """One talk with somebody who brings letters."""

    server: Counter

    def say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())

    def handle(self) -> None:
        self.server.office.asked += 1
        if self.server.office.hangs_up:
            return
        self.say("220 post.example")
        while line := self.rfile.readline().decode().strip():
            self.answer(line.split()[0].upper(), line)

    def answer(self, verb: str, line: str) -> None:
        if verb == "DATA":
            self.say("354 go on")
            self.server.office.letters.append(self.letter())
        number = self.server.office.answers_recipient if verb == "RCPT" else 250
        self.say(f"{number} {line}")  # a refusal names the reader, as real servers do

    def letter(self) -> EmailMessage:
        raw = b""
        while not raw.endswith(b"\r\n.\r\n"):
            raw += self.rfile.readline()
        parsed = email.message_from_bytes(raw[:-3], policy=email.policy.default)
        assert isinstance(parsed, EmailMessage)
        return parsed


@contextmanager
def post_office(settings: Any) -> Iterator[PostOffice]:
    """A server that the house is set up with as long as the test lasts."""
    with Counter(("127.0.0.1", 0), Talk) as server:
        server.office = PostOffice()
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = "127.0.0.1", server.server_address[1], False
        settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
        try:
            yield server.office
        finally:
            server.shutdown()
            thread.join()
