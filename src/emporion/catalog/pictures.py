"""The bytes of pictures: kept once under the hash of their content, in whatever storage the house has."""

from __future__ import annotations

import hashlib
import os
import struct
from dataclasses import dataclass
from io import BufferedReader, BytesIO
from pathlib import Path

from django.core.files.base import File
from django.core.files.storage import default_storage

from .types import PICTURE_LIMIT, NotAPicture, PictureBroken, PictureTooLarge

HEAD = 1 << 20  # what stands before the size of a JPEG: a preview and a colour profile at most
_PNG, _JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"
# markers of JPEG that begin a frame and carry its size: SOF0 to SOF15 without DHT, JPG and DAC (ITU T.81, table B.1)
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
Size = tuple[int | None, int | None]


@dataclass(frozen=True, slots=True)
class KeptPicture:
    """A picture in the storage; sizes in pixels where the header tells them."""

    content_hash: str
    file: str
    width: int | None
    height: int | None


def keep_picture(source: bytes | BufferedReader, *, is_sized: bool = False) -> KeptPicture:
    """Put a picture into the storage unless its content is there already; not a command, so call it before one.

    A file is read from its beginning, a piece at a time. Refuses what is no PNG, JPEG, GIF or WebP by its first bytes,
    and more than 32 MB; with is_sized also one whose header does not tell a size, for a person can be asked again.
    """
    file = BytesIO(source) if isinstance(source, bytes) else source
    size = file.seek(0, os.SEEK_END)
    if size > PICTURE_LIMIT:
        raise PictureTooLarge(size=size, limit=PICTURE_LIMIT)
    file.seek(0)
    head = file.read(HEAD)
    ending = ending_of(head)
    if is_sized and not all(size_of(head)):
        raise PictureBroken()
    file.seek(0)
    content_hash = hashlib.file_digest(file, "sha256").hexdigest()
    name = f"pictures/{content_hash[:2]}/{content_hash}.{ending}"
    if not _stands_whole(name, size):
        file.seek(0)
        _save(name, file)
    return KeptPicture(content_hash, name, *size_of(head))


def share_on_disk(path: Path, picture: KeptPicture) -> None:
    """Let a file of a picture's bytes be the very file of the storage, where the storage is a folder of this disk.

    The storage never writes into a file that stands, so neither name changes what is seen under the other.
    """
    try:
        kept = Path(default_storage.path(picture.file))
        if kept.samefile(path):
            return
        beside = path.with_name(f".{path.name}.{os.getpid()}.link")
        beside.hardlink_to(kept)
        beside.replace(path)
    except (NotImplementedError, OSError):
        return  # another disk, or no disk at all: two files then


def _stands_whole(file: str, size: int) -> bool:
    if not default_storage.exists(file):
        return False
    if default_storage.size(file) == size:
        return True
    default_storage.delete(file)  # a crash cut it short; the hash in its name says what it must be
    return False


def _save(name: str, file: BufferedReader | BytesIO) -> None:
    saved = default_storage.save(name, File(file))
    if saved != name:  # another process was quicker and the storage chose another name for the same bytes
        default_storage.delete(saved)


def ending_of(data: bytes) -> str:
    """The format by the first bytes; the name of a file says nothing."""
    if data.startswith(_PNG):
        return "png"
    if data.startswith(_JPEG):
        return "jpg"
    if data.startswith((b"GIF87a", b"GIF89a")):
        return "gif"
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return "webp"
    raise NotAPicture()


def size_of(data: bytes) -> Size:
    """Width and height in pixels, or nothing where the header is cut or unusual."""
    try:
        return {"png": _png, "gif": _gif, "jpg": _jpeg, "webp": _webp}[ending_of(data)](data)
    except (struct.error, IndexError):
        return None, None


def _png(data: bytes) -> Size:
    width, height = struct.unpack_from(">II", data, 16)
    return width, height


def _gif(data: bytes) -> Size:
    width, height = struct.unpack_from("<HH", data, 6)
    return width, height


def _jpeg(data: bytes) -> Size:
    at = 2
    while data[at : at + 1] == b"\xff":
        marker, length = data[at + 1], struct.unpack_from(">H", data, at + 2)[0]
        if marker in _FRAMES:
            height, width = struct.unpack_from(">HH", data, at + 5)
            return width, height
        at += 2 + length
    return None, None


def _webp(data: bytes) -> Size:
    kind = data[12:16]
    if kind == b"VP8X":  # 24-bit sizes less one
        return int.from_bytes(data[24:27], "little") + 1, int.from_bytes(data[27:30], "little") + 1
    if kind == b"VP8L":  # two 14-bit numbers less one behind the signature byte
        bits = int.from_bytes(data[21:25], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if kind == b"VP8 ":
        width, height = struct.unpack_from("<HH", data, 26)
        return width & 0x3FFF, height & 0x3FFF
    return None, None
