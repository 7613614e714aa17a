"""Two firms under one roof, each with a shop, stock, an order; and an example of an argument for every address."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver

from emporion.catalog import commands as catalog
from emporion.catalog.queries import category_tree, product_page
from emporion.catalog.types import PropertyCard
from emporion.exchange import commands as exchange
from emporion.exchange.queries import CREATED, quarantined, relinks_undecided, sessions
from emporion.exchange.types import Found, Marks, Proposed, QuarantinedRow, RefusedRow, Renumbered
from emporion.journal.queries import told
from emporion.journal.types import Asked
from emporion.orders import commands as orders
from emporion.orders.queries import order, shop_by_code
from emporion.orders.tests.factories import corner_shop, cup, draft
from emporion.orders.types import OrderDraft, ShopCard, Wish
from emporion.parties import commands as parties
from emporion.parties.types import PartyCard
from emporion.stock import commands as stock
from emporion.stock.queries import warehouse
from emporion.stock.tests.factories import shelved
from emporion.stock.types import Goods, WarehouseCard
from emporion.watchman import commands as watchman
from emporion.watchman.queries import alerts
from emporion.watchman.types import Found as Trouble
from emporion.web.why.tests.factories import Shop as Came, offers, sent, shop as first_exchange

from .deeds import Deeds, cheaper_together, deeds, pictured, tried

NOBODY = Deeds(0, 0, 0, 0, 0, 0, "")
MARK = "Zanzibar"  # stands in every name of the neighbour that nobody else may read
PHONE = "+37369777123"
FAULT = {"place": "x", "field": "y", "raw": f"{MARK} z"}

ABSENT = {"since": "2020-01-01T00:00:00+00:00", "until": 1, "count": 1, "total": 2, "variants": 1, "percent": 50}


@dataclass(frozen=True)
class Firm:
    """What stands for one firm in the addresses."""

    firm: int
    shop: int
    shop_code: str
    warehouse: int
    warehouse_code: str
    order: int
    document: str
    variant: int
    product: int
    price_type: int
    customer: int = 0
    channel: int = 0
    session: int = 0
    message: int = 0
    refused: int = 0
    question: int = 0
    by: Deeds = NOBODY
    group: int = 0
    property: int = 0
    fact: int = 0
    picture: str = ""
    number: str = ""
    dry_run: int = 0
    double: int = 0
    merged: int = 0
    alert: int = 0
    relinked: int = 0
    relink: str = ""
    goods: tuple[int, int] = (0, 0)


def neighbour() -> Firm:
    """The other firm: its goods come from its own 1C, its shop has sold some, its storekeeper has received some."""
    came = first_exchange()
    parties.change_firm(firm=came.firm, name=MARK, actor="cli")
    sent(came.channel, offers("9.75", "7").replace(">Main<", f">{MARK} main<"), "offers0_2.xml", came.session)
    exchange.refuse_rows(
        channel=came.channel, message=came.offers, actor="worker",
        refused=[
            RefusedRow("x", "stock", "commerceml.field", FAULT, "k1", "y", "z", "z"),
            RefusedRow("y", "offers", "commerceml_unknown_goods", {"key": f"{MARK} k2"}, "k2", "y", "z", "z"),
        ],
    )  # fmt: skip
    asked = exchange.ask(channel=came.channel, code="commerceml_absent_goods", facts=ABSENT, actor="worker")
    relinked, relink = _renumbered(came)
    place = stock.put_warehouse(card=WarehouseCard(code="ZW", name=f"{MARK} own", firm=came.firm), actor="cli")
    document = f"receipt:{came.firm}-1"
    stock.receive(warehouse_id=place, document=document, goods=[Goods(came.variant, 4000, 800)], actor="cli")
    card = ShopCard(
        code="zan", name=f"{MARK} web", firm=came.firm, price_type=came.price_type, prefix="ZZ",
        takes_uncovered=True, warehouses=(place, came.warehouse),
    )  # fmt: skip
    orders.put_shop(card=card, actor="cli")
    buyer = PartyCard(name=f"{MARK} Zoe", phones=(PHONE,), country="MD")
    wish = OrderDraft(shop="zan", wishes=(Wish(came.variant, 2000),), customer=buyer)
    placed = orders.place(draft=wish, actor="channel:1c")
    colour = catalog.put_property(card=PropertyCard(name="Colour", kind="text"), actor="cli").id
    cheaper_together(came.variant, came.price_type)
    picture, [group] = pictured(came.product), category_tree()
    not_taken = Trouble(f"channel:{came.channel}", 2, is_well=False, name=MARK)
    watchman.note_round(found={"outgoing.not_taken": [not_taken]}, actor="clockwork")
    [of_goods] = told(Asked(subjects=(f"product:{came.product}",)), limit=1)  # which all may read
    return Firm(
        came.firm, shop_by_code("zan").id, "zan", place, "ZW", placed.id, document, came.variant, came.product,
        came.price_type, order(placed.number).customer or 0, came.channel, sessions()[0].id, came.offers,
        _unknown_goods().id, asked, deeds("Owner", placed, MARK), group.id, colour, of_goods.id,
        picture, placed.number, tried(came.channel, came.offers), *twice(order(placed.number).customer or 0),
        alerts()[0].id, relinked, f"{relink}:{came.product}", goods_twice(came.product),
    )  # fmt: skip


def _renumbered(came: Came) -> tuple[int, int]:
    """Two questions about a base created anew, the first of them answered; answers it, and a proposal of the other."""
    like = Found(came.product, 50, ("name",), (came.product,))
    facts = {"count": 5, "total": 5, "samples": MARK}

    def ask() -> int:
        asked = exchange.ask(channel=came.channel, code=Renumbered.code, facts=facts, actor="worker")
        proposed = [Proposed("product", "k9", Marks(f"{MARK} cup"), like)]
        exchange.propose(question=asked, proposed=proposed, actor="worker")
        return asked

    answered = ask()
    exchange.answer_question(question=answered, answer=CREATED, actor="cli")
    return answered, relinks_undecided(ask())[0].id


def twice(customer: int) -> tuple[int, int]:
    """Two more numbers of a customer: one that is only proposed, one that was merged."""
    card = PartyCard(name=f"{MARK} Zoe", phones=("069000001",))
    double, merged = (parties.add(card=card, even_if_known=True, actor="cli").id for _ in range(2))
    parties.merge(party=merged, into=customer, actor="cli")
    return double, merged


def goods_twice(product: int) -> tuple[int, int]:
    """Two more numbers of a product: one that may be the same, one that was merged into it."""
    told = product_page(product)
    more = [catalog.add_product(name=told.name, unit=told.unit.code, actor="cli")[0] for _ in range(2)]
    catalog.merge(product=more[1], into=product, actor="cli")
    return more[0], more[1]


def _unknown_goods() -> QuarantinedRow:
    return next(row for row in quarantined() if row.fault.code == "commerceml_unknown_goods")


def own_firm(near: Firm) -> Firm:
    """The firm of the person who looks: goods of the neighbour's on its own shelf too, its own shop and order."""
    corner = corner_shop(takes_uncovered=True)
    variant = cup(corner)
    shelved(corner.warehouse, near.variant, 6)
    placed = orders.place(draft=draft(corner, (variant, 1)), actor="shop")
    document = f"receipt:{corner.firm}-1"
    stock.receive(warehouse_id=corner.warehouse, document=document, goods=[Goods(near.variant, 1000)], actor="cli")
    return Firm(
        corner.firm, shop_by_code(corner.shop).id, corner.shop, corner.warehouse, warehouse(corner.warehouse).code,
        placed.id, document, near.variant, near.product, corner.price_type, by=deeds("Ben Own", placed),
        group=near.group, property=near.property, fact=near.fact, picture=near.picture,
        number=placed.number, goods=near.goods,
    )  # fmt: skip


Given = Callable[[Firm], tuple[object, ...]]

# An example of the arguments of every address that takes any. What belongs to a firm, and what all firms share.
OF_A_FIRM: Mapping[str, Given] = {
    **dict.fromkeys(
        (
            *("order", "order_change", "order_pay", "order_give_back", "order_ship", "order_return"),
            *("order_cancel", "order_cancel_rest", "order_take", "order_give"),
        ),
        lambda of: (of.order,),
    ),
    "settings_series": lambda of: (of.firm, "receipt"),
    "order_theirs": lambda of: (of.order, 1),
    **dict.fromkeys(("customer", "customer_change", "customer_merge"), lambda of: (of.customer,)),
    **dict.fromkeys(("customer_merge_with", "customer_apart", "customer_perhaps"), lambda of: (of.customer, of.double)),
    "customer_part": lambda of: (of.merged,),
    "why_order": lambda of: (of.order, "status"),
    "why_value": lambda of: ("name", f"shop:{of.shop}"),
    "why_stock": lambda of: (of.variant, of.warehouse),
    "stock_document": lambda of: (of.document,),
    "warehouse": lambda of: (of.warehouse_code,),
    "settings_shop": lambda of: (of.shop_code,),
    **dict.fromkeys(("settings_firm", "settings_regime"), lambda of: (of.firm,)),
    **dict.fromkeys(
        (
            *(
                "channel",
                "channel_statuses",
                "channel_drop",
                "channel_try",
                "channel_left",
                "channel_search",
                "channel_absent",
                "channel_pause",
                "channel_resume",
                "channel_shadow",
                "channel_work",
            ),
            *("channel_renumbered", "channel_renumbered_link", "channel_renumbered_create"),
            *("channel_renumbered_choose", "channel_renumbered_on", "channel_renumbered_back"),
            *("channel_connect", "channel_live", "channel_password", "channel_checklist", "channel_authority"),
            *("today_read_left", "today_resume", "today_send_again", "today_switch_on"),
        ),
        lambda of: (of.channel,),
    ),
    "question_answer": lambda of: (of.question,),
    "session": lambda of: (of.session,),
    **dict.fromkeys(
        (
            *("message", "message_progress", "message_raw", "message_back", "message_run", "message_try"),
            "today_read_again",
        ),
        lambda of: (of.message,),
    ),
    **dict.fromkeys(("dry_run", "dry_run_apply"), lambda of: (of.dry_run,)),
    **dict.fromkeys(("watchman_alert", "watchman_see", "watchman_mute"), lambda of: (of.alert,)),
    "quarantine_mend": lambda of: (of.refused,),
    **dict.fromkeys(("comment", "comment_take_back"), lambda of: (of.by.comment,)),
}
# What is one person's own, whatever the firm.
OF_A_PERSON: Mapping[str, Given] = {
    "mention_see": lambda of: (of.by.mention,),
    "view_change": lambda of: (of.by.view,),
    "bulk": lambda of: (of.by.asked,),
    **dict.fromkeys(("bulk_progress", "bulk_stop", "bulk_go_on", "bulk_undo"), lambda of: (of.by.running,)),
    "undo": lambda of: (of.by.token,),
}
SHARED: Mapping[str, Given] = {
    **dict.fromkeys(
        (
            *(
                "product",
                "product_hide",
                "product_show",
                "product_prices",
                "product_variant_new",
                "product_timeline",
                "product_edit",
            ),
            *("product_pictures", "product_picture_main", "product_picture_remove", "product_properties"),
            *("product_release", "why_name", "product_languages"),
        ),
        lambda of: (of.product,),
    ),
    "product_prices_edit": lambda of: (of.product, of.variant),
    **dict.fromkeys(("product_merge_with", "product_apart", "product_perhaps"), lambda of: (of.product, of.goods[0])),
    "product_part": lambda of: (of.goods[1],),
    "why_price": lambda of: (of.variant, of.price_type),
    "why_price_from": lambda of: (of.variant, of.price_type, 1000),
    **dict.fromkeys(("stock_card", "stock_line"), lambda of: (of.variant,)),
    "group": lambda of: (of.group,),
    "property": lambda of: (of.property,),
    "settings_status": lambda of: ("new",),
    "watchman_check": lambda of: ("outgoing.not_taken",),
    **dict.fromkeys(("settings_price", "settings_price_close", "settings_price_open"), lambda of: (of.price_type,)),
    **dict.fromkeys(("view_keep", "view_begin", "bulk_ask", "bulk_file"), lambda of: ("orders",)),
    "journal_fact": lambda of: (of.fact,),
    "help_guide": lambda of: ("owner",),
    "help_picture": lambda of: ("orders.en.webp",),
    "picture": lambda of: (of.picture,),
    "channel_new": lambda of: ("commerceml",),
    "tour_do": lambda of: ("figure",),
    **dict.fromkeys(
        (
            *("settings_person", "settings_grant", "settings_withdraw", "settings_leave", "settings_return"),
            *("settings_invite", "seeing_person", "person_sign_out", "settings_invite_back"),
        ),
        lambda of: (of.by.person,),
    ),
    **dict.fromkeys(
        (
            *("settings_role", "settings_role_copy", "settings_role_usual", "settings_role_describe"),
            *("settings_role_remove", "seeing_role"),
        ),
        lambda of: ("buyer",),
    ),
}
EXAMPLES = {**OF_A_FIRM, **OF_A_PERSON, **SHARED}
# What a page must be asked besides, or it would show nothing to anybody.
QUESTIONS: Mapping[str, str] = {
    "help_about": "?page=today/",
    "today_documents": "?of=orders&since=2020-01-01T00:00:00%2B00:00&until=2040-01-01T00:00:00%2B00:00",
}
# Pages that ask for one more right, any of these, than their mark says.
HANDS = frozenset({"stock.receive", "stock.correct"})
FURTHER: Mapping[str, frozenset[str]] = {"stock_found": HANDS, "stock_line": HANDS, "stock_scanned": HANDS}


@dataclass(frozen=True)
class Address:
    """One line of the register."""

    name: str
    pattern: str
    view: Any

    @property
    def takes_arguments(self) -> bool:
        """Whether an example must be given."""
        return "<" in self.pattern


def register(patterns: Iterable[object], before: str = "/") -> Iterator[Address]:
    """Every address below some patterns."""
    for one in patterns:
        if isinstance(one, URLResolver):
            yield from register(one.url_patterns, f"{before}{one.pattern}")
        elif isinstance(one, URLPattern):
            yield Address(one.name or "", f"{before}{one.pattern}", one.callback)
