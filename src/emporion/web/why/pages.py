"""The drawers: why is this price so, why is this stock figure so, why is the name so?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _, pgettext

from emporion.accounts.queries import Asker, may, may_somewhere
from emporion.catalog.queries import product_page, variants
from emporion.catalog.types import ProductAdded, ProductChanged
from emporion.exchange.queries import keys_of
from emporion.exchange.types import ChannelView, Hint
from emporion.journal.queries import timeline
from emporion.journal.types import FactView
from emporion.kernel.units import unit_word
from emporion.ledger.types import CardLine, Kind
from emporion.pricing.queries import price_type
from emporion.pricing.types import PriceChange, PricesChanged
from emporion.stock.queries import card, reserved_by, stock_of, warehouse
from emporion.stock.types import StockDeclared

from .. import numbers
from ..drawer import render_drawer
from ..orders.papers import Papers, papers
from ..parts import Action, Event, Sum
from ..rights import NoRight, requires, staff_of
from ..scope import warehouses_within
from ..status import Tone
from . import chain

EARLIER = 8
FIGURES = ("on_hand", "reserved", "free", "short")


@dataclass(frozen=True, slots=True)
class Before:
    """An earlier state: when it began, who brought it, the figure it was."""

    at: datetime
    who: str
    figure: str


@dataclass(frozen=True, slots=True)
class Holder:
    """A document that holds a promise."""

    words: str
    url: str
    figure: str


@dataclass(frozen=True, slots=True)
class Answer:
    """All that the drawer shows of one question."""

    question: str
    now: str
    was: str = ""
    change: str = ""
    tone: Tone | Literal[""] = ""
    evidence: chain.Evidence | None = None
    before: Sequence[Before] = field(default=())
    before_head: str = ""
    sums: Sequence[Sum] = field(default=())
    holders: Sequence[Holder] = field(default=())
    actions: Sequence[Action] = field(default=())


def drawn(request: HttpRequest, answer: Answer) -> HttpResponse:
    """The drawer of an answer, or its own page."""
    return render_drawer(request, "web/why/answer.html", {"answer": answer})


# ---- a price


@requires("pricing.view", somewhere=True)
def price(request: HttpRequest, variant: int, price_type_id: int, min_quantity: int = 0) -> HttpResponse:
    """Why a price is what it is, and what it was before."""
    kind, asker = price_type(price_type_id), staff_of(request)
    if kind.is_cost and not may(asker, "pricing.see_cost"):
        raise NoRight("pricing.see_cost")
    view = variants([variant])[variant]
    found = list(_price_changes(variant, price_type_id, min_quantity))
    if not found:
        raise Http404
    (fact, change), earlier = found[0], found[1 : EARLIER + 1]
    answer = Answer(
        question=_("Why is %(type)s %(price)s?")
        % {"type": kind.name, "price": _price_words(change.new_micro, kind.currency)},
        now=numbers.price(change.new_micro, kind.currency),
        was="" if change.old_micro is None else numbers.price(change.old_micro, kind.currency),
        change=_difference(change, kind.currency),
        evidence=chain.evidence(asker, chain.of_fact(fact), lambda c: _price_hints(c, price_type_id)),
        before=[
            Before(one.at, who, numbers.price(each.new_micro, kind.currency))
            for (one, each), who in zip(earlier, _who([one for one, _change in earlier]), strict=True)
        ],
        before_head=_("Price, %(currency)s") % {"currency": numbers.symbol(kind.currency)},
        actions=_price_actions(asker, view.product_id, variant),
    )
    return drawn(request, answer)


def _who(facts: Sequence[FactView]) -> list[str]:
    """Who told each of some facts."""
    return chain.whos([chain.of_fact(fact) for fact in facts])


def _price_changes(variant: int, kind: int, min_quantity: int) -> list[tuple[FactView, PriceChange]]:
    facts = timeline([f"variant:{variant}"], limit=500, kinds=["pricing.PricesChanged"])
    return [
        (fact, change)
        for fact in facts
        if isinstance(fact.event, PricesChanged)
        for change in fact.event.changes
        if (change.price_type_id, change.min_quantity) == (kind, min_quantity)
    ]


def _price_hints(channel: ChannelView, kind: int) -> list[Hint]:
    return [Hint("price", keys_of(channel.id, "price_type", [kind]).get(kind, ""))]


def _price_words(micro: int | None, currency: str) -> str:
    return f"{numbers.price(micro, currency)}{numbers.FIXED_SPACE}{numbers.symbol(currency)}"


def _difference(change: PriceChange, currency: str) -> str:
    old, new = change.old_micro, change.new_micro
    if old is None or new is None or old == new:
        return ""
    told = f"{'+' if new > old else ''}{numbers.price(new - old, currency)}"
    if not old:
        return told
    share = (abs(new - old) * 10_000 + old // 2) // old
    return f"{told}, {numbers.percent(share if new > old else -share, signed=True)}{numbers.FIXED_SPACE}%"


def _price_actions(asker: Asker, product: int, variant: int) -> list[Action]:
    if not may_somewhere(asker, "pricing.change"):
        return []
    return [Action(_("Change the prices"), reverse("web:product_prices_edit", args=[product, variant]), icon="pencil")]


# ---- a stock figure


@requires("stock.view", somewhere=True)
def stock(request: HttpRequest, variant: int, warehouse_id: int) -> HttpResponse:
    """Why a figure of a warehouse is what it is: what moved it, and who holds promises."""
    asker = staff_of(request)
    _in_reach(asker, warehouse_id)
    place, view = warehouse(warehouse_id), variants([variant])[variant]
    wanted = request.GET.get("figure", "")
    figure = wanted if wanted in FIGURES else "on_hand"
    line = next((one for one in stock_of([variant]) if one.warehouse.id == warehouse_id), None)
    figures = {name: getattr(line, name, 0) for name in FIGURES}
    moves = _shelf_moves(variant, warehouse_id, figures["on_hand"])
    held = [one for one in reserved_by([variant]) if one.warehouse == warehouse_id]
    named = papers(asker, [*(move.document for move, _ in moves[: EARLIER + 1]), *(one.document for one in held)])
    earlier = moves[1 : EARLIER + 1]
    words = {
        "figure": f"{numbers.quantity(figures[figure])}{numbers.FIXED_SPACE}{unit_word(view.unit_short)}",
        "place": place.name,
    }
    answer = Answer(
        question=_questions()[figure] % words,
        now=numbers.quantity(figures[figure]),
        was=numbers.quantity(moves[0][1] - moves[0][0].quantity) if moves and figure == "on_hand" else "",
        change=_signed(moves[0][0].quantity) if moves and figure == "on_hand" else "",
        evidence=_moved_by(asker, moves[0][0], named, warehouse_id) if moves else None,
        before=[
            Before(move.at, who, f"{_signed(move.quantity)} → {numbers.quantity(after)}")
            for (move, after), who in zip(earlier, _movers([move for move, _after in earlier], named), strict=True)
        ],
        before_head=_("On hand"),
        sums=_stock_sums(figures),
        holders=[
            Holder(named[one.document].words, named[one.document].url, numbers.quantity(one.quantity)) for one in held
        ],
        actions=[Action(_("The ledger of this variant"), reverse("web:stock_card", args=[variant]), icon="list")],
    )
    return drawn(request, answer)


def _questions() -> dict[str, str]:
    return {
        "on_hand": _("Why are %(figure)s on hand in %(place)s?"),
        "reserved": _("Why are %(figure)s reserved in %(place)s?"),
        "free": _("Why are %(figure)s free in %(place)s?"),
        "short": _("Why are %(figure)s short in %(place)s?"),
    }


def _in_reach(asker: Asker, warehouse_id: int) -> None:
    if all(place.id != warehouse_id for place in warehouses_within(asker, "stock.view", ever=True)):
        raise NoRight("stock.view")


def _shelf_moves(variant: int, warehouse_id: int, on_hand: int) -> list[tuple[CardLine, int]]:
    """Entries on the shelf, newest first, each with what lay there after it."""
    found, after = [], on_hand
    for line in card(variant, limit=500):
        if line.account.kind is Kind.SHELF and line.account.place == warehouse_id and line.quantity:
            found.append((line, after))
            after -= line.quantity
    return found


def _moved_by(asker: Asker, move: CardLine, named: Papers, warehouse_id: int) -> chain.Evidence:
    cause, paper = chain.of_entry(move), named[move.document]
    if cause.message is not None:
        declared = _declared(move.variant)
        cause = next((chain.of_fact(fact) for fact in declared if fact.message == cause.message), cause)
    found = chain.evidence(asker, cause, lambda c: _stock_hints(c, warehouse_id))
    if cause.message is not None or not paper.url:
        return found
    link = Action(_("Open the document"), paper.url)
    return replace(found, steps=[*found.steps, Event(paper.words, "", "list", link=link)])


def _declared(variant: int) -> list[FactView]:
    facts = timeline([f"variant:{variant}"], limit=200, kinds=["stock.StockDeclared"])
    return [fact for fact in facts if isinstance(fact.event, StockDeclared)]


def _stock_hints(channel: ChannelView, warehouse_id: int) -> list[Hint]:
    return [Hint("stock", keys_of(channel.id, "warehouse", [warehouse_id]).get(warehouse_id, ""))]


def _movers(moves: Sequence[CardLine], named: Papers) -> list[str]:
    causes = [chain.of_entry(move) for move in moves]
    return [
        who if cause.message is not None else f"{named[move.document].words}, {who}"
        for move, cause, who in zip(moves, causes, chain.whos(causes), strict=True)
    ]


def _stock_sums(figures: dict[str, int]) -> list[Sum]:
    """How the free figure comes about, as the promise book keeps it."""
    rows = [Sum(_("On hand"), numbers.quantity(figures["on_hand"]))]
    rows.append(Sum(_("Reserved"), numbers.quantity(-figures["reserved"]) if figures["reserved"] else "0"))
    if figures["short"]:
        rows.append(Sum(_("Short: promised and not there"), f"+{numbers.quantity(figures['short'])}"))
    return [*rows, Sum(_("Free"), numbers.quantity(figures["free"]), total=True)]


def _signed(quantity: int) -> str:
    return f"{'+' if quantity > 0 else ''}{numbers.quantity(quantity)}"


# ---- a name


@requires("catalog.view", somewhere=True)
def name(request: HttpRequest, product: int) -> HttpResponse:
    """Why the product is called so."""
    page, asker = product_page(product), staff_of(request)
    found = _names(page.subject)
    if not found:
        raise Http404
    (fact, old), earlier = found[0], found[1 : EARLIER + 1]
    answer = Answer(
        question=_("Why is it called so?"),
        now=page.name,
        was=old,
        evidence=chain.evidence(asker, chain.of_fact(fact), lambda _channel: [Hint("name")]),
        before=[
            Before(one.at, who, called)
            for (one, _old), (_newer, called), who in zip(
                earlier, found, _who([fact for fact, _old in earlier]), strict=False
            )
        ],
        before_head=pgettext("goods", "Name"),
        actions=_name_actions(asker, product),
    )
    return drawn(request, answer)


def _names(subject: str) -> list[tuple[FactView, str]]:
    """Facts that gave a name, newest first, each with the name before it."""
    facts = timeline([subject], limit=500, kinds=["catalog.ProductAdded", "catalog.ProductChanged"])
    found: list[tuple[FactView, str]] = []
    for fact in facts:
        if isinstance(fact.event, ProductAdded):
            found.append((fact, ""))
        elif isinstance(fact.event, ProductChanged):
            found += [(fact, change.old or "") for change in fact.event.changes if change.field == "name"]
    return found


def _name_actions(asker: Asker, product: int) -> list[Action]:
    if not may(asker, "catalog.change"):
        return []
    return [Action(_("Edit the product"), reverse("web:product_edit", args=[product]), icon="pencil")]
