"""Raw bytes on disk, by their hash: hashed, compressed and, where they speak of people, sealed in one pass.

Memory stays flat whatever comes: a piece is hashed, compressed and written before the next is read. The sealed form is
a row of frames, each with its number and whether it is the last, so that none can be lost, swapped or cut unnoticed.
"""

from __future__ import annotations

import hashlib
import io
import os
import tempfile
import time
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Collection, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Protocol, cast

import zstandard
from cryptography.fernet import InvalidToken
from django.conf import settings

from emporion.kernel.secrets import opened, sealed

from .types import ContentDamaged, StoredContent

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer, WriteableBuffer

PIECE = 256 * 1024
LEVEL = 1  # XML of 1C shrinks to about a tenth even so, at several hundred MB a second
SPARE_SECONDS = 3600  # a file this young may belong to a command that has not committed yet


class Readable(Protocol):
    """Anything with read: a request body, an open file, a member of an archive."""

    def read(self, size: int = ..., /) -> bytes:
        """At most size bytes; none at the end."""


def folder() -> Path:
    """Where the contents lie."""
    return Path(settings.EMPORION_HOME) / "messages"


def store(content: bytes | Readable | Iterable[bytes], *, personal: bool = False) -> StoredContent:
    """Put raw bytes on disk before anything is done with them; the same bytes are kept once.

    personal seals the file with the keys of this installation. Call it before the command that keeps the message:
    a file that no message names is swept away later.
    """
    folder().mkdir(parents=True, exist_ok=True)
    number, name = tempfile.mkstemp(dir=folder(), suffix=".part")
    try:
        with os.fdopen(number, "wb") as file:
            sha256, size = _write(content, file, personal)
        path = f"{sha256[:2]}/{sha256}.{'sealed' if personal else 'zst'}"
        _move(Path(name), folder() / path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return StoredContent(sha256, size, path, personal)


def _write(content: bytes | Readable | Iterable[bytes], file: BinaryIO, personal: bool) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    sealing = _Sealing(file) if personal else None
    compressor = zstandard.ZstdCompressor(level=LEVEL, write_checksum=True)
    with compressor.stream_writer(cast(BinaryIO, sealing or file), closefd=False) as compressed:
        for piece in _pieces(content):
            digest.update(piece)
            size += len(piece)
            compressed.write(piece)
    if sealing:
        sealing.finish()
    file.flush()
    os.fsync(file.fileno())
    return digest.hexdigest(), size


def _pieces(content: bytes | Readable | Iterable[bytes]) -> Iterable[bytes]:
    if isinstance(content, bytes | bytearray | memoryview):
        return (bytes(content[at : at + PIECE]) for at in range(0, len(content), PIECE))
    if hasattr(content, "read"):
        return iter(lambda: content.read(PIECE), b"")
    return content


def _move(part: Path, target: Path) -> None:
    target.parent.mkdir(exist_ok=True)
    if target.exists():
        os.utime(target)  # young again: the sweep leaves it to the message that is about to name it
        part.unlink()
    else:
        part.replace(target)


class _Sealing(io.RawIOBase):
    """Writes frames: length (4 bytes), then sealed: number (8), whether it is the last (1), up to PIECE bytes."""

    def __init__(self, file: BinaryIO) -> None:
        self._file, self._held, self._number = file, bytearray(), 0

    def writable(self) -> bool:
        return True

    def write(self, piece: ReadableBuffer, /) -> int:
        self._held += memoryview(piece)
        while len(self._held) > PIECE:
            self._frame(bytes(self._held[:PIECE]), last=False)
            del self._held[:PIECE]
        return memoryview(piece).nbytes

    def finish(self) -> None:
        """Write what is held back as the last frame."""
        self._frame(bytes(self._held), last=True)

    def _frame(self, piece: bytes, last: bool) -> None:
        token = urlsafe_b64decode(sealed(self._number.to_bytes(8) + bytes([last]) + piece))
        self._file.write(len(token).to_bytes(4) + token)
        self._number += 1


def _unsealed(file: BinaryIO) -> Iterator[bytes]:
    last, number = False, 0
    while not last:
        token = file.read(int.from_bytes(file.read(4)))
        plain = opened(urlsafe_b64encode(token))
        if int.from_bytes(plain[:8]) != number:
            raise InvalidToken
        last, number = bool(plain[8]), number + 1
        yield plain[9:]


class _Iterated(io.RawIOBase):
    """Pieces as a file."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces, self._left = pieces, b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        while not self._left:
            piece = next(self._pieces, None)
            if piece is None:
                return 0
            self._left = piece
        view = memoryview(buffer)
        size = min(len(view), len(self._left))
        view[:size], self._left = self._left[:size], self._left[size:]
        return size


class _Checked(io.RawIOBase):
    """The raw bytes again; at their end it is certain that none is missing or changed: zstd's checksum and the size."""

    def __init__(self, content: StoredContent) -> None:
        self._content = content
        self._file = _open(content)
        self._begin()

    def _begin(self) -> None:
        self._seen = 0
        sealed = self._content.sealed
        source = io.BufferedReader(_Iterated(_unsealed(self._file)), PIECE) if sealed else self._file
        self._plain = zstandard.ZstdDecompressor().stream_reader(source, read_size=PIECE)

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._seen

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        """Back to the front, for a reader that has to begin again; nowhere else."""
        if whence == io.SEEK_SET and offset == 0:
            self._file.seek(0)
            self._begin()
        elif (whence, offset) not in ((io.SEEK_CUR, 0), (io.SEEK_SET, self._seen)):
            raise io.UnsupportedOperation("a kept message is read from its front")
        return self._seen

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        try:
            size = self._plain.readinto(buffer)
        except (zstandard.ZstdError, InvalidToken) as error:
            raise ContentDamaged(path=self._content.path, problem=type(error).__name__) from error
        self._seen += size
        if self._seen > self._content.size or (not size and self._seen < self._content.size):
            raise ContentDamaged(path=self._content.path, problem=f"{self._seen}/{self._content.size}")
        return size

    def close(self) -> None:
        self._file.close()
        super().close()


def _open(content: StoredContent) -> BinaryIO:
    try:
        return (folder() / content.path).open("rb")
    except FileNotFoundError as error:
        raise ContentDamaged(path=content.path, problem="missing") from error


def reader(content: StoredContent) -> io.BufferedReader:
    """The raw bytes as a file to be read from the front, decompressed and unsealed on the way; seek(0) begins again."""
    return io.BufferedReader(_Checked(content), PIECE)


def sweep_files(named: Callable[[str], Collection[str]]) -> int:
    """Remove old files that no content names: what a crash left, and what was reduced. Answers how many.

    named tells the paths in use of one folder at a time, so that years of messages need little memory.
    """
    if not folder().exists():
        return 0
    removed = sum(_removed(file) for file in folder().glob("*.part"))
    for inner in sorted(place for place in folder().iterdir() if place.is_dir()):
        keep = named(inner.name)
        removed += sum(_removed(file) for file in inner.iterdir() if f"{inner.name}/{file.name}" not in keep)
    return removed


def _removed(file: Path) -> bool:
    if file.stat().st_mtime > time.time() - SPARE_SECONDS:
        return False
    file.unlink(missing_ok=True)
    return True
