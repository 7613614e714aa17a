"""Load a site's orders into the base, all of them or none, finding goods and customers as UT 11 does."""

import sqlite3
from dataclasses import dataclass, field, fields

from emporion.demo.onec.base import Base
from emporion.demo.onec.operations import CARD, DELIVERY
from emporion.demo.onec.profiles import Profile
from emporion.demo.onec.site_orders import SiteCustomer, SiteLine, SiteOrder

_BY_ID = "SELECT * FROM goods WHERE id = ?"
_BY_ARTICLE = "SELECT * FROM goods WHERE article = ? ORDER BY code"
_BY_NAME = "SELECT * FROM goods WHERE name = ? ORDER BY code"


@dataclass(slots=True)
class Loaded:
    """Numbers of the site's orders by what became of them."""

    created: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)  # 1C had confirmed or cancelled them already
    ids: set[str] = field(default_factory=set)  # the documents in 1C, not to be answered in the same talk
    made_goods: list[str] = field(default_factory=list)  # names of goods that were found by nothing
    made_variants: list[str] = field(default_factory=list)
    payments: list[str] = field(default_factory=list)  # numbers of card payments of the site

    @property
    def read(self) -> int:
        """How many orders the site gave."""
        return len(self.created) + len(self.updated) + len(self.skipped)

    def add(self, more: "Loaded") -> None:
        """Take in what a further answer brought."""
        for one in fields(self):
            kept, new = getattr(self, one.name), getattr(more, one.name)
            kept.update(new) if isinstance(kept, set) else kept.extend(new)


def load_orders(base: Base, orders: list[SiteOrder], profile: Profile) -> Loaded:
    """Store the orders of one answer in one transaction. What is loaded is not registered for the site."""
    loaded = Loaded()
    with base.transaction():
        for order in orders:
            _load(base, order, profile, loaded)
    return loaded


def _load(base: Base, order: SiteOrder, profile: Profile, loaded: Loaded) -> None:
    # the whole number is looked for in a column that keeps only its first signs: a longer one is never found
    known = base.one("SELECT * FROM customer_order WHERE number_column = ?", order.number)
    if known is None:
        made = _create(base, order, profile, loaded)
        loaded.ids.add(made)
        loaded.created.append(order.number)
        _take_payments(base, made, order, profile, loaded)
        return
    loaded.ids.add(known["id"])
    _take_payments(base, known["id"], order, profile, loaded)
    if known["posted"] or known["cancelled"] or known["deleted"]:
        loaded.skipped.append(order.number)
        return
    _update(base, known["id"], order, loaded)
    loaded.updated.append(order.number)


def _create(base: Base, order: SiteOrder, profile: Profile, loaded: Loaded) -> str:
    made = base.new_id()
    base.db.execute(
        "INSERT INTO customer_order VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?, 0)",
        (made, base.next_number("order"), base.now().isoformat(), order.site_id, order.number,
         order.number[: profile.order_number_column], order.date, order.time, order.currency, order.comment,
         _customer(base, order.customer), order.requisites, order.cancelled),
    )  # fmt: skip
    _write_lines(base, made, order, loaded)
    return made


def _take_payments(base: Base, order_id: str, order: SiteOrder, profile: Profile, loaded: Loaded) -> None:
    """Card payments of the site, each once; only where sub-documents are exchanged."""
    for one in order.payments if profile.sub_documents else ():
        if base.one("SELECT 1 FROM payment WHERE customer_order = ? AND site_number = ?", order_id, one.number):
            continue
        base.db.execute(
            "INSERT INTO payment VALUES (?, ?, ?, ?, ?, ?, ?)",
            (base.new_id(), order_id, base.next_number("payment"), one.date, one.sum_minor, CARD, one.number),
        )
        loaded.payments.append(one.number)


def _update(base: Base, known: str, order: SiteOrder, loaded: Loaded) -> None:
    base.db.execute(
        "UPDATE customer_order SET site_id = ?, site_date = ?, site_time = ?, currency = ?, comment = ?, customer = ?,"
        " requisites = ?, cancelled = ? WHERE id = ?",
        (order.site_id, order.date, order.time, order.currency, order.comment, _customer(base, order.customer),
         order.requisites, order.cancelled, known),
    )  # fmt: skip
    for line in base.rows(
        "SELECT DISTINCT offer FROM order_line JOIN reserve ON line = id WHERE customer_order = ?", known
    ):
        if base.excludes_reserves:
            base.register("stock", line["offer"])
    base.db.execute("DELETE FROM order_line WHERE customer_order = ?", (known,))
    _write_lines(base, known, order, loaded)


def _write_lines(base: Base, order_id: str, order: SiteOrder, loaded: Loaded) -> None:
    for line in order.lines:
        goods = _goods(base, line, loaded)
        offer = goods["id"] if goods["service"] else _offer(base, goods, line, loaded)
        base.db.execute(
            "INSERT INTO order_line VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (order_id, goods["id"], offer, line.name or goods["name"], goods["service"], line.price_minor,
             line.thousandths, line.sum_minor, line.vat, line.vat_included),
        )  # fmt: skip


def _goods(base: Base, line: SiteLine, loaded: Loaded) -> sqlite3.Row:
    """By Ид, else by Артикул, else by the exact name, else a new one."""
    ref, name = line.ref.partition("#")[0], line.name.partition("#")[0]
    for query, key in ((_BY_ID, ref), (_BY_ARTICLE, line.article), (_BY_NAME, line.name), (_BY_NAME, name)):
        found = base.one(query, key) if key else None
        if found is not None:
            return found
    if ref != DELIVERY:
        loaded.made_goods.append(name)
    return _new_goods(base, DELIVERY if ref == DELIVERY else base.new_id(), line)


def _new_goods(base: Base, made: str, line: SiteLine) -> sqlite3.Row:
    service = line.service or made == DELIVERY
    name = line.name.partition("#")[0]
    code = 1 + int(base.value("SELECT COALESCE(MAX(code), 0) FROM goods"))
    base.db.execute(
        "INSERT INTO goods VALUES (?, ?, ?, '', ?, ?, NULL, ?, ?, '', '', '', 0, ?, 0)",
        (made, code, line.article, name, "Услуги" if service else "Товары с сайта", line.unit, line.vat, service),
    )
    if not service:
        base.db.execute("INSERT INTO offer VALUES (?, ?, 0, '', '')", (made, made))
        base.register("goods", made)
    return base.rows(_BY_ID, made)[0]


def _offer(base: Base, goods: sqlite3.Row, line: SiteLine, loaded: Loaded) -> str:
    """The variant by what follows # in the Ид, or in the name, else a new one; without a # the goods."""
    variant, named = line.ref.partition("#")[2], line.name.partition("#")[2].strip()
    if not variant and not named:
        return str(goods["id"])
    known = base.one("SELECT id FROM offer WHERE id = ?", f"{goods['id']}#{variant}")
    if known is None and named:
        known = base.one("SELECT id FROM offer WHERE goods = ? AND variant = ?", goods["id"], named)
    if known is not None:
        return str(known["id"])
    loaded.made_variants.append(named or variant)
    return _new_variant(base, goods, named or variant)


def _new_variant(base: Base, goods: sqlite3.Row, name: str) -> str:
    offer = f"{goods['id']}#{base.new_id()}"
    place = 1 + int(base.value("SELECT COALESCE(MAX(place), 0) FROM offer WHERE goods = ?", goods["id"]))
    base.db.execute("INSERT INTO offer VALUES (?, ?, ?, ?, '')", (offer, goods["id"], place, name))
    base.register("goods", goods["id"])
    return offer


def _customer(base: Base, customer: SiteCustomer) -> str:
    """The customer of that name, or of that ИНН and КПП where the base is set so; else a new one."""
    if base.constant("match_customers") == "tax" and customer.inn:
        known = base.value("SELECT id FROM customer WHERE inn = ? AND kpp = ?", customer.inn, customer.kpp)
    else:
        known = base.value("SELECT id FROM customer WHERE name = ?", customer.name)
    made = str(known or base.new_id())
    base.db.execute(
        "INSERT INTO customer VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE"
        " SET address = excluded.address, phone = excluded.phone, email = excluded.email",
        (made, customer.name, customer.company, customer.full_name, customer.inn, customer.kpp, customer.address,
         customer.phone, customer.email),
    )  # fmt: skip
    return made
