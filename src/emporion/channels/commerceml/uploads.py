"""Files that 1C sends: where they lie, which names are refused, how chunks of one file are put together."""

from __future__ import annotations

import fcntl
import mmap
import os
import re
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Protocol

from django.conf import settings
from django.utils.translation import gettext_noop

from emporion.kernel.errors import Refused

SCRIPTS = {".php", ".phtml", ".py", ".pl", ".cgi", ".asp", ".aspx", ".jsp", ".sh", ".exe", ".js", ".htaccess", ".phar"}
TALK_SECONDS = 7 * 24 * 3600  # as long a person may still have imported what 1C never asked to import
PICTURE_SECONDS = 600  # after which no further piece of a picture comes
PART_BYTES, PATH_BYTES = 200, 1000
NAME_LENGTH = 255
STRIPPED = re.compile(r"^(/?tmp/|/?upload/1c/webdata\d*/|/?upload/1c_exchange/)", re.IGNORECASE)
STARTS = (b"\xef\xbb\xbf<?xml", b"<?xml", b"PK\x03\x04")
ENDS = "</КоммерческаяИнформация>"
PEOPLE = "Контрагент"
SURE_BYTES = 1024  # no XML says so much twice in a row: such a piece was sent again
COLLISIONS = (FileExistsError, IsADirectoryError, NotADirectoryError)


class Readable(Protocol):
    """What bytes can be read from, such as a request."""

    def read(self, size: int, /) -> bytes:
        """At most so many bytes; none at the end."""


class PieceCut(Refused):
    """The connection broke while a piece was sent; what came of it was dropped."""

    code = "commerceml_piece_cut"
    says = gettext_noop("A piece of %(name)s was cut: %(came)s of %(told)s bytes came.")
    remedy = gettext_noop("Let 1C start the exchange again from its first step.")


class TooMuch(Refused):
    """A piece larger than the limit that was told at init."""

    code = "commerceml_too_much"
    says = gettext_noop("The piece of “%(name)s” is larger than the agreed %(limit)s bytes.")
    remedy = gettext_noop("Let 1C keep to the file limit that the site tells at the start of an exchange.")


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
    if not path or path.startswith("/") or ":" in path or not path.isprintable():
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
        self.channel, self.session = channel, session
        self.folder = area(channel) / "talks" / str(session)

    def begin(self) -> None:
        """Forget what this talk sent before, and what talks of another week left unfinished."""
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

    def add(self, name: str, source: Readable, limit: int, told: int = 0) -> int:
        """Put one piece behind what came under this name; answers the bytes taken.

        A piece that breaks off before the bytes that were told, or is larger than the limit, leaves nothing behind.
        """
        path = self.path(name)
        piece: Path | None = None
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            piece = _new_piece(path.parent)
            taken = _received(piece, source, limit or told)
            if taken < told:
                raise PieceCut(name=name[:100], came=max(taken, 0), told=told)
            if limit and taken > limit:
                raise TooMuch(name=name[:100], limit=limit)
            with alone(self.folder):
                self._put_behind(path, piece)
        except COLLISIONS:
            raise NameRefused(name=name[:100]) from None
        finally:
            if piece is not None:
                piece.unlink(missing_ok=True)
        return taken

    def _put_behind(self, path: Path, piece: Path) -> None:
        if path.is_dir():
            raise IsADirectoryError
        if not path.exists() or (_begins(piece) and _looks_complete(path)):
            piece.replace(path)
        elif not _ends_with(path, piece):
            with path.open("ab") as file, piece.open("rb") as more:
                shutil.copyfileobj(more, file, 1 << 20)

    def name(self, path: Path) -> str:
        """How a file of this talk is called in messages: without what stood in front, folders kept."""
        return str(path.relative_to(self.folder))[-NAME_LENGTH:]

    def consume(self, path: Path) -> None:
        """The file was taken by an import: the next piece of this name begins anew."""
        path.unlink(missing_ok=True)

    def unread(self) -> list[Path]:
        """The XML files of this talk that no import has taken, by name."""
        return sorted(one for one in self.folder.rglob("*") if one.suffix.lower() == ".xml" and one.name[0] != ".")

    def _is_message(self, path: Path) -> bool:
        ending = path.suffix.lower()
        return ending == ".xml" or (ending == ".zip" and path.parent == self.folder)

    def publish_pictures(self) -> None:
        """Move what is no XML to the connection's folder, where this catalog and later ones find it.

        With it go pictures of earlier talks that sent them behind their last XML, once nothing is put behind them.
        """
        before = time.time() - PICTURE_SECONDS
        for talk in (Talk(self.channel, number) for number in self._earlier()):
            talk._publish(lambda picture: picture.stat().st_mtime < before)
        self._publish(lambda picture: True)

    def _earlier(self) -> list[int]:
        names = (folder.name for folder in self.folder.parent.glob("*"))
        return sorted(int(name) for name in names if name.isdecimal() and int(name) < self.session)

    def _publish(self, is_due: Callable[[Path], bool]) -> None:
        for source in sorted(self.folder.rglob("*")):
            inside = source.relative_to(self.folder)
            is_picture = source.is_file() and not source.name.startswith(".") and not self._is_message(source)
            if is_picture and is_due(source):
                target = area(self.channel) / "files" / inside
                with suppress(*COLLISIONS):  # a file where another talk had a folder: goods will miss their picture
                    target.parent.mkdir(parents=True, exist_ok=True)
                    source.replace(target)


def _new_piece(folder: Path) -> Path:
    """A file of its own for each request: 1C that gave up waiting sends a piece again while the first still comes.

    Hidden names cannot be sent, so nothing else lies there.
    """
    number, name = tempfile.mkstemp(dir=folder, prefix=".", suffix=".piece")
    os.close(number)
    return Path(name)


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """One request at a time puts its piece behind the others, whatever process it runs in."""
    lock = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)


def _looks_complete(path: Path) -> bool:
    with path.open("rb") as file:
        start = file.read(4)
        file.seek(max(path.stat().st_size - 400, 0))
        tail = file.read()
    if start == b"PK\x03\x04":
        return b"PK\x05\x06" in tail
    return any(ENDS.encode(encoding) in tail for encoding in ("utf-8", "cp1251"))


def _received(piece: Path, source: Readable, enough: int) -> int:
    """Write what comes, until it ends, breaks off, or is more than was agreed."""
    taken = 0
    with piece.open("wb") as file:
        while not enough or taken <= enough:
            try:
                part = source.read(1 << 20)
            except OSError:  # the other side hung up
                return -1
            if not part:
                break
            taken += len(part)
            file.write(part)
    return taken


def _begins(piece: Path) -> bool:
    with piece.open("rb") as file:
        return file.read(8).startswith(STARTS)


def _ends_with(path: Path, piece: Path) -> bool:
    """Whether the last piece is sent again; pictures may well repeat themselves, XML does not.

    The piece that ends a file may be a short one; nothing goes on behind it.
    """
    size, there = piece.stat().st_size, path.stat().st_size
    if path.suffix.lower() != ".xml" or there < size or (size < SURE_BYTES and not _looks_complete(path)):
        return False
    with path.open("rb") as file, piece.open("rb") as again:
        file.seek(there - size)
        return all(file.read(len(part)) == part for part in iter(lambda: again.read(1 << 20), b""))


def speaks_of_people(path: Path) -> bool:
    """Whether a file names customers, whatever kind of exchange it came in."""
    if not path.stat().st_size:
        return False
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as whole:
        return any(
            whole.find(PEOPLE.encode(encoding)) >= 0 for encoding in ("utf-8", "cp1251", "utf-16-le", "utf-16-be")
        )
