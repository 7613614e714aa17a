"""What a backup says of itself, and the ways in which one can be refused."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_noop
from pydantic import BaseModel, ConfigDict

from emporion.kernel.errors import Refused

FORMAT = 1


class Member(BaseModel):
    """A piece of the backup: its size and its hash before it was compressed."""

    model_config = ConfigDict(frozen=True)

    sha256: str
    bytes: int


class Manifest(BaseModel):
    """The table of contents; migrations are written app.name, sequences with the last number they gave."""

    model_config = ConfigDict(frozen=True)

    format: int = FORMAT
    program: str
    made_at: datetime
    engine: str
    fingerprint: str
    migrations: tuple[str, ...]
    sequences: dict[str, int] = {}
    members: dict[str, Member] = {}


class NotABackup(Refused):
    """The file cannot be read as one of ours."""

    code = "not_a_backup"
    says = gettext_noop("%(file)s is no backup of Emporion, or only the beginning of one.")
    remedy = gettext_noop("Take another file; a backup is whole when `emporion backup` has ended.")


class BackupDamaged(Refused):
    """A piece is not what it was when the backup was made."""

    code = "backup_damaged"
    says = gettext_noop("The backup is damaged: %(member)s is not what was written.")
    remedy = gettext_noop("Nothing was restored. Take another copy of this backup, or an older one.")


class BackupNewer(Refused):
    """Made by a program that knows more than this one."""

    code = "backup_newer"
    says = gettext_noop("The backup was made by Emporion %(program)s, which knows tables that this program does not.")
    remedy = gettext_noop("Install that version or a later one, then restore.")


class OtherEngine(Refused):
    """A backup goes back into the kind of database that it came from."""

    code = "other_engine"
    says = gettext_noop("The backup is of %(engine)s, and this house keeps its data in %(here)s.")
    remedy = gettext_noop("Set DATABASE_URL to a database of that kind, or leave it unset for SQLite.")


class PlaceTaken(Refused):
    """Somebody's data lies where the backup would go."""

    code = "place_taken"
    says = gettext_noop("There are data already: %(place)s.")
    remedy = gettext_noop("Name an empty folder in EMPORION_HOME, or say --replace: what lies there is put aside.")


class HouseRunning(Refused):
    """Nobody can take the floor away from under people who work."""

    code = "house_running"
    says = gettext_noop("Somebody works on this database at the moment.")
    remedy = gettext_noop("Stop `emporion up` and every worker first.")


class OtherKeys(Refused):
    """The keys of the environment would not open what the backup holds."""

    code = "other_keys"
    says = gettext_noop("%(name)s is set, and not to the keys that this backup was made with.")
    remedy = gettext_noop("Unset it, or set it to the keys of that house; without them its secrets cannot be read.")


class OtherStory(Refused):
    """What was restored does not tell what the backup told."""

    code = "other_story"
    says = gettext_noop("The restored house has another fingerprint: %(found)s instead of %(told)s.")
    remedy = gettext_noop("Do not work with it. Take an older backup, and keep this one to be looked at.")
