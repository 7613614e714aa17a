"""Files that a person dropped on the exchange page: laid down as a talk that is over, then imported like any other, or
kept only to be tried.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path, PurePath
from shutil import copyfileobj
from tempfile import TemporaryDirectory

from emporion.exchange import commands as exchange
from emporion.exchange.types import DroppedFile, fault_of
from emporion.kernel.errors import Refused

from .archives import unpack
from .inbound.files import in_turn, keep as keep_file
from .source import refuse_broken
from .uploads import Talk as Files, speaks_of_people

XML = ".xml"
PIECE = 1 << 20


def drop(channel: int, files: Sequence[DroppedFile], actor: str) -> int:
    """Lay files down under a talk of their own; answers its number. Broken ones are kept as refused messages."""
    talk = exchange.open_session(channel=channel, kind="hand", actor=actor)
    place = Files(channel, talk.id)
    place.begin()
    for name, one in _named_apart(files):
        place.add(name, one.source, 0, one.size)
        if PurePath(name).suffix.lower() == XML:
            _keep_if_broken(place, talk.id, place.path(name), actor)
    exchange.end_session(session=talk.id, actor=actor)
    return talk.id


def keep(channel: int, files: Sequence[DroppedFile], actor: str) -> list[int]:
    """Number dropped files as messages that nobody works on yet, archives unpacked, goods before offers."""
    with TemporaryDirectory() as folder:
        paths = [path for name, one in _named_apart(files) for path in _laid_out(Path(folder), name, one)]
        return [keep_file(channel, path, actor) for path in in_turn(paths)]


def _laid_out(folder: Path, name: str, one: DroppedFile) -> list[Path]:
    path = folder / name
    with path.open("wb") as file:
        copyfileobj(one.source, file, PIECE)
    if path.suffix.lower() == XML:
        return [path]
    into = path.with_suffix(".unpacked")
    into.mkdir()
    return [found for found in unpack(path, into).files if found.suffix.lower() == XML]


def _named_apart(files: Sequence[DroppedFile]) -> Iterator[tuple[str, DroppedFile]]:
    """Names without folders; the second of a name gets a number, or it would be put behind the first."""
    seen: set[str] = set()
    for number, one in enumerate(files):
        name = PurePath(one.name.replace("\\", "/")).name
        yield (f"{number}-{name}" if name in seen else name), one
        seen.add(name)


def _keep_if_broken(place: Files, session: int, path: Path, actor: str) -> None:
    with path.open("rb") as source:
        try:
            refuse_broken(source, path.name)
        except Refused as refusal:
            source.seek(0)
            personal = speaks_of_people(path)
            number = exchange.keep_message(
                channel=place.channel, direction="in", name=place.name(path), session=session, personal=personal,
                content=exchange.store(source, personal=personal), actor=actor,
            )  # fmt: skip
            exchange.refuse_message(message=number, fault=fault_of(refusal), actor=actor, origin=f"message:{number}")
            place.consume(path)
