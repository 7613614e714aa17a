"""Trying a backup: it is restored beside the house, in a process of its own, and thrown away."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex
from urllib.parse import urlsplit, urlunsplit

from django.db import ProgrammingError, connection
from django.utils.translation import gettext as _
from psycopg import sql

CONSOLE = (sys.executable, "-m", "emporion.site.console")
FORGET = ("EMPORION_KEYS", "EMPORION_SECRET_KEY", "DATABASE_URL")


def tried(file: Path) -> str:
    """Restore a backup into a scratch folder; answers what went wrong in words, or nothing when all is well."""
    try:
        with tempfile.TemporaryDirectory(dir=file.parent, prefix=".drill-") as folder, _scratch() as database:
            words = {name: value for name, value in os.environ.items() if name not in FORGET}
            done = subprocess.run(
                [*CONSOLE, "restore", str(file.resolve())],
                env=words | {"EMPORION_HOME": folder, **database},
                capture_output=True, text=True, check=False,
            )  # fmt: skip
    except ProgrammingError:
        return _("The database user may not make a scratch database: grant CREATEDB to it.")
    return "" if done.returncode == 0 else (done.stderr.strip().splitlines() or ["?"])[-1]


@contextmanager
def _scratch() -> Iterator[dict[str, str]]:
    """Where the drill's database lies: in the scratch folder, or beside ours on the same server."""
    if connection.vendor != "postgresql":
        yield {}
        return
    name = f"emporion_drill_{token_hex(4)}"
    made = sql.SQL("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'").format(sql.Identifier(name))
    with connection.cursor() as cursor:
        cursor.execute(made)
        try:
            yield {"DATABASE_URL": urlunsplit(urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}"))}
        finally:
            cursor.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))
