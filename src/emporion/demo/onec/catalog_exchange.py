"""The catalog side of an exchange: which goods and figures the site has to be told of, portion by portion."""

from collections.abc import Sequence

from emporion.demo.onec.base import Base
from emporion.demo.onec.catalog_files import catalog_file, picture_files
from emporion.demo.onec.module_files import ModuleFiles
from emporion.demo.onec.offer_files import changes_file, offers_file
from emporion.demo.onec.profiles import Profile
from emporion.demo.onec.reports import CatalogReport
from emporion.demo.onec.sending import Files, Sender

Changed = list[tuple[str, frozenset[str]]]  # offer, and what of it changed: price, stock


class CatalogExchange:
    """One run. What changes while it goes on waits for the next one."""

    def __init__(self, base: Base, profile: Profile, sender: Sender, *, full: bool) -> None:
        self.base = base
        self.profile = profile
        self.sender = sender
        self.full = full
        self.report = CatalogReport()
        self._version = 0

    def run(self) -> CatalogReport:
        """Cards, then prices and stock that changed alone, then the end of the talk where the edition says one."""
        self.sender.begin()
        if self.full:
            self._register_everything()
        self._version = int(self.base.constant("version"))
        self._send_cards()
        self._send_changes()
        self.sender.finish(self.report, full=self.full)
        return self.report

    def _register_everything(self) -> None:
        with self.base.transaction():
            for row in self.base.rows("SELECT id FROM goods WHERE service = 0"):
                self.base.register("goods", row["id"])

    def _send_cards(self) -> None:
        number = 0
        while goods := self._changed_goods():
            number += 1
            self._send(self._cards(goods, number, changes_only=not self.full or number > 1))
            self.report.goods += len(goods)
            self._forget_cards(goods)

    def _changed_goods(self) -> list[str]:
        rows = self.base.rows(
            "SELECT ref FROM changed JOIN goods ON goods.id = ref WHERE changed.kind = 'goods' AND version <= ?"
            " ORDER BY code LIMIT ?",
            self._version,
            self.sender.options.portion,
        )
        return [row["ref"] for row in rows]

    def _cards(self, goods: Sequence[str], number: int, *, changes_only: bool) -> Files:
        """The temporary folder of a portion: only the first carries the classifier."""
        first = number == 1
        base, profile = self.base, self.profile
        with base.transaction():  # all files of a portion show one state of the base
            if profile.layout != "classic":
                module = ModuleFiles(base, profile, changes_only=changes_only)
                return (module.references() if first else {}) | module.portion(goods, number)
            names = (f"import0_{number}.xml", f"offers0_{number}.xml")
            files = [
                make(base, profile, goods, changes_only=changes_only, with_classifier=first)
                for make in (catalog_file, offers_file)
            ]
        return dict(zip(names, files, strict=True)) | picture_files(base, goods)

    def _forget_cards(self, goods: Sequence[str]) -> None:
        with self.base.transaction():
            for one in goods:
                self._forget("goods", one)
                for row in self.base.rows("SELECT id FROM offer WHERE goods = ?", one):
                    self._forget("price", row["id"])
                    self._forget("stock", row["id"])

    def _send_changes(self) -> None:
        number = 0
        while changed := self._changed_offers():
            number += 1
            self._send(self._changes(changed, number))
            self.report.changes += len(changed)
            with self.base.transaction():
                for offer, kinds in changed:
                    for kind in kinds:
                        self._forget(kind, offer)

    def _changes(self, changed: Changed, number: int) -> Files:
        with self.base.transaction():
            if self.profile.layout != "classic":
                return ModuleFiles(self.base, self.profile, changes_only=True).changes(changed, number)
            return {f"offers0_{number}.xml": changes_file(self.base, self.profile, changed)}

    def _changed_offers(self) -> Changed:
        rows = self.base.rows(
            "SELECT ref, GROUP_CONCAT(changed.kind) AS kinds FROM changed JOIN offer ON offer.id = ref"
            " WHERE changed.kind IN ('price', 'stock') AND version <= ?"
            " AND EXISTS (SELECT 1 FROM price WHERE price.offer = ref)"
            " GROUP BY ref ORDER BY ref LIMIT ?",
            self._version,
            self.sender.options.portion,
        )
        return [(row["ref"], frozenset(row["kinds"].split(","))) for row in rows]

    def _forget(self, kind: str, ref: str) -> None:
        """The site knows; unless it changed again meanwhile."""
        self.base.db.execute(
            "DELETE FROM changed WHERE kind = ? AND ref = ? AND version <= ?", (kind, ref, self._version)
        )

    def _send(self, files: Files) -> None:
        sent = self.sender.send("catalog", files, self.report)
        self.report.portions += 1
        self.report.files += len(files)
        self.report.pictures += sum(name.startswith("import_files/") for name in files)
        self.report.sent_bytes += sum(map(len, sent.values()))
