"""One product as its page shows it: prices and stock by variant, what is protected, its timeline."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from django.urls import reverse
from django.utils.translation import gettext as _

from emporion.accounts.queries import Asker, may_somewhere
from emporion.catalog.queries import properties
from emporion.catalog.types import ProductPage, VariantLine
from emporion.exchange.queries import channels, message as kept_message
from emporion.journal.queries import timeline
from emporion.journal.types import FactView
from emporion.pricing.queries import prices_of
from emporion.pricing.types import PricesChanged, PriceView
from emporion.stock.queries import StockLine, reserved_by, stock_of

from ..charts import Chart
from ..orders.papers import papers
from ..parts import Tab
from ..people import names as people_named
from ..scope import warehouses_within
from .listing import visible_types
from .price_charts import price_charts
from .words import field_words

FIELDS = ("name", "full_name", "sku", "brand", "description", "weight_grams")


@dataclass(frozen=True, slots=True)
class PriceRow:
    """A price with what last changed it."""

    view: PriceView
    source: str
    why: str


@dataclass(frozen=True, slots=True)
class StockRow:
    """A warehouse's figures with the addresses of their reasons."""

    line: StockLine
    why: str


@dataclass(frozen=True, slots=True)
class HeldBy:
    """A document that holds some of a variant."""

    words: str
    url: str
    quantity: int


@dataclass(frozen=True, slots=True)
class VariantBlock:
    """A variant with all its figures."""

    variant: VariantLine
    prices: Sequence[PriceRow] = field(default=())
    stock: Sequence[StockRow] = field(default=())
    held: Sequence[HeldBy] = field(default=())
    charts: Sequence[Chart] = field(default=())
    card: str = ""
    edit: str = ""

    @property
    def total(self) -> dict[str, int]:
        """The sums of the stock figures over all warehouses."""
        names = ("on_hand", "reserved", "free", "short")
        return {name: sum(getattr(row.line, name) for row in self.stock) for name in names}


@dataclass(frozen=True, slots=True)
class Protected:
    """A field that no exchange may overwrite, as a person reads it."""

    field: str
    label: str
    by: str


def tabs(product: int, current: str) -> list[Tab]:
    """The sides of a product."""
    named = {
        "product": _("Overview"),
        "product_prices": _("Prices and stock"),
        "product_timeline": _("Timeline"),
    }
    return [Tab(word, reverse(f"web:{name}", args=[product]), current=name == current) for name, word in named.items()]


def blocks(asker: Asker, page: ProductPage) -> list[VariantBlock]:
    """All variants with prices and stock, in a fixed number of queries."""
    ids = [variant.id for variant in page.variants]
    shown = visible_types(asker)
    types = {kind.id for kind in shown}
    prices = prices_of(ids) if types else {}
    told = _price_facts(ids) if types else []
    changed = _last_changes(told)
    covered = {place.id for place in warehouses_within(asker, "stock.view")}
    stock = _stock(covered, ids)
    held: dict[int, list[HeldBy]] = defaultdict(list)
    promised = [one for one in reserved_by(ids) if one.warehouse in covered]
    named = papers(asker, (one.document for one in promised))
    for one in promised:
        held[one.variant].append(HeldBy(named[one.document].words, named[one.document].url, one.quantity))
    sources = _sources(list(changed.values()))
    edits = may_somewhere(asker, "pricing.change")
    return [
        VariantBlock(
            variant,
            [_price(variant.id, view, changed, sources) for view in prices.get(variant.id, ()) if _sees(view, types)],
            [_spot(line) for line in stock.get(variant.id, ())],
            held.get(variant.id, ()),
            price_charts(variant.id, told, shown),
            reverse("web:stock_card", args=[variant.id]),
            reverse("web:product_prices_edit", args=[page.id, variant.id]) if edits else "",
        )
        for variant in page.variants
    ]


def _sees(view: PriceView, types: set[int]) -> bool:
    return view.price_type.id in types


def _price(
    variant: int, view: PriceView, changed: dict[tuple[int, int, int], FactView], sources: dict[int, str]
) -> PriceRow:
    fact = changed.get((variant, view.price_type.id, view.min_quantity))
    name = "web:why_price_from" if view.min_quantity else "web:why_price"
    more = [view.min_quantity] if view.min_quantity else []
    why = reverse(name, args=[variant, view.price_type.id, *more]) if fact else ""
    return PriceRow(view, sources[fact.id] if fact else "", why)


def _price_facts(ids: Sequence[int]) -> list[FactView]:
    """What changed prices of some variants, the newest first: one query for the whole product."""
    return timeline([f"variant:{pk}" for pk in ids], limit=2000, kinds=["pricing.PricesChanged"])


def _last_changes(told: Sequence[FactView]) -> dict[tuple[int, int, int], FactView]:
    """The fact that last changed each price."""
    found: dict[tuple[int, int, int], FactView] = {}
    for fact in told:
        if isinstance(fact.event, PricesChanged):
            variant = int(fact.subject.partition(":")[2])
            for change in fact.event.changes:
                found.setdefault((variant, change.price_type_id, change.min_quantity), fact)
    return found


def _sources(facts: Sequence[FactView]) -> dict[int, str]:
    """Who brought each fact in a few words; a channel by its title and session."""
    people = people_named({fact.actor for fact in facts if fact.message is None})
    titles = {channel.id: channel.title for channel in channels()}
    told: dict[int, str] = {}
    for number in {fact.message for fact in facts if fact.message is not None}:
        kept = kept_message(number)
        talk = ", " + _("session %(number)s") % {"number": kept.session} if kept.session else ""
        told[number] = f"{titles.get(kept.channel, '')}{talk}"
    return {f.id: people[f.actor] if f.message is None else told[f.message] for f in facts}


def _stock(covered: set[int], ids: Sequence[int]) -> dict[int, list[StockLine]]:
    found: dict[int, list[StockLine]] = defaultdict(list)
    for line in stock_of(ids):
        if line.warehouse.id in covered:
            found[line.variant].append(line)
    return found


def _spot(line: StockLine) -> StockRow:
    return StockRow(line, reverse("web:why_stock", args=[line.variant, line.warehouse.id]))


def protections(page: ProductPage) -> list[Protected]:
    """What a person keeps from being overwritten."""
    people = people_named({one.by for one in page.protections})
    asked = any(one.field.startswith("value:") for one in page.protections)  # a value that was taken off has a name too
    named = {f"value:{one.id}": one.name for one in properties()} if asked else {}
    return [
        Protected(one.field, named.get(one.field) or field_words(one.field), people[one.by]) for one in page.protections
    ]


def told_to(asker: Asker, facts: Sequence[FactView]) -> list[FactView]:
    """Facts without the prices that this person may not see; a fact with nothing else is left out."""
    types = {kind.id for kind in visible_types(asker, closed=True)}
    kept = []
    for fact in facts:
        if isinstance(fact.event, PricesChanged):
            changes = tuple(change for change in fact.event.changes if change.price_type_id in types)
            if changes:
                kept.append(replace(fact, event=replace(fact.event, changes=changes)))
        else:
            kept.append(fact)
    return kept
