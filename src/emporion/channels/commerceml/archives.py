"""Zip archives that 1C sends instead of files: unpacked in a stream, within limits, each name judged by itself.

1C packs a whole folder, then asks for the import of a file inside it by its own name. Entry names are UTF-8 or cp866
without saying which; both are real.
"""

from __future__ import annotations

import shutil
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext_noop

from emporion.kernel.errors import Refused

from .uploads import COLLISIONS, safe_path

GIB = 1 << 30
STEP = 1 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """How much an archive may hold. ratio is bytes out for each byte of the archive, judged above free_bytes.

    A catalog of repeating XML shrinks to a thirtieth at most; a bomb gives a thousand for one.
    """

    entries: int = 200_000
    total_bytes: int = 8 * GIB
    ratio: int = 200
    free_bytes: int = 64 << 20


class ArchiveBroken(Refused):
    """Not a whole zip, a wrong checksum, or one that asks for a password."""

    code = "commerceml_archive_broken"
    says = gettext_noop("The archive %(name)s cannot be unpacked: %(cause)s.")
    remedy = gettext_noop("It was probably cut on the way. Let 1C start the exchange again from its first step.")


class ArchiveTooLarge(Refused):
    """More files or bytes than an honest catalog has."""

    code = "commerceml_archive_too_large"
    says = gettext_noop("The archive %(name)s holds too much: %(cause)s.")
    remedy = gettext_noop("Let 1C send the catalog in portions, or without an archive.")


@dataclass(frozen=True, slots=True)
class Unpacked:
    """What came out, and the names that were left where they are because they could reach elsewhere or be run."""

    files: tuple[Path, ...]
    left_out: tuple[str, ...]


def unpack(archive: Path, into: Path, limits: Limits | None = None) -> Unpacked:
    """Unpack an archive below a folder, folders kept; files of the same name are replaced.

    Raises ArchiveBroken and ArchiveTooLarge; files that were whole by then stay, as pieces of a talk do.
    """
    try:
        with zipfile.ZipFile(archive) as opened:
            return _unpacked(opened, archive, into, limits or Limits())
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise ArchiveBroken(name=archive.name[:100], cause=" ".join(str(error).split())[:200]) from None


def _unpacked(opened: zipfile.ZipFile, archive: Path, into: Path, limits: Limits) -> Unpacked:
    entries = [entry for entry in opened.infolist() if not entry.is_dir()]
    told = sum(entry.file_size for entry in entries)
    free = shutil.disk_usage(into).free
    room = min(limits.total_bytes, max(limits.free_bytes, limits.ratio * archive.stat().st_size))
    if len(entries) > limits.entries:
        raise ArchiveTooLarge(name=archive.name[:100], cause=f"{len(entries)} > {limits.entries}")
    if told > room or told > free:
        raise ArchiveTooLarge(name=archive.name[:100], cause=f"{told >> 20} MB > {min(room, free) >> 20} MB")
    files, left_out = [], []
    for entry in entries:
        name = entry_name(entry)
        inside = safe_path(name)
        try:
            if inside is None:
                raise FileExistsError
            files.append(_written(opened, entry, into / inside))
        except COLLISIONS:
            left_out.append(name)
    return Unpacked(tuple(files), tuple(left_out))


def _written(opened: zipfile.ZipFile, entry: zipfile.ZipInfo, target: Path) -> Path:
    """One entry, under a hidden name until it is whole; what is longer than it said is broken."""
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.is_dir():
        raise IsADirectoryError
    piece = target.with_name(f".{target.name}.piece")
    try:
        with piece.open("wb") as file:
            for part in _parts(opened, entry):
                file.write(part)
        piece.replace(target)
    finally:
        with suppress(OSError):
            piece.unlink()
    return target


def _parts(opened: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    left = entry.file_size
    with opened.open(entry) as source:
        while part := source.read(STEP):
            left -= len(part)
            if left < 0:
                raise zipfile.BadZipFile(f"{entry_name(entry)} is longer than it says")
            yield part


def entry_name(entry: zipfile.ZipInfo) -> str:
    """The name as its maker meant it: without the flag of UTF-8 it is UTF-8 all the same, or cp866."""
    if entry.flag_bits & 0x800:
        return entry.filename
    raw = entry.filename.encode("cp437", "replace")
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("cp866", "replace")
