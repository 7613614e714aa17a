"""What one request of a talk has in hand, and how its answer looks."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse

from emporion.exchange.types import ChannelView, Fault, SessionView, fault_of
from emporion.kernel.errors import Refused

from .settings import Settings
from .uploads import Talk as Files

PAUSES = 0.02, 0.2  # seconds between looks: most files are taken at once, a long one is not asked about all the time


@dataclass(frozen=True, slots=True)
class Talk:
    """A request of a peer that has signed in."""

    channel: ChannelView
    settings: Settings
    session: SessionView
    told: Mapping[str, str]
    request: HttpRequest

    @property
    def files(self) -> Files:
        """The files of this talk."""
        return Files(self.channel.id, self.session.id)

    @property
    def actor(self) -> str:
        """Under whose name the journal writes what follows."""
        return f"channel:{self.channel.code}"

    @property
    def kind(self) -> str:
        """catalog or sale, as this request says; some clients go from one to the other under one cookie."""
        return kind_of(self.told)

    @property
    def filename(self) -> str:
        """The name of the file this request is about; empty when it names none."""
        return self.told.get("filename", "")


def kind_of(told: Mapping[str, str]) -> str:
    """The type of a request; some clients send only its mode."""
    return told.get("type", "sale" if mode_of(told) in ("query", "success") else "catalog").lower()


def looks(seconds: float) -> Iterator[None]:
    """Turns at which to look whether a worker is done: at once, after growing pauses, last after so many seconds."""
    end, (pause, longest) = time.monotonic() + seconds, PAUSES
    while True:
        yield
        left = end - time.monotonic()
        if left <= 0:
            return
        time.sleep(min(pause, left))
        pause = min(pause * 1.5, longest)


def mode_of(told: Mapping[str, str]) -> str:
    """The step that a request asks for."""
    return told.get("mode", "").lower()


@dataclass(frozen=True, slots=True)
class Answer:
    """Lines of text, or the bytes of a file; taken is how many bytes came in with the request, fault why it failed."""

    text: str = ""
    body: bytes = b""
    taken: int = 0
    fault: Fault | None = None
    charset: str = "utf-8"

    @property
    def first_line(self) -> str:
        """What the step keeps of it: a failure with its sentence, else the first line."""
        if self.fault:
            return self.text.replace("\n", ": ", 1)
        return self.text.partition("\n")[0] if self.text else f"{len(self.body)} bytes"

    def response(self) -> HttpResponse:
        """Status 200 whatever it says, and no line feed at the end: UT 11 counts the lines."""
        if self.body:
            return HttpResponse(self.body, content_type=f"application/xml; charset={self.charset}")
        return HttpResponse(self.text, content_type="text/plain; charset=utf-8")


def failure(refusal: Refused) -> Answer:
    """A refusal in 1C's form: the word, then the sentence and the remedy on one line."""
    words = " ".join(filter(None, (refusal.sentence, refusal.what_to_do)))
    return Answer("failure\n" + printable(" ".join(words.split())), fault=fault_of(refusal))


def printable(text: str) -> str:
    """A line as it can be kept and told: control characters come in names that are refused."""
    return "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in text)


def printable_lines(lines: Iterable[str]) -> str:
    """Lines as they go out: a line feed between them and none behind, whatever stands in them."""
    return "\n".join(map(printable, lines))
