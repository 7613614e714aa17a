"""What a load changed, value by value, and what of it can go back: what nobody has changed since.

A load is one message. The facts about a product and its variants are walked from the load's first one on; a value
whose newest change is the load's goes back to what stood before it, one that was changed by anybody since stays.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

from emporion.catalog import queries as catalog
from emporion.catalog.types import (
    FieldsProtected,
    PicturesChanged,
    ProductAdded,
    ProductChanged,
    ProductHidden,
    ProductShown,
    VariantAdded,
    VariantChanged,
)
from emporion.journal.queries import facts_from_message_on, message_told, subjects_of_message
from emporion.journal.types import Event, FactView, kind_of
from emporion.pricing.types import PricesChanged

Part = Literal["new", "fields", "prices", "pictures"]
PARTS: tuple[Part, ...] = ("new", "fields", "prices", "pictures")
TOLD = (
    ProductAdded, ProductChanged, ProductHidden, ProductShown,
    VariantAdded, VariantChanged, PicturesChanged, PricesChanged,
)  # fmt: skip
HIDDEN, PICTURES = "is_hidden", "pictures"


class Value(NamedTuple):
    """A value of a load: whose it is, which, what stood before and what the load made of it.

    name is a field as facts name it, or "price:<type>:<from quantity>" in micro, or "pictures". said is what stood
    before as a fact says it to people, cut where it is long.
    """

    subject: str
    name: str
    old: Any
    new: Any
    said: str = ""

    @property
    def part(self) -> Part:
        """With which others it goes back together."""
        if self.name.startswith("price:"):
            return "prices"
        return "pictures" if self.name == PICTURES else "fields"

    @property
    def price(self) -> tuple[int, int]:
        """Of a price: its type, and from which quantity it holds, in thousandths."""
        _price, kind, quantity = self.name.split(":")
        return int(kind), int(quantity)


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a load made of one product: values that can go back, those changed since, and what it added.

    added are products and variants that came by the load and are on sale still: they are hidden.
    """

    back: tuple[Value, ...] = ()
    left: tuple[Value, ...] = ()
    added: tuple[str, ...] = ()

    def only(self, parts: Collection[Part]) -> Loaded:
        """Some parts of it."""
        return Loaded(
            tuple(one for one in self.back if one.part in parts),
            tuple(one for one in self.left if one.part in parts),
            self.added if "new" in parts else (),
        )


@dataclass(slots=True)
class _Walk:
    """One subject on the way through its facts."""

    open: dict[str, Value] = field(default_factory=dict)
    left: dict[str, Value] = field(default_factory=dict)
    is_added: bool = False
    is_shown: bool = True


def has_goods(message: int) -> bool:
    """Whether a message changed or added goods; one row of an index."""
    return message_told(message, [kind_of(one) for one in TOLD])


def load_products(message: int) -> list[int]:
    """The products that a message changed or added, themselves or by a variant."""
    subjects = subjects_of_message(message, [kind_of(one) for one in TOLD])
    own = {int(one[8:]) for one in subjects if one.startswith("product:")}
    offered = [int(one[8:]) for one in subjects if one.startswith("variant:")]
    return sorted(own | {view.product_id for view in catalog.variants_standing(offered).values()})


def loaded(message: int, products: Sequence[int]) -> dict[int, Loaded]:
    """What a message made of some products, as it stands now."""
    owners = {f"variant:{pk}": product for pk, product in catalog.products_by_variant(products).items()}
    owners |= {f"product:{pk}": pk for pk in products}
    walks = _walked(facts_from_message_on(message, owners), message)
    found = defaultdict[int, list[tuple[str, _Walk]]](list)
    for subject, walk in walks.items():
        if subject in owners:
            found[owners[subject]].append((subject, walk))
    return {pk: _together(found.get(pk, ())) for pk in products}


def _together(walks: Iterable[tuple[str, _Walk]]) -> Loaded:
    walks = list(walks)
    is_new = any(walk.is_added for subject, walk in walks if subject.startswith("product:"))
    back, left, added = list[Value](), list[Value](), list[str]()
    for subject, walk in walks:
        if not walk.is_added:
            # what a new product carries goes out of sight with it
            back += [] if is_new else [one for one in walk.open.values() if one.old != one.new]
            left += [] if is_new else walk.left.values()
        elif walk.is_shown and (subject.startswith("product:") or not is_new):
            if one := walk.left.get(HIDDEN):
                left.append(one)
            else:
                added.append(subject)
    return Loaded(tuple(back), tuple(left), tuple(added))


def _walked(facts: Iterable[FactView], message: int) -> Mapping[str, _Walk]:
    walks = defaultdict[str, _Walk](_Walk)
    for fact in facts:
        walk, event, is_own = walks[fact.subject], fact.event, fact.message == message
        if isinstance(event, ProductAdded | VariantAdded):
            walk.is_added = is_own
        if isinstance(event, FieldsProtected):
            for subject, name in _protected(event):
                _stays(walks[subject], name)
        elif event is not None:
            for one in _values(event):
                _step(walk, one, is_own=is_own)
    return walks


def _step(walk: _Walk, one: Value, *, is_own: bool) -> None:
    if one.name == HIDDEN:
        walk.is_shown = one.new != "True"
    if is_own:
        walk.left.pop(one.name, None)
        before = walk.open.get(one.name, one)
        walk.open[one.name] = one._replace(old=before.old, said=before.said)
        return
    standing = walk.open.pop(one.name, None)
    if standing is not None and not _is_as_before(standing, one.new):
        walk.left[one.name] = standing
    elif walk.is_added and one.name == HIDDEN:
        walk.left[HIDDEN] = one


def _is_as_before(standing: Value, new: Any) -> bool:
    """Whether somebody has put back by hand what stood before the load: nothing more is to be done then."""
    old = tuple(card.file for card in standing.old) if standing.name == PICTURES else standing.old
    return bool(new == old)


def _stays(walk: _Walk, name: str) -> None:
    if standing := walk.open.pop(name, None):
        walk.left[name] = standing


def _protected(event: FieldsProtected) -> Iterator[tuple[str, str]]:
    for name in event.fields:
        if name.startswith("variant:"):
            _variant, number, own = name.split(":")
            yield f"variant:{number}", own
        else:
            yield event.subject, name


def _fields(event: ProductChanged | VariantChanged) -> Iterator[Value]:
    before = event.before
    for change in event.changes:
        yield Value(event.subject, change.field, before[change.field], change.new, change.old or "")


def _prices(event: PricesChanged) -> Iterator[Value]:
    for one in event.changes:
        yield Value(event.subject, f"price:{one.price_type_id}:{one.min_quantity}", one.old_micro, one.new_micro)


def _pictures(event: PicturesChanged) -> Iterator[Value]:
    yield Value(event.subject, PICTURES, event.was, event.files)


VALUES: dict[type[Event], Callable[[Any], Iterable[Value]]] = {
    ProductChanged: _fields,
    VariantChanged: _fields,
    PricesChanged: _prices,
    PicturesChanged: _pictures,
    ProductHidden: lambda event: [Value(event.subject, HIDDEN, "False", "True")],
    ProductShown: lambda event: [Value(event.subject, HIDDEN, "True", "False")],
}


def _values(event: Event) -> Iterable[Value]:
    values = VALUES.get(type(event))
    return values(event) if values else ()
