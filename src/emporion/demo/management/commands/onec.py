"""`emporion onec`: the keyboard of the simulated 1C, so that a visitor can change something and see it arrive."""

from __future__ import annotations

import os
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from emporion.demo.onec import PROFILES, Base, OneC, desk, operations, trade
from emporion.demo.onec.errors import ExchangeFailed, OneCError
from emporion.demo.onec.numbers import minor_text, thousandths_text, to_minor, to_thousandths
from emporion.kernel.console import Verb

SHOWN = 20
KINDS = {"cash": operations.CASH, "bank": operations.BANK, "card": operations.CARD}
FIRST = {
    "price_type": "SELECT name FROM price_type ORDER BY place",
    "warehouse": "SELECT name FROM warehouse ORDER BY place",
}


class Command(Verb):
    """Verbs on the demonstration's 1C base; the next round of its life sends what changed."""

    help = _("Change prices and stock in the simulated 1C, and work on its orders.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One sub-command for each verb; the base is the demonstration's unless a folder is named."""
        parser.add_argument("--base", type=Path, help=_("folder of another simulated base"))
        verbs = parser.add_subparsers(dest="verb", required=True)
        price = verbs.add_parser("price", help=_("set a price"))
        price.add_argument("article", help=_("article, or identifier of one variant"))
        price.add_argument("amount", help=_("in roubles, such as 1990 or 1990.50"))
        price.add_argument("--type", default="", help=_("price type; the first one when left out"))
        stock = verbs.add_parser("stock", help=_("count what lies in a warehouse"))
        stock.add_argument("article", help=_("article, or identifier of one variant"))
        stock.add_argument("count")
        stock.add_argument("--warehouse", default="", help=_("the first one when left out"))
        orders = {
            verb: verbs.add_parser(verb, help=says)
            for verb, says in (
                ("confirm", _("post an order")),
                ("pay", _("book the payment of an order")),
                ("ship", _("send the goods of an order out, posting it first where needed")),
                ("cancel", _("call an order off")),
            )
        }
        for parser_of_verb in orders.values():
            parser_of_verb.add_argument("order", help=_("its number on the site or in 1C"))
        orders["pay"].add_argument("--kind", choices=KINDS, default="bank", help=_("how it was paid"))
        orders["ship"].add_argument("--track", default="", help=_("the carrier's number of the parcel"))
        _exchange_arguments(verbs.add_parser("exchange", help=_("exchange catalog and orders with a site, once")))
        _site_arguments(verbs.add_parser("info", help=_("read the site's statuses, ways to pay and to deliver")))
        verbs.add_parser("orders", help=_("the newest orders"))
        verbs.add_parser("goods", help=_("find goods")).add_argument("words", nargs="?", default="")

    def handle(self, *, base: Path | None, verb: str, **asked: Any) -> None:
        """Do the verb; what 1C refuses is one line."""
        folder = base or demo_base()
        try:
            with Base.open(folder) as opened:
                getattr(self, verb)(opened, **asked)
        except FileNotFoundError:
            raise CommandError(
                _("There is no simulated 1C in %(folder)s: bin/demo makes one.") % {"folder": folder}
            ) from None
        except (OneCError, ValueError) as error:
            raise CommandError(str(error)) from None

    def price(self, base: Base, *, article: str, amount: str, type: str, **_asked: Any) -> None:  # noqa: A002
        """Set the price of all variants of an article."""
        kind = type or first(base, "price_type")
        trade.change_price(base, article, kind, to_minor(amount))
        self.stdout.write(_("%(article)s costs %(amount)s (%(type)s).") % _words(article, amount=amount, type=kind))

    def stock(self, base: Base, *, article: str, count: str, warehouse: str, **_asked: Any) -> None:
        """Count one variant in one warehouse; an article of several variants is refused with their number."""
        place = warehouse or first(base, "warehouse")
        trade.change_stock(base, article, place, to_thousandths(count))
        self.stdout.write(_("%(article)s: %(count)s in %(place)s.") % _words(article, count=count, place=place))

    def confirm(self, base: Base, *, order: str, **_asked: Any) -> None:
        """Post it and reserve its goods."""
        desk.confirm(base, order)
        desk.reserve(base, order)
        self._told(order)

    def pay(self, base: Base, *, order: str, kind: str, **_asked: Any) -> None:
        """Book the whole sum."""
        desk.pay(base, order, KINDS[kind])
        self._told(order)

    def ship(self, base: Base, *, order: str, track: str, **_asked: Any) -> None:
        """Post it where nobody has, then send the goods out."""
        with base.transaction():
            if not desk.order(base, order)["posted"]:
                desk.confirm(base, order)
            desk.ship(base, order, track=track)
        self._told(order)

    def cancel(self, base: Base, *, order: str, **_asked: Any) -> None:
        """Let go of its goods."""
        desk.cancel(base, order)
        self._told(order)

    def exchange(self, base: Base, *, full: bool, **asked: Any) -> None:
        """One exchange as the edition runs it; what fails is told in 1C's own words."""
        with self._connected(base, asked) as onec:
            catalog = onec.exchange_catalog(full=full)
            orders = onec.exchange_orders()
        self.stdout.write(
            _("Sent: %(goods)s cards, %(changes)s changes, %(answers)s answers. Came: %(orders)s orders.")
            % {
                "goods": catalog.goods,
                "changes": catalog.changes,
                "answers": len(orders.sent),
                "orders": len(orders.created) + len(orders.updated),
            }
        )
        if orders.made_goods:
            self.stdout.write(_("1C did not know and made anew: %(goods)s") % {"goods": ", ".join(orders.made_goods)})

    def info(self, base: Base, **asked: Any) -> None:
        """Print the lists; what has the same name on both sides is set against each other."""
        with self._connected(base, asked) as onec:
            for tag, rows in onec.read_info().items():
                self.stdout.write(tag)
                self.stdout.writelines(f"  {code}\t{name}\n" for code, name in rows)

    @contextmanager
    def _connected(self, base: Base, asked: dict[str, Any]) -> Iterator[OneC]:
        """A 1C with the settings of the command line; the password comes from the environment."""
        settings = {name: asked[name] for name in ("portion", "wait_for_import", "attempts") if name in asked}
        edition = PROFILES[asked["edition"]]
        with OneC(
            base, asked["url"], asked["login"], os.environ.get("ONEC_PASSWORD", ""), profile=edition, **settings
        ) as onec:
            try:
                yield onec
            except ExchangeFailed:
                raise CommandError(onec.protocol) from None
            if onec.protocol:
                self.stderr.write(onec.protocol)

    def orders(self, base: Base, **_asked: Any) -> None:
        """Print number on the site, number in 1C, sum and where it stands."""
        for row in desk.orders(base)[-SHOWN:]:
            total = minor_text(desk.total(base, row["id"]))
            self.stdout.write(f"{row['site_number']}\t{row['number']}\t{total}\t{state_of(base, row['id'])}")

    def goods(self, base: Base, *, words: str, **_asked: Any) -> None:
        """Print articles, and the identifiers of variants, with what lies in all warehouses."""
        found = base.rows("SELECT id, article, name FROM goods WHERE deleted = 0 ORDER BY code")
        wanted = [row for row in found if words.casefold() in f"{row['article']} {row['name']}".casefold()]
        for row in wanted[:SHOWN]:
            self.stdout.write(f"{row['article']}\t{row['name']}")
            for offer in base.rows("SELECT id, variant FROM offer WHERE goods = ? ORDER BY place", row["id"]):
                lying = base.value("SELECT COALESCE(SUM(thousandths), 0) FROM stock WHERE offer = ?", offer["id"])
                self.stdout.write(f"  {offer['id']}\t{offer['variant']}\t{thousandths_text(lying)}")

    def _told(self, order: str) -> None:
        self.stdout.write(_("Done with order %(order)s; the site hears of it in the next round.") % {"order": order})


def _site_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("url", help=_("the site's exchange address"))
    parser.add_argument("login", help=_("the password comes from the environment: ONEC_PASSWORD"))
    parser.add_argument("--edition", choices=PROFILES, default="ut11", help=_("which 1C it is"))


def _exchange_arguments(parser: ArgumentParser) -> None:
    _site_arguments(parser)
    parser.add_argument("--full", action="store_true", help=_("send every goods, changed or not"))
    parser.add_argument("--portion", type=int, default=200, help=_("goods or changed offers sent at a time"))
    parser.add_argument("--attempts", type=int, help=_("how often an upload is begun; as the edition does if left out"))
    parser.add_argument("--no-wait", dest="wait_for_import", action="store_false", help=_("do not wait for the import"))


def demo_base() -> Path:
    """The base under this data folder, or under the demonstration's own folder in it."""
    home = Path(settings.EMPORION_HOME)
    return next((place for place in (home / "onec", home / "demo/onec") if place.exists()), home / "demo/onec")


def first(base: Base, table: str) -> str:
    """The name of the first price type or warehouse."""
    return str(base.value(FIRST[table]))


def state_of(base: Base, order: str) -> str:
    """How far an order is in 1C, in one word or more."""
    row = desk.order(base, order)
    if row["cancelled"] or row["deleted"]:
        return _("cancelled")
    paid = base.one("SELECT 1 FROM payment WHERE customer_order = ?", order)
    shipped = base.one("SELECT 1 FROM shipment WHERE customer_order = ?", order)
    words = ((row["posted"], _("confirmed")), (paid, _("paid")), (shipped, _("shipped")))
    return ", ".join(word for stands, word in words if stands) or _("new")


def _words(article: str, **more: str) -> dict[str, str]:
    return {"article": article, **more}
