"""One talk with the site, from checkauth on: what 1C asks, and what it accepts as an answer."""

import time
from collections.abc import Mapping

from emporion.demo.onec import words
from emporion.demo.onec.errors import NoCookie, SiteRefused, UnknownStatus, WrongInit
from emporion.demo.onec.line import Line, answer_lines, first_line

SUCCESS, FAILURE, PROGRESS = "success", "failure", "progress"
COOKIE_LINES, SESSION_LINE, TIMESTAMP = 3, 3, "timestamp="


class Talk:
    """The steps in the hands of the caller, so that a test can also take them out of order; type is catalog or sale.

    `use_sessid`: True is the setting switched on (UT 11 sends it even if it is empty), False switched off, None as a
    user sets it who has read the site's manual: on where the site gives one.
    """

    def __init__(
        self, line: Line, kind: str, *, use_sessid: bool | None = None, most_progress: int | None = None
    ) -> None:
        self._line = line
        self._profile = line.profile
        self._kind = kind
        self._use_sessid = use_sessid
        self._most_progress = most_progress
        self.cookie = ""
        self.sessid = ""
        self.timestamp = ""  # of checkauth, for deactivate
        self.zip = False
        self.file_limit = 0
        self.progress = 0  # how often the site asked for patience

    def checkauth(self) -> None:
        """Sign in. Lines 2 and 3 are the cookie of this talk, line 4 goes back as sessid."""
        self.cookie = self.sessid = self.timestamp = ""
        body = self._line.get("checkauth", f"type={self._kind}&mode=checkauth", "")
        _expect_success("checkauth", body)
        lines = [line.strip("\r") for line in answer_lines(body)]
        if len(lines) < COOKIE_LINES:
            raise NoCookie("checkauth", "no cookie in lines 2 and 3", "\n".join(lines))
        self.cookie = f"{lines[1]}={lines[2]}"
        self.sessid = lines[SESSION_LINE].replace("sessid=", "") if len(lines) > SESSION_LINE else ""
        self.timestamp = next((line.removeprefix(TIMESTAMP) for line in lines if line.startswith(TIMESTAMP)), "")

    def init(self) -> None:
        """Ask how files have to come: zipped or not, and in what pieces (0, absent or no number: in one)."""
        body = self._line.get("init", self._query("init", more=self._profile.init_parameters), self.cookie)
        lines = [line.strip() for line in answer_lines(body)]
        if lines[0].lower() == FAILURE:
            raise SiteRefused("init", "the site refused", "\n".join(lines[1:]))
        most = self._profile.most_init_lines
        if len(lines) < self._profile.fewest_init_lines or (most is not None and len(lines) > most):
            raise WrongInit("init", f"{len(lines)} lines instead of two", "\n".join(lines))
        self.zip = lines[0].lower() == "zip=yes"
        self.file_limit = self._limit(lines[1].lower()) if len(lines) > 1 else 0

    def _limit(self, line: str) -> int:
        """Bytes of a piece; what is no whole number is put down and taken as no limit."""
        limit = line.replace("file_limit=", "").strip()
        if limit.isdecimal():
            return int(limit)
        self._line.notes.append(words.WRONG_LIMIT)
        return -1

    def send_file(self, name: str, content: bytes) -> None:
        """Send a file in pieces of at most file_limit bytes, all under the same name; the first refusal stops it."""
        size = self.file_limit if self.file_limit > 0 else max(len(content), 1)
        for start in range(0, max(len(content), 1), size):
            body = self._line.post("file", self._query("file", name), self.cookie, content[start : start + size])
            _expect_success("file", body, name)
            if len(answer_lines(body)) > 1:
                self._line.notes.append(words.longer_success("\n".join(answer_lines(body))))

    def send_files(self, files: Mapping[str, bytes]) -> None:
        """Send all files of a portion one after another."""
        for name, content in files.items():
            self.send_file(name, content)

    def import_file(self, name: str) -> None:
        """Have a file taken in: as long as the site says progress, the same question again."""
        time.sleep(self._profile.import_pause_seconds)
        self._ask_until_done("import", self._query("import", name), name)

    def deactivate(self) -> None:
        """The explicit end of a full export: what this talk has not named is to go."""
        self._ask_until_done("deactivate", self._query("deactivate", more=f"&{TIMESTAMP}{self.timestamp}"))

    def complete(self) -> None:
        """The end of the whole exchange."""
        self._ask_until_done("complete", self._query("complete"))

    def _ask_until_done(self, step: str, query: str, file: str = "") -> None:
        asked = 0
        while True:
            body = self._line.get(step, query, self.cookie, self._line.faults.import_timeout_seconds)
            if first_line(body) != PROGRESS:
                break
            asked += 1
            self.progress += 1
            if self._most_progress is not None and asked > self._most_progress:
                raise UnknownStatus(step, f"still progress after {self._most_progress} answers", file=file)
            time.sleep(self._profile.progress_pause_seconds)
        _expect_success(step, body, file)

    def query(self) -> bytes:
        """Ask for orders; the raw answer."""
        return self._line.get("query", self._query("query"), self.cookie)

    def info(self) -> bytes:
        """Ask for the site's statuses, pay systems and deliveries; the raw answer."""
        return self._line.get("info", self._query("info"), self.cookie)

    def success(self) -> None:
        """Tell the site that its orders are stored."""
        _expect_success("success", self._line.get("success", self._query("success"), self.cookie))

    def _query(self, mode: str, name: str | None = None, more: str = "") -> str:
        file = "" if name is None else f"&filename={name}"
        session = f"&sessid={self.sessid}" if self._sends_session() else ""
        if self._profile.session_as_it_is:
            return f"type={self._kind}{session}{self._profile.talk_parameters}&mode={mode}{more}{file}"
        return f"type={self._kind}&mode={mode}{file}{session}{more}"

    def _sends_session(self) -> bool:
        return bool(self.sessid) if self._use_sessid is None else self._use_sessid


def _expect_success(step: str, body: bytes, file: str = "") -> None:
    status = first_line(body)
    rest = "\n".join(answer_lines(body)[1:]).strip()
    if status == FAILURE:
        raise SiteRefused(step, "the site refused", rest, file=file)
    if status != SUCCESS:
        raise UnknownStatus(step, "unknown status", "\n".join(answer_lines(body)).strip(), file=file)
