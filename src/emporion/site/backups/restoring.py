"""Putting a backup back: everything is looked at before anything is touched."""

from __future__ import annotations

import os
from pathlib import Path

from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from emporion.journal.commands import go_on_here
from emporion.kernel.tables import guards_must_stand

from ..fingerprint import fingerprint
from .archive import Reader, written
from .making import ENGINES, FILES, KEYS, SIGNING, home
from .manifest import BackupDamaged, BackupNewer, Manifest, OtherEngine, OtherKeys, OtherStory, PlaceTaken

GIVEN = {"EMPORION_KEYS": KEYS, "EMPORION_SECRET_KEY": SIGNING}
OURS = {"keys", "secret_key", "backups"}  # what a program leaves in an empty folder merely by being started there


def restore(file: Path, *, replace: bool = False) -> Manifest:
    """Put a whole house back and prove by its fingerprint that it tells what it told; answers the manifest.

    Refuses a file that is damaged or newer, and a place where data lie unless they are to be replaced: files are then
    put aside into a folder of the data folder, tables of PostgreSQL are dropped.
    """
    reader = Reader(file)
    manifest = reader.manifest
    _must_fit(reader)
    reader.verify()
    engine = ENGINES[connection.vendor]
    engine.must_be_free(replace=replace)
    if _stands() and not replace:
        raise PlaceTaken(place=str(home()))
    if replace:
        aside = home() / f"before-restore-{timezone.now():%Y%m%d-%H%M%S}"
        aside.mkdir(mode=0o700)
        engine.put_aside(aside)
        for name in _stands():
            if name != aside.name:
                (home() / name).rename(aside / name)
    _put_files(reader)
    engine.load(reader, manifest)
    _go_on(manifest)
    return manifest


def _must_fit(reader: Reader) -> None:
    """Program, kind of database and keys of the environment."""
    manifest = reader.manifest
    if manifest.engine != connection.vendor:
        raise OtherEngine(engine=manifest.engine, here=connection.vendor)
    known = MigrationExecutor(None).loader.graph.node_map
    if any(tuple(one.split(".", 1)) not in known for one in manifest.migrations):
        raise BackupNewer(program=manifest.program)
    for name in manifest.members:
        if ".." in name.split("/"):
            raise BackupDamaged(member=name)  # nobody of ours wrote that, and it would lead out of the data folder
    for name, member in GIVEN.items():
        given = os.environ.get(name, "").replace(",", " ").split()
        if given and given != reader.text(member).split():
            raise OtherKeys(name=name)


def _stands() -> list[str]:
    """Names in the data folder that somebody's work left there."""
    return sorted(one.name for one in home().iterdir() if one.name not in OURS and not one.name.startswith("."))


def _put_files(reader: Reader) -> None:
    for name in reader.manifest.members:
        if name.startswith(FILES):
            written(reader.pieces(name), home() / name.removeprefix(FILES))
    for member in (KEYS, SIGNING):
        written(reader.pieces(member), home() / member.partition("/")[2])


def _go_on(manifest: Manifest) -> None:
    """Bring the tables up to date, let subscribers go on where they stood, and compare what the house tells.

    Newer tables may tell more than those of then: a backup of an older program is compared before they come.
    """
    told = fingerprint()["all"] if not _is_older(manifest) else manifest.fingerprint
    if told != manifest.fingerprint:
        raise OtherStory(found=told, told=manifest.fingerprint)
    call_command("migrate", verbosity=0, interactive=False)
    guards_must_stand()
    go_on_here(actor="cli", origin="restore")


def _is_older(manifest: Manifest) -> bool:
    """Whether this program has migrations that the backup had not."""
    known = {".".join(key) for key in MigrationExecutor(connection).loader.graph.node_map}
    return bool(known - set(manifest.migrations))
