"""Which of ours the unknown goods, offers and references of a file look like."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping

from emporion.catalog.queries import barcodes_of, category_tree, marks_of, products_marked, variants_of
from emporion.catalog.types import VariantView
from emporion.exchange.queries import digests, every_key_of, keys_of, known, objects_named_in
from emporion.exchange.types import SURE, Found, Marks, Proposed, matched, same_names
from emporion.stock.queries import all_warehouses

from ..reader import Kind
from ..records import Offer
from ..values import split_key
from .load import Load
from .looked import Seen
from .offers import options_of

PATH = " / "
BY_NAME = Found(percent=SURE, by=("name",))


def alike_goods(load: Load, theirs: Mapping[str, Marks], seen: Seen, others: Collection[int] = ()) -> list[Proposed]:
    """Which product of this connection each of some goods looks like.

    One that the file, or its talk, names under a key of its own is still itself, and is nobody else's; so are others.
    """
    codes = {code for one in theirs.values() for code in one.barcodes}
    marked = products_marked(
        {one.name for one in theirs.values() if one.name},
        {one.article for one in theirs.values() if one.article},
        codes,
    )
    here = every_key_of(load.channel.id, "product", sorted(marked))
    taken = {pk for pk, key in here if key in seen.named["product"]} | {*others}
    if load.session:
        taken |= objects_named_in(load.channel.id, "product", load.session)
    told = marks_of({pk for pk, _ in here})
    ours = {pk: Marks(marks.name, marks.sku, marks.barcodes) for pk, marks in told.items()}
    found = matched(theirs, ours, ours.keys() - taken)
    return [Proposed("product", key, theirs[key], one) for key, one in found.items()]


def alike_groups(load: Load, seen: Seen) -> list[Proposed]:
    """Groups whose whole path stands here under another key, which the file does not name."""
    if not seen.unknown["category"]:
        return []
    ours = _our_paths()
    theirs = {key: _path(key, seen, load, ours) for key in seen.unknown["category"]}
    names = {pk: ours[pk] for pk in load.known.categories.values() if pk in ours}
    return _same(load, seen, "category", theirs, names)


def alike_references(load: Load, seen: Seen) -> list[Proposed]:
    """Groups, properties, price types and warehouses of the same name, where it is the only one on both sides."""
    found = alike_groups(load, seen)
    for kind in ("property", "price_type", "warehouse"):
        if theirs := seen.unknown[kind]:
            found += _same(load, seen, kind, theirs, _names(load, kind))
    return found


def alike_catalog(load: Load, seen: Seen) -> list[Proposed]:
    """The catalog of a base that has one: with another key it is still that one when it shows mostly known goods."""
    known = load.known.catalogs
    new = [key for key in seen.catalogs if key not in known]
    is_same = len(new) == 1 and len(set(known.values())) == 1 and 2 * len(seen.goods) <= seen.rows[Kind.GOODS]
    return [_by_name("catalog", new[0], new[0], next(iter(known.values())))] if is_same else []


def _by_name(kind: str, key: str, name: str, pk: int) -> Proposed:
    return Proposed(kind, key, Marks(name), Found(pk, BY_NAME.percent, BY_NAME.by))


def _same(load: Load, seen: Seen, kind: str, theirs: Mapping[str, str], names: Mapping[int, str]) -> list[Proposed]:
    taken = {found.object_id for key, found in digests(load.channel.id, kind) if key in seen.named[kind]}
    same = same_names(theirs, names)
    return [_by_name(kind, key, theirs[key], pk) for key, pk in same.items() if pk not in taken]


def _names(load: Load, kind: str) -> dict[int, str]:
    """What the objects of this connection are called."""
    known = load.known
    if kind == "property":
        return {one.id: one.name for one in known.properties.values()}
    if kind == "price_type":
        return {one.id: f"{one.name} {one.currency}" for one in known.price_types.values()}
    return {place.id: place.name for place in all_warehouses(master=load.master)}


def _our_paths() -> dict[int, str]:
    paths: dict[int, str] = {}
    for node in category_tree():
        above = paths.get(node.parent_id)
        paths[node.id] = f"{above}{PATH}{node.name}" if above else node.name
    return paths


def _path(key: str, seen: Seen, load: Load, ours: Mapping[int, str]) -> str:
    """The names from the top down; a file of changes may leave out those above, which are known then."""
    names: list[str] = []
    passed: set[str] = set()
    while key in seen.groups and key not in passed:
        passed.add(key)
        name, key = seen.groups[key]
        names.insert(0, name)
    above = ours.get(load.known.categories[key], "") if key in load.known.categories else ""
    return PATH.join(filter(None, (above, *names)))


def alike_variants(load: Load, seen: Seen) -> list[Proposed]:
    """Unknown offers of goods that were linked anew, and which of the variants known by old keys they look like."""
    by_goods: defaultdict[str, dict[str, Offer]] = defaultdict(dict)
    for key, offer in seen.offers.items():
        by_goods[offer.goods_id][key] = offer
    products = {key: found.object_id for key, found in known(load.channel.id, "product", list(by_goods)).items()}
    standing = variants_of(set(products.values()))
    every = [one for row in standing.values() for one in row]
    keys = keys_of(load.channel.id, "variant", [one.id for one in every])
    codes = barcodes_of([one.id for one in every])
    found: list[Proposed] = []
    for goods, product in products.items():
        old = [one for one in standing.get(product, ()) if split_key(keys.get(one.id, goods))[0] != goods]
        if old:
            theirs = dict(_their_marks(load, by_goods[goods]))
            like = matched(theirs, dict(_our_marks(old, codes)))
            found += [Proposed("variant", key, theirs[key], one) for key, one in like.items() if one.percent]
    return found


def _their_marks(load: Load, offers: Mapping[str, Offer]) -> Iterator[tuple[str, Marks]]:
    """The options stand for the name, which repeats that of the goods; so does an article that all have in common."""
    articles = Counter(offer.article for offer in offers.values())
    for key, offer in offers.items():
        article = offer.article or "" if articles[offer.article] == 1 else ""
        yield key, Marks(_options(options_of(load, offer) or ()), article, offer.barcodes or ())


def _our_marks(variants: list[VariantView], codes: Mapping[int, tuple[str, ...]]) -> Iterator[tuple[int, Marks]]:
    articles = Counter(one.sku for one in variants)
    for one in variants:
        sku = one.sku if articles[one.sku] == 1 else ""
        yield one.id, Marks(_options(one.options), sku, codes.get(one.id, ()))


def _options(options: tuple[tuple[str, str], ...]) -> str:
    return ", ".join(f"{name} {value}" for name, value in sorted(options))
