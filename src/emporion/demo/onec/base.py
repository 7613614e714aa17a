"""The simulated base: one SQLite file in a folder of its own, and what every verb needs of it."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, Self

from emporion.demo.onec.errors import Unknown
from emporion.demo.onec.numbers import stream, uuid_from
from emporion.demo.onec.seeding import seed_base
from emporion.demo.onec.tables import ADDED, TABLES

FILE = "base.sqlite3"
PREFIX = "ТДЦУ"


class Base:
    """One firm's 1C base. A thread or process that works beside another opens the folder for itself."""

    def __init__(self, folder: Path, clock: Callable[[], datetime] = datetime.now) -> None:
        self.folder = folder
        self._clock = clock
        self.db = sqlite3.connect(folder / FILE, timeout=30, isolation_level=None)
        self.db.row_factory = sqlite3.Row
        self.db.execute("PRAGMA foreign_keys = ON")
        self.db.execute("PRAGMA synchronous = NORMAL")  # with WAL: a power cut may lose the last moments, never more

    @classmethod
    def create(
        cls, folder: Path | str, *, goods: int = 500, seed: int = 1, clock: Callable[[], datetime] = datetime.now
    ) -> Self:
        """Make a new base with so many goods; the same seed makes the same base, identifiers included."""
        place = Path(folder)
        place.mkdir(parents=True, exist_ok=True)
        if (place / FILE).exists():
            raise FileExistsError(f"{place} holds a base already")
        base = cls(place, clock)
        base.db.execute("PRAGMA journal_mode = WAL")
        base.db.executescript(TABLES)
        with base.transaction():
            seed_base(base.db, goods=goods, seed=seed)
        return base

    @classmethod
    def open(cls, folder: Path | str, clock: Callable[[], datetime] = datetime.now) -> Self:
        """Open what `create` made."""
        place = Path(folder)
        if not (place / FILE).exists():
            raise FileNotFoundError(f"{place} holds no base")
        base = cls(place, clock)
        base._bring_up_to_date()
        return base

    def _bring_up_to_date(self) -> None:
        """Give a base that was made earlier the columns it lacks."""
        with self.transaction():
            for table, column, usual in ADDED:
                known = {row["name"] for row in self.rows(f"PRAGMA table_info({table})")}
                if column not in known:
                    self.db.execute(f"ALTER TABLE {table} ADD COLUMN {column} TEXT NOT NULL DEFAULT {usual}")

    def close(self) -> None:
        """Let go of the file."""
        self.db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing; a verb within a verb joins the transaction that is open."""
        if self.db.in_transaction:
            yield
            return
        self.db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self.db.execute("ROLLBACK")
            raise
        self.db.execute("COMMIT")

    def rows(self, query: str, *values: object) -> list[sqlite3.Row]:
        """The rows of a question."""
        return self.db.execute(query, values).fetchall()

    def one(self, query: str, *values: object) -> sqlite3.Row | None:
        """The first row, or None."""
        row: sqlite3.Row | None = self.db.execute(query, values).fetchone()
        return row

    def value(self, query: str, *values: object) -> Any:
        """The first column of the first row, or None."""
        row = self.one(query, *values)
        return None if row is None else row[0]

    def constant(self, name: str) -> str:
        """A setting of the base: currency, catalog, owner, ..."""
        found = self.value("SELECT value FROM constant WHERE name = ?", name)
        if found is None:
            raise Unknown(f"no constant {name}")
        return str(found)

    def set_constant(self, name: str, value: str) -> None:
        """Change a setting."""
        self.db.execute("INSERT OR REPLACE INTO constant VALUES (?, ?)", (name, value))

    @property
    def excludes_reserves(self) -> bool:
        """Whether the stock figures told to the site are already less what orders have reserved."""
        return self.constant("excludes_reserves") == "1"

    @excludes_reserves.setter
    def excludes_reserves(self, yes: bool) -> None:
        with self.transaction():
            self.set_constant("excludes_reserves", "1" if yes else "0")
            for row in self.rows("SELECT DISTINCT offer FROM reserve JOIN order_line ON order_line.id = line"):
                self.register("stock", row["offer"])

    def now(self) -> datetime:
        """The base's clock, without a zone and without parts of a second, as 1C writes dates."""
        return self._clock().replace(microsecond=0, tzinfo=None)

    def register(self, kind: str, ref: str) -> None:
        """Note that the site has to be told of a change: kind is goods, price, stock or order."""
        self.db.execute("INSERT OR REPLACE INTO changed VALUES (?, ?, ?)", (kind, ref, self.tick("version")))

    def tick(self, counter: str) -> int:
        """The next number of a counter kept among the constants."""
        number = int(self.constant(counter)) + 1
        self.set_constant(counter, str(number))
        return number

    def next_number(self, kind: str) -> str:
        """The next document number of 11 signs; kind is order, payment or shipment."""
        return f"{PREFIX}-{self.tick(f'{kind}_number'):06d}"

    def new_id(self) -> str:
        """An identifier for what is made from now on; the same sequence for the same seed and the same story."""
        return uuid_from(stream(int(self.constant("seed")), "id", self.tick("id_number")))
