"""A backup as a file: pieces compressed one by one, each with its hash, the manifest last. Memory stays flat."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO, cast

import zstandard
from pydantic import ValidationError

from .manifest import FORMAT, BackupDamaged, Manifest, Member, NotABackup

PIECE = 1024 * 1024
LEVEL = 1  # a database shrinks to a third at several hundred MB a second; pictures pass almost untouched
MANIFEST, ENDING = "manifest.json", ".zst"
WORD = "READ ME.txt"
WARNING = """This file holds a whole house of Emporion: names, addresses, prices, and the keys that open its secrets.
Whoever has it can read everything. Keep it as you keep the keys of the shop.
It is put back with: emporion restore FILE
"""


class Writer:
    """Puts pieces into a new backup; the file may be a pipe."""

    def __init__(self, file: BinaryIO) -> None:
        self._zip = zipfile.ZipFile(file, "w", zipfile.ZIP_STORED)
        self._zip.writestr(WORD, WARNING)
        self.members: dict[str, Member] = {}

    def put(self, name: str, pieces: Iterable[bytes]) -> None:
        """Write one piece as it comes; one that breaks off spoils the backup, for it has no end then."""
        digest, size = hashlib.sha256(), 0
        compressor = zstandard.ZstdCompressor(level=LEVEL)
        with (
            self._zip.open(name + ENDING, "w", force_zip64=True) as entry,
            compressor.stream_writer(cast(BinaryIO, entry), closefd=False) as out,
        ):
            for piece in pieces:
                digest.update(piece)
                size += len(piece)
                out.write(piece)
        self.members[name] = Member(sha256=digest.hexdigest(), bytes=size)

    def end(self, manifest: Manifest) -> Manifest:
        """Write what stands in it; only now is the backup whole."""
        whole = manifest.model_copy(update={"members": self.members})
        self._zip.writestr(MANIFEST, whole.model_dump_json(indent=1))
        self._zip.close()
        return whole


class Reader:
    """Reads a backup; refuses what is none."""

    def __init__(self, file: Path) -> None:
        try:
            self._zip = zipfile.ZipFile(file)
            self.manifest = Manifest.model_validate_json(self._zip.read(MANIFEST))
        except (OSError, zipfile.BadZipFile, KeyError, ValidationError):
            raise NotABackup(file=str(file)) from None
        if self.manifest.format > FORMAT:
            raise NotABackup(file=str(file))

    def pieces(self, name: str) -> Iterator[bytes]:
        """The content of one piece."""
        with (
            self._zip.open(name + ENDING) as entry,
            zstandard.ZstdDecompressor().stream_reader(cast(BinaryIO, entry), closefd=False) as content,
        ):
            while piece := content.read(PIECE):
                yield piece

    def verify(self) -> None:
        """Read everything once and compare it with the manifest; refuses by the name of the first that differs."""
        for name, told in self.manifest.members.items():
            digest = hashlib.sha256()
            try:
                for piece in self.pieces(name):
                    digest.update(piece)
            except (zstandard.ZstdError, zipfile.BadZipFile, KeyError, OSError, EOFError):
                raise BackupDamaged(member=name) from None
            if digest.hexdigest() != told.sha256:
                raise BackupDamaged(member=name)

    def text(self, name: str) -> str:
        """A small piece as text."""
        return b"".join(self.pieces(name)).decode()


def pieces_of(file: Path) -> Iterator[bytes]:
    """A file of the disk, as it is read."""
    with file.open("rb") as content:
        while piece := content.read(PIECE):
            yield piece


def written(pieces: Iterable[bytes], place: Path) -> None:
    """A file on the disk, whole or not at all, readable by its owner only."""
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = place.with_name(f"{place.name}.part")
    with draft.open("wb") as file:
        draft.chmod(0o600)
        for piece in pieces:
            file.write(piece)
    draft.replace(place)
