"""From an empty folder to a living house: each step in its order, told as it ends, continued where it was cut."""

from __future__ import annotations

import shutil
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from django.core.management import call_command
from django.db import connection
from django.utils.translation import gettext as _

from emporion.accounts.types import ROLES
from emporion.catalog.queries import products
from emporion.parties.queries import firms

from . import founding, names, opening
from .countries import BY_SHOP, GREECE, RUSSIA, Country
from .history import CHANNEL, Lived, live
from .home import DemoHome, Mark, NotADemo
from .month import Planned, month
from .onec import Base
from .people import email_of
from .programs import Program, Programs, answers
from .teller import Teller

POLL_SECONDS = 0.2
HINT_AFTER_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds between two rounds of 1C, and on average between two customers."""

    onec: int
    storefront: int


LIVELY = Pace(onec=10, storefront=15)
QUIET = Pace(onec=60, storefront=180)


class Start:
    """One start of a demonstration, the first or a later one."""

    def __init__(
        self, home: DemoHome, teller: Teller, programs: Programs, *, port: int, goods: int, pace: Pace
    ) -> None:
        self.home, self.teller, self.programs = home, teller, programs
        self.port, self.pace = port, pace
        self._goods = goods
        self._mark = Mark("", "")

    def run(self) -> None:
        """Everything, until customers come; the pages can be opened long before that."""
        must_be_ours(self.home)
        self._mark = self.home.mark(self._goods)
        with self.teller.step(_("Tables of the database")):
            call_command("migrate", verbosity=0, interactive=False)
        if not self._mark.is_ready:
            self._found()
        self._house()
        self._onec()
        if not self._mark.is_ready:
            self._first_catalog()
            self._first_month()
        self._storefront()
        self._what_to_look_at()

    def _found(self) -> None:
        """Only at a first start: what a visitor renames or takes away later stays so."""
        with self.teller.step(_("Firms of four countries, staff, connection to 1C")):
            founding.found(staff_password=self._mark.staff_password, onec_password=self._mark.onec_password)

    def _house(self) -> None:
        """Pages and worker; the address is told as soon as it answers."""
        command = [*_console(), "up", "--port", str(self.port)]
        house = Program("house", command, self.home.log("house"), {"EMPORION_HTTPS": "no"}, is_vital=True)
        with self.teller.step(_("Pages and background work")):
            self.programs.start(house)
            self._wait(lambda: answers(self.port))
        self.teller.say()
        self.teller.title(_("The house is open: %(address)s") % {"address": f"http://127.0.0.1:{self.port}/"})
        logins = ", ".join(email_of(role) for role in ROLES)
        self.teller.say(_("Sign in as: %(logins)s") % {"logins": logins})
        self.teller.say(_("Password of all: %(password)s") % {"password": self._mark.staff_password})
        self.teller.say()

    def _onec(self) -> None:
        """The simulated 1C; its base is made here, so that a count of its goods can be told."""
        if not (self.home.onec / "base.sqlite3").exists():
            with self.teller.step(_("Base of the simulated 1C")) as told:
                new_base(self.home.onec, self._mark.goods)
                told(_("%(count)s goods") % {"count": self._mark.goods})
        url = f"http://127.0.0.1:{self.port}/exchange/1c/{CHANNEL}"
        command = [sys.executable, "-m", "emporion.demo.onec", str(self.home.onec), url, founding.LOGIN]
        pace = ["--every", str(self.pace.onec)]
        self.programs.start(
            Program("1c", [*command, *pace], self.home.log("1c"), {"ONEC_PASSWORD": self._mark.onec_password})
        )

    def _first_catalog(self) -> None:
        """Wait until 1C itself says that its first catalog came through."""
        with self.teller.counted(_("First catalog from 1C, goods"), self._mark.goods) as told:
            self._wait(lambda: self._catalog_came(told))

    def _catalog_came(self, told: Callable[[int], None]) -> bool:
        told(products(hidden=None).count())
        return catalog_came(self.home)

    def _first_month(self) -> None:
        """The shops open; the moment is kept, so that a continued start lives the same month."""
        if not self._mark.opened:
            self._mark.opened_at = datetime.now(UTC).isoformat()
            self.home.remember(self._mark)
        opened = self._mark.opened or datetime.now(UTC)
        with self.teller.step(_("The shops open; own goods received by hand")) as told:
            shops = opening.open_shops()
            told(str(sum(opening.receive_by_hand(shop, opened) for shop in shops)))
        with self.teller.step(_("Names of the goods in three more languages")) as told:
            told(str(names.name_all()))
        lived = self._live(shops, opened)
        with self.teller.step(_("Open orders go to 1C")) as told:
            told(str(opening.send_open_orders(lived[shops[0]], opened)))
        with self.teller.step(_("Some customers written down a second time")) as told:
            told(str(opening.write_down_again()))
        self._mark.is_ready = True
        self.home.remember(self._mark)

    def _live(self, shops: Sequence[str], opened: datetime) -> dict[str, list[Lived]]:
        plans = {shop: _plan(BY_SHOP[shop], opened) for shop in shops}
        lived: dict[str, list[Lived]] = {shop: [] for shop in shops}
        done = 0
        with self.teller.counted(_("Orders of the past month"), sum(map(len, plans.values()))) as told:
            for shop, plan in plans.items():
                for one in live(plan, shop=shop, now=opened):
                    lived[shop].append(one)
                    done += 1
                    told(done)
                    self.programs.look_after()
        return lived

    def _storefront(self) -> None:
        """One for the shop that 1C serves, one for the shop that sells for two firms."""
        for country in (RUSSIA, GREECE):
            folder = str(self.home.storefront / country.shop)
            command = [sys.executable, "-m", "emporion.demo.storefront", folder, country.shop]
            pace = ["--every", str(self.pace.storefront)]
            name = f"storefront-{country.shop}"
            self.programs.start(Program(name, [*command, *pace], self.home.log(name)))

    def _what_to_look_at(self) -> None:
        """Things to try, with an article that is really there."""
        article, console = first_article(self.home), "bin/emporion onec"
        if self.home.folder != Path("var/demo").resolve():  # elsewhere the command has to be told
            console = f"EMPORION_HOME={self.home.folder} {console}"
        self.teller.say()
        self.teller.title(_("Customers order, 1C changes prices and ships. To try in another terminal:"))
        for words, verb in (
            (_("change a price in the simulated 1C"), f"price {article} 1990"),
            (_("count its stock anew"), f"stock {article} 3"),
            (_("see its orders"), "orders"),
            (_("ship one"), "ship K…"),
        ):
            self.teller.say(f"  {words}: {console} {verb}")
        self.teller.say(_("What the programs say: %(folder)s") % {"folder": self.home.folder / "log"})
        self.teller.say(_("Ready. Ctrl-C stops everything; the next start goes on from here, --reset begins anew."))

    def _wait(self, until: Callable[[], bool]) -> None:
        """Look again and again; after a minute say where to look for the reason."""
        hint_at = time.monotonic() + HINT_AFTER_SECONDS
        while not until():
            self.programs.look_after()
            time.sleep(POLL_SECONDS)
            if hint_at and time.monotonic() > hint_at:
                hint_at = 0.0
                self.teller.say(
                    _("This takes long; the reason may stand in %(folder)s") % {"folder": self.home.folder / "log"}
                )


def must_be_ours(home: DemoHome) -> None:
    """Refuse a folder or a database in which somebody keeps a house of their own."""
    if home.is_marked:
        return
    if "parties_ownfirm" in connection.introspection.table_names() and firms():
        raise NotADemo(place=connection.settings_dict["NAME"])


def _plan(country: Country, opened: datetime) -> list[Planned]:
    """What a month brings to the shop of a country; each has its own chance."""
    return month(opened.astimezone(ZoneInfo(country.zone)), seed=country.phones_from + 1, per_day=country.per_day)


def new_base(folder: Path, goods: int) -> None:
    """A base that appears whole: one that was cut while it was filled is made anew."""
    draft = folder.with_name(f"{folder.name}.new")
    shutil.rmtree(draft, ignore_errors=True)
    Base.create(draft, goods=goods).close()
    draft.rename(folder)


def catalog_came(home: DemoHome) -> bool:
    """Whether 1C has seen a whole catalog exchange through."""
    asked = "SELECT 1 FROM exchange_log WHERE what LIKE 'catalog%' AND outcome = 'success' LIMIT 1"
    with closing(Base.open(home.onec)) as base:
        return base.one(asked) is not None


def first_article(home: DemoHome) -> str:
    """An article of one variant, to name in an example."""
    asked = "SELECT article FROM goods WHERE (SELECT count(*) FROM offer WHERE goods = goods.id) = 1 ORDER BY code"
    with closing(Base.open(home.onec)) as base:
        return str(base.value(asked))


def _console() -> list[str]:
    return [sys.executable, "-m", "emporion.site.console"]
