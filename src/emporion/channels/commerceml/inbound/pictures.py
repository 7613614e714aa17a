"""Pictures that 1C sent as files beside the XML."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from emporion.catalog.commands import keep_picture, share_on_disk
from emporion.catalog.types import PictureCard
from emporion.kernel.errors import Refused

from .. import records
from ..uploads import safe_path
from .load import Load


def pictures_of(load: Load, pictures: Sequence[records.Picture]) -> tuple[tuple[PictureCard, ...], bool]:
    """The pictures that lie in the connection's folder, kept in the storage, and whether all of them do.

    What is no picture (goods carry manuals too) counts as settled: it will not become one.
    """
    cards, all_here = [], True
    for picture in pictures:
        file = _file(load, picture.path)
        if file is None:
            all_here = False
            continue
        try:
            with file.open("rb") as source:
                kept = keep_picture(source)
        except Refused:
            continue
        share_on_disk(file, kept)
        cards.append(PictureCard(kept.file, kept.content_hash, picture.caption, kept.width, kept.height))
    return tuple(cards), all_here


def _file(load: Load, path: str) -> Path | None:
    """The picture under its name, or under the one that a query makes of it: there a plus is a blank."""
    places = (safe_path(name) for name in dict.fromkeys((path, path.replace("+", " "))))
    files = (Path(load.folder) / inside for inside in places if load.folder and inside)
    return next((file for file in files if file.is_file()), None)
