"""The order side of an exchange: fetch the site's orders, all or none, then answer those that changed in 1C."""

from collections.abc import Iterator

from emporion.demo.onec.base import Base
from emporion.demo.onec.errors import ExchangeFailed
from emporion.demo.onec.loading import Loaded, load_orders
from emporion.demo.onec.order_files import orders_file
from emporion.demo.onec.profiles import Profile
from emporion.demo.onec.reports import OrdersReport
from emporion.demo.onec.sending import Sender
from emporion.demo.onec.site_orders import read_orders
from emporion.demo.onec.talk import Talk
from emporion.demo.onec.words import passed_over

MOST_QUERIES = 1000  # 1C has no such bound: a site that never ends would hold a test for ever
Changed = tuple[str, int, str]  # order in 1C, version, number on the site


class OrderExchange:
    """One run. Orders that this run fetched are not answered in it."""

    def __init__(self, base: Base, profile: Profile, sender: Sender) -> None:
        self.base = base
        self.profile = profile
        self.sender = sender
        self.report = OrdersReport()

    def run(self) -> OrdersReport:
        """Fetch and load, say success, then send the answers; a lost success ends it."""
        self.sender.begin()
        loaded = self._fetch()
        if not self.sender.line.faults.lose_success:
            self._answer(loaded.ids)
        return self.report

    def _fetch(self) -> Loaded:
        talk = self.sender.talk("sale")
        talk.checkauth()
        if self.profile.init_before_query:
            talk.init()
        every = Loaded()
        for loaded in self._answers(talk):
            every.add(loaded)
            self._tell(every)
            if self.sender.line.faults.lose_success:
                return every
            talk.success()
            self.report.told_success = True
        return every

    def _answers(self, talk: Talk) -> Iterator[Loaded]:
        """What each query brought: one, or one after another until there are no more orders."""
        for _ in range(MOST_QUERIES):
            self.report.queries += 1
            loaded = load_orders(self.base, read_orders(talk.query(), self.profile), self.profile)
            if self.profile.queries_until_empty and not loaded.read:
                return
            yield loaded
            if not self.profile.queries_until_empty:
                return
        raise ExchangeFailed("query", f"still orders after {MOST_QUERIES} answers")

    def _tell(self, loaded: Loaded) -> None:
        report = self.report
        for name in ("created", "updated", "skipped", "made_goods", "made_variants", "payments"):
            setattr(report, name, list(getattr(loaded, name)))
        notes = self.sender.line.notes
        notes += [said for said in map(passed_over, report.skipped) if said not in notes]

    def _answer(self, fetched: set[str]) -> None:
        """Send the orders that changed in 1C, a file and a talk for every portion of them."""
        changed = [
            (row["ref"], row["version"], row["site_number"])
            for row in self.base.rows(
                "SELECT ref, version, site_number FROM changed JOIN customer_order ON id = ref"
                " WHERE kind = 'order' ORDER BY number"
            )
            if row["ref"] not in fetched
        ]
        size = self.sender.options.orders_per_file or len(changed) or 1
        if changed:
            with self.base.transaction():
                run = self.base.new_id()
        for number, start in enumerate(range(0, len(changed), size), 1):
            self._send(f"orders-{run}_{number}.xml", changed[start : start + size])

    def _send(self, name: str, changed: list[Changed]) -> None:
        with self.base.transaction():
            content = orders_file(self.base, self.profile, [ref for ref, _, _ in changed])
        self.sender.send("sale", {name: content}, self.report)
        self.report.files += 1
        with self.base.transaction():
            for ref, version, _ in changed:
                self.base.db.execute(
                    "DELETE FROM changed WHERE kind = 'order' AND ref = ? AND version <= ?", (ref, version)
                )
        self.report.sent += [number for _, _, number in changed]
