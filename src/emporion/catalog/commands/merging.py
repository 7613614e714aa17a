"""Two products turn out to be one, or are parted again.

A merge points: the double is hidden and leads to the one that stays, as do its variants, codes and outside keys. The
few things it writes on the other card are kept beside it, so parting gives them back. The book is never rewritten: a
variant that stands in it is not made another one, it comes over as it is.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from emporion.exchange import commands as exchange
from emporion.exchange.types import KeyLed
from emporion.journal.commands import command
from emporion.journal.types import Work
from emporion.kernel.money import plain
from emporion.kernel.pairing import parted
from emporion.ledger.queries import by_place
from emporion.ledger.types import Kind

from .. import doubles
from ..merges import PICTURE, held, offered, proposed
from ..models import Merging, Product, Variant
from ..types import (
    JOINERS,
    CannotTakeField,
    DoubleHasStock,
    FieldsBack,
    PictureCard,
    PicturesCard,
    ProductAlreadyMerged,
    ProductCard,
    ProductMerged,
    ProductMergedWithItself,
    ProductNotMerged,
    ProductStandsForOthers,
    ProductUnmerged,
    TextCard,
    UnitsDiffer,
    UnknownProduct,
    VariantCard,
    VariantsChanged,
    VariantStandsForOthers,
)
from .guards import protected_fields
from .pictures import put_pictures
from .products import put_products
from .returning import return_fields
from .texts import put_texts
from .variants import put_variants

IN_BOOK = (Kind.SHELF, Kind.FREE, Kind.RESERVED, Kind.SHORTAGE)
THOUSANDTHS = 3  # digits


@command
def merge(
    work: Work,
    *,
    product: int,
    into: int,
    take: Sequence[str] = (),
    variants: Mapping[int, int] | None = None,
) -> None:
    """From now on `into` stands for `product`: its codes find it, every exchange updates it. `unmerge` undoes it.

    take: fields that `into` has from the double from now on, as `merge_preview` offers them; what a person protects
    stays. variants: which variant of `into` each of the double's becomes, 0: it comes over as one more; what is not
    told becomes what is proposed. Refuses what is merged already, two that are the same or counted in two units, and a
    variant of the double that would become another one while its stock or promises stand in the book.
    """
    stand = _locked({product, into})
    _mergeable(stand, product, into)
    matches = proposed(product, into) | {int(one): int(other) for one, other in (variants or {}).items()}
    _refuse_misfits(matches, product, into)
    one_to_one = {double: other for double, other in matches.items() if other}
    _refuse_stock(one_to_one)
    before = held(into)
    _take_over(work, into, before, held(product), take)
    after = held(into)
    taken = {field: (before.get(field, ""), after.get(field, "")) for field in before.keys() | after.keys()}
    changed = {field: pair for field, pair in sorted(taken.items()) if pair[0] != pair[1]}
    keys = exchange.lead_over(work=work, kind="product", moves={product: into})
    keys += exchange.lead_over(work=work, kind="variant", moves=one_to_one)
    was_hidden = stand[product].is_hidden
    put_products(work=work, cards=[ProductCard(product, is_hidden=True)])
    Product.objects.filter(pk=product).update(merged_into=into)
    for double, other in one_to_one.items():
        Variant.objects.filter(pk=double).update(merged_into=other)
    came = _bring_over(work, matches, into)
    Merging.objects.create(
        product_id=product, into_id=into, at=work.now, actor=work.actor[:64], was_hidden=was_hidden, taken=changed,
        variants={str(double): one_to_one.get(double, came.get(double, "")) for double in matches}, keys=keys,
        beside={joiner.name: joiner.join(work, one_to_one) for joiner in JOINERS.values()},
    )  # fmt: skip
    doubles.PAIRING.proposed_no_more(product)
    work.tell(ProductMerged(f"product:{product}", into, tuple(changed), tuple(sorted(one_to_one.items()))))


def _locked(products: set[int]) -> dict[int, Product]:
    """Rows locked in one order, so that two merges of the same wait and do not lock each other out."""
    found = Product.objects.select_for_update(of=("self",)).select_related("unit").filter(pk__in=products)
    return {row.pk: row for row in found.order_by("pk")}


def _mergeable(stand: Mapping[int, Product], product: int, into: int) -> None:
    if product == into:
        raise ProductMergedWithItself(product=product, into=into)
    for one in (product, into):
        if one not in stand:
            raise UnknownProduct(product=one)
        if other := stand[one].merged_into_id:
            raise ProductAlreadyMerged(product=one, into=other)
    if other := Product.objects.filter(merged_into=product).values_list("pk", flat=True).first():
        raise ProductStandsForOthers(product=product, other=other)
    double, stays = stand[product], stand[into]
    if double.unit_id != stays.unit_id:
        raise UnitsDiffer(double=double.name, theirs=double.unit.short, into=stays.name, ours=stays.unit.short)


def _refuse_misfits(matches: Mapping[int, int], product: int, into: int) -> None:
    """Every variant of the double becomes one of the other's, and no two the same."""
    theirs = set(Variant.objects.filter(product=product).values_list("pk", flat=True))
    mine = set(Variant.objects.filter(product=into, merged_into=None).values_list("pk", flat=True))
    taken: set[int] = set()
    for double, other in matches.items():
        if double not in theirs or (other and (other not in mine or other in taken)):
            raise VariantsChanged(variant=double)
        taken.add(other)


def _refuse_stock(matches: Mapping[int, int]) -> None:
    found = by_place(IN_BOOK, matches)
    for variant in sorted({variant for _, _, variant in found}):
        figures = {kind: sum(q for (k, _, v), q in found.items() if (k, v) == (kind, variant)) for kind in IN_BOOK}
        row = Variant.objects.select_related("product").get(pk=variant)
        raise DoubleHasStock(
            name=row.name or row.product.name,
            on_hand=plain(figures[Kind.SHELF], THOUSANDTHS),
            reserved=plain(figures[Kind.RESERVED], THOUSANDTHS),
        )


# ---- the card


def _take_over(work: Work, into: int, has: Mapping[str, str], comes: Mapping[str, str], take: Sequence[str]) -> None:
    guarded = protected_fields([into])[into]
    may = offered(has, comes)
    wanted = {field: comes[field] for field in dict.fromkeys(take) if field in may and field not in guarded}
    if unknown := set(take) - set(may) - guarded:
        raise CannotTakeField(field=min(unknown))
    _write(work, into, wanted)


def _write(work: Work, product: int, fields: Mapping[str, str]) -> None:
    """Let fields of a product be these, as `held` tells them."""
    card = {name: text for name, text in fields.items() if name != "pictures" and not name.startswith("text:")}
    if card:
        return_fields(work=work, back=[FieldsBack(f"product:{product}", tuple(card.items()))])
    if "pictures" in fields:
        shown = [PictureCard(**dict(zip(PICTURE, one, strict=True))) for one in json.loads(fields["pictures"] or "[]")]
        put_pictures(work=work, cards=[PicturesCard(product, tuple(shown))])
    texts = {name.removeprefix("text:"): text for name, text in fields.items() if name.startswith("text:")}
    if texts:
        cards = [TextCard(product, code, *json.loads(text or '["", ""]')) for code, text in texts.items()]
        put_texts(work=work, cards=cards)


def _bring_over(work: Work, matches: Mapping[int, int], into: int) -> dict[int, str]:
    """Variants that become none of the others are variants of their own beside them; answers who was the default."""
    coming = [double for double, other in matches.items() if not other]
    rows = Variant.objects.filter(pk__in=coming).order_by("pk")
    was = {row.pk: "default" if row.is_default else "" for row in rows}
    put_variants(work=work, cards=[VariantCard(pk, product_id=into, is_default=False) for pk in was])
    return was


# ---- parted again


@command
def unmerge(work: Work, *, product: int) -> tuple[str, ...]:
    """The product stands for itself again; answers the fields that were taken over and have changed since, which stay.

    Its variants, codes, outside keys and prices are its own again, all else that was taken over returns. What came to
    the other since then stays there. Refuses one that is not merged.
    """
    row = Product.objects.filter(pk=product).first()
    if row is None:
        raise UnknownProduct(product=product)
    into = row.merged_into_id or 0
    _locked({product, into} - {0})
    kept = Merging.objects.filter(product=product).first()
    if kept is None:
        raise ProductNotMerged(product=product)
    _refuse_later(kept, product)
    gives_back, stays = parted(kept.taken, held(into))
    _write(work, into, {field: old for field, (old, _now) in gives_back.items()})
    left = [*stays]
    for name, joined in kept.beside.items():
        if name in JOINERS and JOINERS[name].part(work, joined):
            left.append(name)
    _lead_back(work, kept)
    Product.objects.filter(pk=product).update(merged_into=None)
    Variant.objects.filter(product=product).update(merged_into=None)
    put_products(work=work, cards=[ProductCard(product, is_hidden=kept.was_hidden)])
    kept.delete()
    work.tell(ProductUnmerged(f"product:{product}", into, tuple(left)))
    return tuple(left)


def _refuse_later(kept: Merging, product: int) -> None:
    """A variant that came over may have become the end of a later merge: that one is parted first."""
    came = [int(one) for one, other in kept.variants.items() if not isinstance(other, int)]
    later = Variant.objects.filter(merged_into__in=came).exclude(product=product).values_list("product_id", flat=True)
    if first := later.first():
        raise VariantStandsForOthers(product=first)


def _lead_back(work: Work, kept: Merging) -> None:
    out_of: Any = {kept.into_id, *(other for other in kept.variants.values() if isinstance(other, int))}
    exchange.lead_back(work=work, keys=[KeyLed(*one) for one in kept.keys], out_of=out_of)
    back = [
        VariantCard(int(one), product_id=kept.product_id, is_default=other == "default")
        for one, other in kept.variants.items()
        if not isinstance(other, int)
    ]
    put_variants(work=work, cards=back)
