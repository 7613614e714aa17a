"""Files that a person drops only to see what they would do: read by a worker, answered with counts, thrown away.

Until then they lie in a folder of their own below EMPORION_HOME. What was answered is thrown away an hour later,
and the copy that was read from by the nightly sweep: no message names it.
"""

from __future__ import annotations

import json
import shutil
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path, PurePath
from secrets import token_hex

from django.conf import settings

from emporion.clockwork.types import task
from emporion.exchange.types import DroppedFile, RehearsedFile, fault_of
from emporion.kernel.errors import Refused

from .archives import Limits, unpack
from .inbound.files import Taken, in_turn, rehearsed

KEPT_SECONDS = 3600
PIECE = 1 << 20
MOST_BYTES = 64 << 20  # unpacked: the rehearsal is one transaction, and others wait for it
XML, ANSWER = ".xml", "answer.json"


def begin(channel: int, files: Sequence[DroppedFile]) -> str:
    """Lay files down and ask a worker to read them; answers the word under which it will answer."""
    _tidy()
    word = token_hex(12)
    for number, one in enumerate(files):
        place = _folder() / word / "files" / f"{number:03d}"  # of its own: two files may have one name
        place.mkdir(parents=True)
        with (place / PurePath(one.name.replace("\\", "/")).name).open("wb") as file:
            shutil.copyfileobj(one.source, file, PIECE)
    read_dropped.enqueue(channel, word)
    return word


def look(word: str) -> Sequence[RehearsedFile] | None:
    """What the files would do; None while the worker reads, or when it is too long ago."""
    if not word.isalnum():
        return None
    answer = _folder() / word / ANSWER
    if not answer.exists():
        return None
    return [RehearsedFile(**one) for one in json.loads(answer.read_text())]


@task(max_tries=2)
def read_dropped(channel: int, word: str) -> None:
    """Rehearse what was laid down, write the answer, and throw the files away, whatever came of it."""
    place = _folder() / word
    if not (place / "files").exists():
        return
    try:
        found = _read(channel, place / "files")
        draft = place / f"{ANSWER}.new"
        draft.write_text(json.dumps(found, ensure_ascii=False))
        draft.replace(place / ANSWER)
    finally:
        shutil.rmtree(place / "files", ignore_errors=True)


def _read(channel: int, place: Path) -> list[dict[str, object]]:
    told, paths = [], list[Path]()
    for path in sorted(place.glob("*/*")):
        try:
            paths += _files(path)
        except Refused as refusal:
            told.append(_told(Taken(path.name, 0, {}, (), fault_of(refusal))))
    return [*told, *(_told(one) for one in (rehearsed(channel, in_turn(paths)) if paths else []))]


def _files(path: Path) -> list[Path]:
    if path.suffix.lower() == XML:
        return [path]
    into = path.with_suffix(".unpacked")
    into.mkdir()
    found = unpack(path, into, Limits(total_bytes=MOST_BYTES)).files
    return [one for one in found if one.suffix.lower() == XML]


def _told(one: Taken) -> dict[str, object]:
    """A file as JSON keeps it."""
    causes = Counter(row.code for row in one.refused)
    first = {row.code: row for row in reversed(one.refused)}
    return {
        "name": one.name,
        "counts": {kind: list(tally.as_dict().values()) for kind, tally in one.tallies.items()},
        "causes": [(code, _plain(first[code].facts), first[code].place, count) for code, count in causes.most_common()],
        "fault": (one.fault.code, _plain(one.fault.facts)) if one.fault else None,
    }


def _plain(facts: object) -> dict[str, str]:
    return {name: str(value) for name, value in dict(facts).items()}  # type: ignore[call-overload]


def _folder() -> Path:
    return Path(settings.EMPORION_HOME) / "rehearsals"


def _tidy() -> None:
    """Throw away what lies there longer than an hour."""
    for place in _folder().glob("*"):
        if time.time() - place.stat().st_mtime > KEPT_SECONDS:
            shutil.rmtree(place, ignore_errors=True)
