"""The exchange with a site as UT 11 runs it: catalog portions, price and stock changes, orders both ways."""

import io
import json
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from typing import Literal, Self

from emporion.demo.onec.base import Base
from emporion.demo.onec.catalog_files import catalog_file, picture_files
from emporion.demo.onec.errors import ExchangeFailed
from emporion.demo.onec.faults import Faults
from emporion.demo.onec.line import Line, Step, Watch
from emporion.demo.onec.loading import Loaded, load_orders
from emporion.demo.onec.offer_files import changes_file, offers_file
from emporion.demo.onec.order_files import orders_file
from emporion.demo.onec.profiles import UT11, Profile
from emporion.demo.onec.site_orders import read_orders
from emporion.demo.onec.talk import Talk

Files = dict[str, bytes]


@dataclass(slots=True)
class CatalogReport:
    """What a catalog exchange sent; a portion is a talk of its own."""

    portions: int = 0
    goods: int = 0  # cards sent
    changes: int = 0  # offers sent with price or stock only
    files: int = 0
    pictures: int = 0
    sent_bytes: int = 0
    progress: int = 0  # how often the site asked for patience


@dataclass(slots=True)
class OrdersReport:
    """What an order exchange fetched and answered: the site's numbers."""

    created: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)
    sent: list[str] = field(default_factory=list)
    told_success: bool = False


class OneC:
    """A node of the 1C base for one site. Failures are written to the base's exchange_log and raised."""

    def __init__(
        self,
        base: Base,
        url: str,
        login: str,
        password: str,
        *,
        profile: Profile = UT11,
        faults: Faults | None = None,
        use_sessid: bool = True,
        wait_for_import: bool = True,
        portion: int = 200,
        most_progress: int | None = None,
        watch: Watch = lambda step: None,
    ) -> None:
        """`portion` counts goods or changed offers per talk; `most_progress` is for tests: 1C itself waits forever."""
        self.base = base
        self.profile = profile
        self.faults = faults or Faults()
        self._line = Line(url, (login, password), profile, self.faults, watch)
        self._use_sessid = use_sessid
        self._wait_for_import = wait_for_import
        self._portion = portion
        self._most_progress = most_progress

    def close(self) -> None:
        """Hang up; the base stays open."""
        self._line.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    @property
    def steps(self) -> Sequence[Step]:
        """The requests of the last exchange and what they brought."""
        return tuple(self._line.steps)

    def talk(self, kind: Literal["catalog", "sale"]) -> Talk:
        """A talk to be led by hand, step by step."""
        return Talk(self._line, kind, use_sessid=self._use_sessid, most_progress=self._most_progress)

    def test_connection(self) -> None:
        """The button «Проверить соединение»: a checkauth and nothing after it."""
        with self._logged("test"):
            self.talk("catalog").checkauth()

    def exchange_catalog(self, *, full: bool = False) -> CatalogReport:
        """Send changed cards, then changed prices and stock; `full` first marks every goods as changed.

        A portion that fails stays registered and goes again with the next exchange, as do those after it.
        """
        report = CatalogReport()
        with self._logged("catalog full" if full else "catalog"):
            if full:
                self._register_everything()
            # what changes while the talks go on waits for the next exchange
            version = int(self.base.constant("version"))
            self._send_cards(report, version, full=full)
            self._send_changes(report, version)
        return report

    def exchange_orders(self) -> OrdersReport:
        """Fetch the site's orders, store them all or none, say success; then answer the orders that changed here."""
        report = OrdersReport()
        with self._logged("orders"):
            loaded = self._fetch(report)
            if self.faults.lose_success:
                return report
            self._answer(report, loaded.ids)
        return report

    def _register_everything(self) -> None:
        with self.base.transaction():
            for row in self.base.rows("SELECT id FROM goods WHERE service = 0"):
                self.base.register("goods", row["id"])

    def _send_cards(self, report: CatalogReport, version: int, *, full: bool) -> None:
        number = 0
        while goods := self._changed_goods(version):
            number += 1
            self._send(report, self._cards(goods, number, changes_only=not full or number > 1))
            report.goods += len(goods)
            self._forget_cards(goods, version)

    def _changed_goods(self, version: int) -> list[str]:
        rows = self.base.rows(
            "SELECT ref FROM changed JOIN goods ON goods.id = ref WHERE changed.kind = 'goods' AND version <= ?"
            " ORDER BY code LIMIT ?",
            version,
            self._portion,
        )
        return [row["ref"] for row in rows]

    def _cards(self, goods: Sequence[str], number: int, *, changes_only: bool) -> Files:
        """The temporary folder of a portion: only the first carries the classifier."""
        first = number == 1
        with self.base.transaction():  # both files of a portion show one state of the base
            files = {
                f"import0_{number}.xml": catalog_file(
                    self.base, self.profile, goods, changes_only=changes_only, with_classifier=first
                ),
                f"offers0_{number}.xml": offers_file(
                    self.base, self.profile, goods, changes_only=changes_only, with_classifier=first
                ),
            }
        return files | picture_files(self.base, goods)

    def _forget_cards(self, goods: Sequence[str], version: int) -> None:
        with self.base.transaction():
            for one in goods:
                self._forget("goods", one, version)
                for row in self.base.rows("SELECT id FROM offer WHERE goods = ?", one):
                    self._forget("price", row["id"], version)
                    self._forget("stock", row["id"], version)

    def _send_changes(self, report: CatalogReport, version: int) -> None:
        number = 0
        while changed := self._changed_offers(version):
            number += 1
            with self.base.transaction():
                content = changes_file(self.base, self.profile, changed)
            self._send(report, {f"offers0_{number}.xml": content})
            report.changes += len(changed)
            with self.base.transaction():
                for offer, kinds in changed:
                    for kind in kinds:
                        self._forget(kind, offer, version)

    def _changed_offers(self, version: int) -> list[tuple[str, frozenset[str]]]:
        rows = self.base.rows(
            "SELECT ref, GROUP_CONCAT(changed.kind) AS kinds FROM changed JOIN offer ON offer.id = ref"
            " WHERE changed.kind IN ('price', 'stock') AND version <= ?"
            " AND EXISTS (SELECT 1 FROM price WHERE price.offer = ref)"
            " GROUP BY ref ORDER BY ref LIMIT ?",
            version,
            self._portion,
        )
        return [(row["ref"], frozenset(row["kinds"].split(","))) for row in rows]

    def _forget(self, kind: str, ref: str, version: int) -> None:
        """The site knows; unless it changed again meanwhile."""
        self.base.db.execute("DELETE FROM changed WHERE kind = ? AND ref = ? AND version <= ?", (kind, ref, version))

    def _send(self, report: CatalogReport, files: Files) -> None:
        """One portion: checkauth, init, every file in the folder's order, then import of the XML in its root."""
        talk = self.talk("catalog")
        talk.checkauth()
        talk.init()
        sent = self._packed(files) if talk.zip else dict(sorted(files.items()))
        talk.send_files(sent)
        self._import(talk, [name for name in sorted(files) if name.endswith(".xml")])
        report.portions += 1
        report.files += len(files)
        report.pictures += sum(name.startswith("import_files/") for name in files)
        report.sent_bytes += sum(map(len, sent.values()))
        report.progress += talk.progress

    def _import(self, talk: Talk, names: Sequence[str]) -> None:
        if not self._wait_for_import:
            return
        for name in names:
            talk.import_file(name)
            if self.faults.import_twice:
                talk.import_file(name)

    def _packed(self, files: Mapping[str, bytes]) -> Files:
        """The whole folder as one archive under a temporary name; import still names the XML within."""
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in sorted(files.items()):
                archive.writestr(name, content)
        number = self._archive_number()
        return {f"v8_{number >> 8:04X}_{number & 0xFF:02x}.zip": buffer.getvalue()}

    def _archive_number(self) -> int:
        with self.base.transaction():
            return self.base.tick("archive_number")

    def _fetch(self, report: OrdersReport) -> Loaded:
        talk = self.talk("sale")
        talk.checkauth()
        loaded = load_orders(self.base, read_orders(talk.query(), self.profile), self.profile)
        report.created, report.updated, report.skipped = loaded.created, loaded.updated, loaded.skipped
        if not self.faults.lose_success:
            talk.success()
            report.told_success = True
        return loaded

    def _answer(self, report: OrdersReport, fetched: set[str]) -> None:
        """Send the orders that changed in 1C, but none that this talk has brought."""
        changed = [
            (row["ref"], row["version"], row["site_number"])
            for row in self.base.rows(
                "SELECT ref, version, site_number FROM changed JOIN customer_order ON id = ref"
                " WHERE kind = 'order' ORDER BY number"
            )
            if row["ref"] not in fetched
        ]
        if not changed:
            return
        with self.base.transaction():
            name = f"orders-{self.base.new_id()}_1.xml"
            content = orders_file(self.base, self.profile, [ref for ref, _, _ in changed])
        talk = self.talk("sale")
        talk.checkauth()
        talk.init()
        talk.send_files(self._packed({name: content}) if talk.zip else {name: content})
        self._import(talk, [name])
        with self.base.transaction():
            for ref, version, _ in changed:
                self._forget("order", ref, version)
        report.sent = [number for _, _, number in changed]

    @contextmanager
    def _logged(self, what: str) -> Iterator[None]:
        """Write the outcome of an exchange into the base's log, success or not."""
        self._line.begin()
        try:
            yield
        except ExchangeFailed as error:
            self._log(what, "failure", str(error))
            raise
        self._log(what, "success", "")

    def _log(self, what: str, outcome: str, text: str) -> None:
        steps = json.dumps([asdict(step) for step in self._line.steps], ensure_ascii=False)
        with self.base.transaction():
            self.base.db.execute(
                "INSERT INTO exchange_log VALUES (NULL, ?, ?, ?, ?, ?)",
                (self.base.now().isoformat(), what, outcome, text, steps),
            )
