"""Files that 1C sends: where they lie, which names are refused, how chunks of one file are put together."""

from __future__ import annotations

import re
import shutil
import time
from pathlib import Path
from typing import Protocol

from django.conf import settings
from django.utils.translation import gettext_noop

from emporion.kernel.errors import Refused

SCRIPTS = {".php", ".phtml", ".py", ".pl", ".cgi", ".asp", ".aspx", ".jsp", ".sh", ".exe", ".js", ".htaccess", ".phar"}
TALK_SECONDS = 24 * 3600
PART_BYTES, PATH_BYTES = 200, 1000
STRIPPED = re.compile(r"^(/?tmp/|/?upload/1c/webdata\d*/|/?upload/1c_exchange/)", re.IGNORECASE)
STARTS = (b"\xef\xbb\xbf<?xml", b"<?xml", b"PK\x03\x04")
ENDS = "</КоммерческаяИнформация>"


class Readable(Protocol):
    """What bytes can be read from, such as a request."""

    def read(self, size: int, /) -> bytes:
        """At most so many bytes; none at the end."""


class NameRefused(Refused):
    """A file name that could reach outside its folder or be run."""

    code = "commerceml_name_refused"
    says = gettext_noop("The file name “%(name)s” is not allowed.")
    remedy = gettext_noop("Send names without “..”, hidden parts and script endings.")


def safe_path(name: str) -> Path | None:
    """A relative path inside the upload folder, folders kept; None for a name that is refused.

    A 1C server on Linux may say /tmp/..., Bitrix's own folder may stand in front, and backslashes occur.
    """
    path = STRIPPED.sub("", name.strip().replace("\\", "/"))
    parts = path.split("/")
    if not path or path.startswith("/") or any(bad in path for bad in ("\0", ":", "\n")):
        return None
    if any(part in ("", ".", "..") or part.startswith(".") or len(part.encode()) > PART_BYTES for part in parts):
        return None
    if len(path.encode()) > PATH_BYTES or any(suffix.lower() in SCRIPTS for suffix in Path(path).suffixes):
        return None
    return Path(*parts)


def area(channel: int) -> Path:
    """The folder of a connection's files; pictures stay, they are named again by later catalogs."""
    return Path(settings.EMPORION_HOME) / "exchange" / str(channel)


class Talk:
    """The files of one talk. The first piece of a name in a talk begins the file, later ones are put behind it.

    Once a file was consumed by an import its name begins anew, and so does one whose stored part is complete when a
    piece comes that looks like a beginning: that is a re-send (facts of the protocol, not of the standard).
    """

    def __init__(self, channel: int, session: int) -> None:
        self.channel = channel
        self.folder = area(channel) / "talks" / str(session)

    def begin(self) -> None:
        """Forget what this talk sent before, and what talks of another day left unfinished."""
        over = time.time() - TALK_SECONDS
        for folder in self.folder.parent.glob("*"):
            if folder == self.folder or folder.stat().st_mtime < over:
                shutil.rmtree(folder, ignore_errors=True)
        self.folder.mkdir(parents=True, exist_ok=True)

    def path(self, name: str) -> Path:
        """Where a file of this talk lies; refuses a name that could reach elsewhere."""
        inside = safe_path(name)
        if inside is None:
            raise NameRefused(name=name[:100])
        return self.folder / inside

    def add(self, name: str, source: Readable, limit: int) -> int:
        """Put one piece behind what came under this name; answers the bytes taken."""
        path = self.path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        first = source.read(1 << 16)
        mode = "wb" if self._begins_anew(path, first) else "ab"
        taken = 0
        with path.open(mode) as file:
            while first:
                taken += len(first)
                if limit and taken > limit:
                    raise TooMuch(name=name[:100], limit=limit)
                file.write(first)
                first = source.read(1 << 20)
        return taken

    def _begins_anew(self, path: Path, first: bytes) -> bool:
        if not path.exists():
            return True
        return first.startswith(STARTS) and _looks_complete(path)

    def consume(self, name: str) -> None:
        """The file was taken by an import: the next piece of this name begins anew."""
        self.path(name).unlink(missing_ok=True)

    def cut(self, name: str, size: int) -> None:
        """Take back a piece that did not come whole."""
        path = self.path(name)
        if path.exists():
            with path.open("r+b") as file:
                file.truncate(size)

    def publish_pictures(self) -> None:
        """Move what is no XML to the connection's folder, where this catalog and later ones find it."""
        for source in sorted(self.folder.rglob("*")):
            inside = source.relative_to(self.folder)
            if source.is_file() and source.suffix.lower() != ".xml":
                target = area(self.channel) / "files" / inside
                target.parent.mkdir(parents=True, exist_ok=True)
                source.replace(target)


class TooMuch(Refused):
    """A piece larger than the limit that was told at init."""

    code = "commerceml_too_much"
    says = gettext_noop("The piece of “%(name)s” is larger than the agreed %(limit)s bytes.")
    remedy = gettext_noop("Let 1C keep to the file limit that the site tells at the start of an exchange.")


def _looks_complete(path: Path) -> bool:
    with path.open("rb") as file:
        start = file.read(4)
        file.seek(max(path.stat().st_size - 400, 0))
        tail = file.read()
    if start == b"PK\x03\x04":
        return b"PK\x05\x06" in tail
    return any(ENDS.encode(encoding) in tail for encoding in ("utf-8", "cp1251"))
