"""The folder of a demonstration: its passwords, what is done already, and the mark that it may be thrown away."""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from secrets import token_urlsafe

from django.utils.translation import gettext_noop

from emporion.kernel.errors import Refused

MARK = "demo.json"
KEPT = {"keys", "secret_key"}  # this process has read them already, and its children have to read the same
GOODS = 2000


class NotADemo(Refused):
    """The folder or the database holds somebody's own data."""

    code = "not_a_demo"
    says = gettext_noop("%(place)s holds data that are not the demonstration's.")
    remedy = gettext_noop("Name an empty folder in EMPORION_HOME, or leave it unset and use bin/demo.")


class ForeignDatabase(Refused):
    """The database stands outside the folder, so deleting the folder would not begin anew."""

    code = "foreign_database"
    says = gettext_noop("The demonstration's database stands outside %(place)s, and only that folder is deleted.")
    remedy = gettext_noop("Empty the database of DATABASE_URL yourself, or unset it to use the folder's own.")


@dataclass(slots=True)
class Mark:
    """What a demonstration remembers between starts. opened_at is empty until the first catalog came."""

    staff_password: str
    onec_password: str
    goods: int = GOODS
    opened_at: str = ""
    is_ready: bool = False

    @property
    def opened(self) -> datetime | None:
        """When the shop opened: the month of orders ends there, also when a broken first start is continued."""
        return datetime.fromisoformat(self.opened_at) if self.opened_at else None


@dataclass(frozen=True, slots=True)
class DemoHome:
    """One data folder, EMPORION_HOME, used by a demonstration and by nothing else."""

    folder: Path

    @property
    def onec(self) -> Path:
        """Where the simulated 1C keeps its base."""
        return self.folder / "onec"

    @property
    def storefront(self) -> Path:
        """Where the simulated storefront keeps the number of its last order."""
        return self.folder / "storefront"

    @property
    def is_marked(self) -> bool:
        """Whether a demonstration began here."""
        return (self.folder / MARK).exists()

    def log(self, program: str) -> Path:
        """The file that takes what a program writes."""
        (self.folder / "log").mkdir(exist_ok=True)
        return self.folder / "log" / f"{program}.log"

    def mark(self, goods: int) -> Mark:
        """What is remembered; a new demonstration gets its passwords here."""
        if not self.is_marked:
            self.remember(Mark(token_urlsafe(12), token_urlsafe(24), goods))
        return Mark(**json.loads((self.folder / MARK).read_text()))

    def remember(self, mark: Mark) -> None:
        """Write it down for the next start; only the owner of the folder can read it."""
        draft = self.folder / f"{MARK}.new"
        draft.touch(mode=0o600)
        draft.write_text(json.dumps(asdict(mark), indent=2) + "\n")
        draft.replace(self.folder / MARK)

    def reset(self, database: str) -> None:
        """Delete everything that a demonstration made here; refused in a folder that it did not mark."""
        found = [place for place in self.folder.iterdir() if place.name not in KEPT]
        if not found:
            return
        if not self.is_marked:
            raise NotADemo(place=self.folder)
        if not Path(database).is_relative_to(self.folder):
            raise ForeignDatabase(place=self.folder)
        # the mark goes last: a deletion that was cut can be repeated
        for place in sorted(found, key=lambda one: one.name == MARK):
            (shutil.rmtree if place.is_dir() and not place.is_symlink() else os.unlink)(place)
