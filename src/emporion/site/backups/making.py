"""Making a backup while people work: the database of one moment first, then the files that it speaks of.

A row names only files that lay there before it, so every file that the database of the moment speaks of is found.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from emporion import __version__

from ..fingerprint import fingerprint
from . import in_postgresql, in_sqlite
from .archive import Writer, pieces_of
from .manifest import Manifest

ENGINES = {"sqlite": in_sqlite, "postgresql": in_postgresql}
FILES = "files/"
KEYS, SIGNING = "keys/keys", "keys/secret_key"
# what is made anew, what belongs to the machine, and backups themselves
LEFT_OUT = {"static", "backups", "keys", "secret_key", "setup_code"}


def back_up(file: BinaryIO) -> Manifest:
    """Write the whole house into a file; answers what stands in it."""
    engine, writer = ENGINES[connection.vendor], Writer(file)
    made_at = timezone.now()
    with engine.moment():
        sequences = engine.dump(writer)
        migrations = tuple(sorted(f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations()))
        told = fingerprint()["all"]
    for place in _files():
        with suppress(FileNotFoundError):  # swept away meanwhile: nothing speaks of it any more
            writer.put(FILES + place.relative_to(home()).as_posix(), pieces_of(place))
    writer.put(KEYS, [("\n".join(settings.EMPORION_KEYS) + "\n").encode()])
    writer.put(SIGNING, [(settings.SECRET_KEY + "\n").encode()])
    return writer.end(
        Manifest(
            program=__version__, made_at=made_at, engine=connection.vendor, fingerprint=told, migrations=migrations,
            sequences=sequences,
        )
    )  # fmt: skip


def home() -> Path:
    """The data folder."""
    return Path(settings.EMPORION_HOME)


def _files() -> Iterator[Path]:
    """Regular files of the data folder that nobody can make again; drafts begin with a dot or end in .part."""
    database = {in_sqlite.place().name + ending for ending in ("", "-queue", *in_sqlite.BESIDE)}
    for folder, below, names in os.walk(home()):
        at_top = Path(folder) == home()
        below[:] = sorted(one for one in below if not (one.startswith(".") or (at_top and one in LEFT_OUT)))
        for name in sorted(names):
            place = Path(folder) / name
            left_out = at_top and (name in LEFT_OUT or name in database)
            if not left_out and not name.startswith(".") and not name.endswith(".part") and place.is_file():
                yield place
