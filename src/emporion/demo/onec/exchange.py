"""The exchange of a 1C base with one site, as the edition named by the profile runs it."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from typing import Self

from emporion.demo.onec import mapping
from emporion.demo.onec.base import Base
from emporion.demo.onec.catalog_exchange import CatalogExchange
from emporion.demo.onec.errors import ExchangeFailed
from emporion.demo.onec.faults import Faults
from emporion.demo.onec.line import Line, Step, Watch
from emporion.demo.onec.order_exchange import OrderExchange
from emporion.demo.onec.profiles import UT11, Profile
from emporion.demo.onec.reports import CatalogReport, OrdersReport
from emporion.demo.onec.sending import Kind, Options, Sender
from emporion.demo.onec.talk import Talk
from emporion.demo.onec.words import protocol

__all__ = ["CatalogReport", "OneC", "OrdersReport"]


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
        use_sessid: bool | None = None,
        wait_for_import: bool = True,
        portion: int = 200,
        orders_per_file: int = 0,
        attempts: int | None = None,
        time_scale: float = 1,
        most_progress: int | None = None,
        watch: Watch = lambda step: None,
    ) -> None:
        """`portion` counts goods or changed offers per talk; `attempts` takes the place of the edition's own.

        For tests: `time_scale` shortens waits and time-outs alike, `most_progress` ends its endless patience.
        """
        self.base = base
        self.profile = profile.scaled(time_scale)
        self.faults = faults or Faults()
        self._line = Line(url, (login, password), self.profile, self.faults, watch)
        options = Options(
            use_sessid=use_sessid,
            wait_for_import=wait_for_import,
            portion=portion,
            orders_per_file=orders_per_file,
            attempts=max(profile.attempts if attempts is None else attempts, 1),  # 0 in the settings of UNF is once
            most_progress=most_progress,
        )
        self._sender = Sender(base, self._line, options)

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

    @property
    def protocol(self) -> str:
        """What the last exchange left in 1C's own protocol, in its words; nothing where all went well."""
        return "\n".join(self._line.notes)

    def talk(self, kind: Kind) -> Talk:
        """A talk to be led by hand, step by step."""
        return self._sender.talk(kind)

    def test_connection(self) -> None:
        """The button «Проверить соединение»: a checkauth and nothing after it."""
        with self._logged("test"):
            self.talk("catalog").checkauth()

    def exchange_catalog(self, *, full: bool = False) -> CatalogReport:
        """Send changed cards, then changed prices and stock; `full` first marks every goods as changed.

        A portion that fails stays registered and goes again with the next exchange, as do those after it.
        """
        with self._logged("catalog full" if full else "catalog"):
            return CatalogExchange(self.base, self.profile, self._sender, full=full).run()

    def exchange_orders(self) -> OrdersReport:
        """Fetch the site's orders, store them all or none, say success; then answer the orders that changed here."""
        with self._logged("orders"):
            return OrderExchange(self.base, self.profile, self._sender).run()

    def read_info(self) -> mapping.Lists:
        """The button «Загрузить с сайта»: statuses, ways to pay and to deliver, set against ours where names agree."""
        with self._logged("info"):
            talk = self.talk("sale")
            talk.checkauth()
            lists = mapping.read_lists(talk.info())
            mapping.take_lists(self.base, lists)
            return lists

    @contextmanager
    def _logged(self, what: str) -> Iterator[None]:
        """Write the outcome of an exchange into the base's log, success or not."""
        self._line.begin()
        try:
            yield
        except ExchangeFailed as error:
            self._line.notes.append(protocol(error))
            self._log(what, "failure", str(error))
            raise
        self._log(what, "success", "")

    def _log(self, what: str, outcome: str, text: str) -> None:
        steps = json.dumps([asdict(step) for step in self._line.steps], ensure_ascii=False)
        with self.base.transaction():
            self.base.db.execute(
                "INSERT INTO exchange_log VALUES (NULL, ?, ?, ?, ?, ?, ?)",
                (self.base.now().isoformat(), what, outcome, text, steps, self.protocol),
            )
