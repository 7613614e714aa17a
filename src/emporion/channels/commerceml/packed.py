"""The archives of a talk: unpacked when the first file is asked for, each once, and the asked file found in them.

1C packs its whole folder into one archive of any name, yet asks for import0_1.xml.
"""

from __future__ import annotations

from pathlib import Path

from django.utils.translation import gettext_noop

from emporion.exchange import commands as exchange
from emporion.exchange.types import fault_of
from emporion.kernel.errors import Refused

from .archives import unpack
from .talking import printable
from .uploads import Talk as Files, alone

ZIP = ".zip"
DONE = ".unpacked"  # hidden names cannot be sent


class Ambiguous(Refused):
    """Two files of the asked name in different folders of an archive."""

    code = "commerceml_file_ambiguous"
    says = gettext_noop("Several files are called %(name)s: %(places)s.")
    remedy = gettext_noop("Ask for the import with the folder, or let 1C begin with an empty folder of its own.")


class NamesLeftOut(Refused):
    """Files of an archive whose names could lead elsewhere, or be run, or stand in each other's way."""

    code = "commerceml_names_left_out"
    says = gettext_noop("%(count)s files of the archive %(name)s were left out because of their names: %(names)s.")
    remedy = gettext_noop("The other files were taken. Give these ordinary names in 1C and send them again.")


def unpack_all(files: Files) -> None:
    """Unpack what came packed, beside where it lay; an archive that cannot be unpacked begins anew with its next piece.

    Asked twice at once, the second waits and finds the work done. Files whose names are refused stand among the talk's
    requests.
    """
    if not archives(files):
        return
    with alone(files.folder):
        for archive in archives(files):
            try:
                _unpack(files, archive)
            except Refused:
                files.consume(archive)
                raise


def unpack_one(files: Files, archive: Path) -> None:
    """The same with one of them alone; one that cannot be unpacked stays, and its like are unpacked all the same.

    Whoever asked keeps it before it is consumed.
    """
    with alone(files.folder):
        if archive.is_file():
            _unpack(files, archive)


def _unpack(files: Files, archive: Path) -> None:
    left_out = unpack(archive, archive.parent).left_out
    archive.replace(_mark(archive))
    _mark(archive).write_bytes(b"")
    if left_out:
        _tell_left_out(files, archive, left_out)


def _tell_left_out(files: Files, archive: Path, names: tuple[str, ...]) -> None:
    told = NamesLeftOut(count=len(names), name=archive.name[:100], names=printable(", ".join(names))[:150])
    exchange.log_step(
        channel=files.channel, session=files.session, request=f"unpack {archive.name}", answer=told.sentence,
        notice=fault_of(told), actor="worker",
    )  # fmt: skip


def archives(files: Files) -> list[Path]:
    """The archives of a talk that were not unpacked yet."""
    return sorted(path for path in files.folder.glob("*") if path.suffix.lower() == ZIP and path.is_file())


def _mark(archive: Path) -> Path:
    return archive.with_name(f".{archive.name}{DONE}")


def is_archive(path: Path) -> bool:
    """Whether the name of a file is that of an archive."""
    return path.suffix.lower() == ZIP


def was_unpacked(archive: Path) -> bool:
    """Whether an archive of this name came in this talk and was unpacked."""
    return _mark(archive).exists()


def found_in(files: Files, path: Path) -> Path:
    """The file itself, or the only one of its name in a folder below; the same path when there is none."""
    if path.exists() or path.parent != files.folder or not files.folder.is_dir():
        return path
    inside = [one for one in files.folder.rglob("*") if one.name.lower() == path.name.lower() and one.is_file()]
    if len(inside) > 1:
        places = ", ".join(sorted(files.name(one) for one in inside)[:5])
        raise Ambiguous(name=path.name[:100], places=places)
    return inside[0] if inside else path
