"""One talk with the site, from checkauth on: what 1C asks, and what it accepts as an answer."""

import time
from collections.abc import Mapping

from emporion.demo.onec.errors import NoCookie, SiteRefused, UnknownStatus, WrongInit
from emporion.demo.onec.line import Line, answer_lines, first_line

SUCCESS, FAILURE, PROGRESS = "success", "failure", "progress"
COOKIE_LINES, SESSID_LINE = 3, 3


class Talk:
    """The steps in the hands of the caller, so that a test can also take them out of order; type is catalog or sale."""

    def __init__(self, line: Line, kind: str, *, use_sessid: bool = True, most_progress: int | None = None) -> None:
        self._line = line
        self._kind = kind
        self._use_sessid = use_sessid
        self._most_progress = most_progress
        self.cookie = ""
        self.sessid = ""
        self.zip = False
        self.file_limit = 0
        self.progress = 0  # how often the site asked for patience

    def checkauth(self) -> None:
        """Sign in. Lines 2 and 3 are the cookie of this talk, line 4 goes back as sessid."""
        self.cookie = self.sessid = ""
        body = self._line.get("checkauth", self._query("checkauth"), "")
        _expect_success("checkauth", body)
        lines = [line.strip("\r") for line in answer_lines(body)]
        if len(lines) < COOKIE_LINES:
            raise NoCookie("checkauth", "no cookie in lines 2 and 3", "\n".join(lines))
        self.cookie = f"{lines[1]}={lines[2]}"
        if self._use_sessid and len(lines) > SESSID_LINE:
            self.sessid = lines[SESSID_LINE].replace("sessid=", "")

    def init(self) -> None:
        """Ask how files have to come: zipped or not, and in what pieces (0 or no number: in one)."""
        body = self._line.get("init", self._query("init"), self.cookie)
        lines = [line.strip() for line in answer_lines(body)]
        if lines[0].lower() == FAILURE:
            raise SiteRefused("init", "the site refused", "\n".join(lines[1:]))
        if len(lines) not in self._line.profile.init_lines:
            raise WrongInit("init", f"{len(lines)} lines instead of two", "\n".join(lines))
        limit = lines[1].removeprefix("file_limit=") if len(lines) > 1 else ""
        self.zip = lines[0] == "zip=yes"
        self.file_limit = int(limit) if limit.isdecimal() else -1

    def send_file(self, name: str, content: bytes) -> None:
        """Send a file in pieces of at most file_limit bytes, all under the same name; the first refusal stops it."""
        size = self.file_limit if self.file_limit > 0 else max(len(content), 1)
        for start in range(0, max(len(content), 1), size):
            body = self._line.post("file", self._query("file", name), self.cookie, content[start : start + size])
            _expect_success("file", body)

    def send_files(self, files: Mapping[str, bytes]) -> None:
        """Send all files of a portion one after another."""
        for name, content in files.items():
            self.send_file(name, content)

    def import_file(self, name: str) -> None:
        """Have a file taken in: as long as the site says progress, the same question again."""
        asked = 0
        while True:
            body = self._line.get(
                "import", self._query("import", name), self.cookie, self._line.faults.import_timeout_seconds
            )
            if first_line(body) != PROGRESS:
                break
            asked += 1
            self.progress += 1
            if self._most_progress is not None and asked > self._most_progress:
                raise UnknownStatus("import", f"still progress after {self._most_progress} answers")
            time.sleep(self._line.profile.progress_pause_seconds)
        _expect_success("import", body)

    def query(self) -> bytes:
        """Ask for orders; the raw answer."""
        return self._line.get("query", self._query("query"), self.cookie)

    def success(self) -> None:
        """Tell the site that its orders are stored."""
        _expect_success("success", self._line.get("success", self._query("success"), self.cookie))

    def _query(self, mode: str, name: str | None = None) -> str:
        file = "" if name is None else f"&filename={name}"
        sessid = f"&sessid={self.sessid}" if self.sessid else ""
        return f"type={self._kind}&mode={mode}{file}{sessid}"


def _expect_success(step: str, body: bytes) -> None:
    status = first_line(body)
    rest = "\n".join(answer_lines(body)[1:]).strip()
    if status == FAILURE:
        raise SiteRefused(step, "the site refused", rest)
    if status != SUCCESS:
        raise UnknownStatus(step, "unknown status", "\n".join(answer_lines(body)).strip())
