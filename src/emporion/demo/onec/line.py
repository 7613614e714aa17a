"""The HTTP of the 1C platform: Basic on every request, no cookie jar, no redirects, addresses glued as given."""

import base64
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http.client import HTTPException
from urllib.parse import urlsplit

from emporion.demo.onec.errors import ConnectionLost, EmptyAnswer, TimedOut
from emporion.demo.onec.faults import Faults
from emporion.demo.onec.profiles import Profile
from emporion.demo.onec.wire import open_wire, path_of, wire_to
from emporion.demo.onec.words import other_status

PIECE = 65_536
OK = 200


@dataclass(frozen=True, slots=True)
class Step:
    """One request and what came back; kept in the log of the base."""

    method: str
    query: str
    sent_bytes: int
    status: int
    first_line: str


Watch = Callable[[Step], None]


class Line:
    """The way to one site. Requests and answers are remembered in `steps` until the owner takes them."""

    def __init__(self, url: str, login: tuple[str, str], profile: Profile, faults: Faults, watch: Watch) -> None:
        self.entry = entry_point(url, profile)
        self.profile = profile
        self.faults = faults
        self.steps: list[Step] = []
        self.notes: list[str] = []  # what the exchange protocol of 1C would say without stopping
        self._watch = watch
        self._posts = 0
        credentials = base64.b64encode(":".join(login).encode()).decode()
        self._headers = {"Authorization": f"Basic {credentials}", "User-Agent": profile.user_agent}
        self._wire = wire_to(self.entry)  # like the platform: proxies of the environment are not looked at

    def close(self) -> None:
        """Hang up."""
        self._wire.close()

    def begin(self) -> None:
        """A new exchange: POSTs are counted from 1 again."""
        self.steps = []
        self.notes = []
        self._posts = 0

    def get(self, step: str, query: str, cookie: str, timeout_seconds: float | None = None) -> bytes:
        """Ask; the body of the answer, whatever its status."""
        return self._call(_Ask(step, "GET", query, cookie, timeout_seconds=timeout_seconds))

    def post(self, step: str, query: str, cookie: str, body: bytes) -> bytes:
        """Send a piece of a file; the faults of the exchange strike here."""
        self._posts += 1
        cut = self.faults.cut_after_bytes if self._posts == self.faults.cut_post else None
        answer = self._call(_Ask(step, "POST", query, cookie, body, cut))
        if self._posts == self.faults.repeat_post:
            answer = self._call(_Ask(step, "POST", query, cookie, body))
        return answer

    def _call(self, ask: "_Ask") -> bytes:
        try:
            status, content = self._exchange(ask)
        except TimeoutError as error:
            self._wire.close()
            self._remember(ask, 0, "(time-out)")
            raise TimedOut(ask.step, "the site did not answer in time", file=ask.file) from error
        except (OSError, HTTPException) as error:
            self._wire.close()
            self._remember(ask, 0, "(connection lost)")
            raise ConnectionLost(ask.step, f"connection lost: {error}", file=ask.file) from error
        self._remember(ask, status, first_line(content))
        if status != OK:
            self.notes.append(other_status(ask.method, status))
        if not content:
            raise EmptyAnswer(ask.step, f"empty answer with status {status}", file=ask.file)
        return content

    def _exchange(self, ask: "_Ask") -> tuple[int, bytes]:
        """Ask and read; neither Set-Cookie nor Location of the answer is looked at."""
        wire = open_wire(self._wire, ask.timeout_seconds or self.profile.timeout_seconds)
        # the address as it stands, so that neither a second `?` nor a file name is rewritten on the way
        wire.putrequest(ask.method, f"{path_of(self.entry)}?{ask.query}", skip_accept_encoding=True)
        for name, value in (self._headers | ask.headers()).items():
            wire.putheader(name, value)
        wire.endheaders()
        for piece in ask.pieces():
            wire.send(piece)
        if ask.cut is not None:
            raise ConnectionError(f"cut after {ask.cut} bytes")
        answer = wire.getresponse()
        return answer.status, answer.read()

    def _remember(self, ask: "_Ask", status: int, line: str) -> None:
        self.steps.append(Step(ask.method, ask.query, len(ask.body or b""), status, line))
        self._watch(self.steps[-1])


@dataclass(frozen=True, slots=True)
class _Ask:
    """One request before it is sent; `cut` is where its body breaks off."""

    step: str
    method: str
    query: str
    cookie: str
    body: bytes | None = None
    cut: int | None = None
    timeout_seconds: float | None = None

    @property
    def file(self) -> str:
        """The name of the file it is about, or nothing."""
        return self.query.partition("&filename=")[2].partition("&")[0]

    def headers(self) -> dict[str, str]:
        cookie = {"Cookie": self.cookie} if self.cookie else {}
        return cookie | ({} if self.body is None else {"Content-Length": str(len(self.body))})

    def pieces(self) -> Iterator[bytes]:
        """The body as it goes out, up to where it breaks off."""
        body = (self.body or b"")[: self.cut]
        return (body[start : start + PIECE] for start in range(0, len(body), PIECE))


def entry_point(url: str, profile: Profile) -> str:
    """The address as the user typed it; with a host only, the edition's usual path is added."""
    typed = url if "://" in url else f"http://{url}"
    return typed.rstrip("/") + profile.default_path if urlsplit(typed).path in ("", "/") and "?" not in typed else typed


def answer_text(body: bytes) -> str:
    """An answer as text: UTF-8, else windows-1251."""
    try:
        return body.decode()
    except UnicodeDecodeError:
        return body.decode("cp1251", "replace")


def answer_lines(body: bytes) -> list[str]:
    """The lines of an answer; a line end at the very end begins no further line."""
    return answer_text(body).replace("\r\n", "\n").removesuffix("\n").split("\n")


def first_line(body: bytes) -> str:
    """Line 1, trimmed and in small letters: the only thing that decides."""
    return answer_lines(body)[0].strip().lower()[:300]
