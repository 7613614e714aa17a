"""Pictures of products; their bytes are in the storage already (see keep_picture)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from emporion.journal.commands import command
from emporion.journal.types import Work
from emporion.kernel import rows

from ..models import Picture, Product
from ..types import Outcome, PictureCard, PicturesCard, PicturesChanged, UnknownProduct
from .guards import protected_fields

COLUMNS = ("file", "content_hash", "caption", "width", "height")
Shown = tuple[PictureCard, ...]


@command
def put_pictures(
    work: Work, *, cards: Sequence[PicturesCard], respects_protection: bool = False
) -> tuple[Outcome, ...]:
    """Hang pictures on products in the order told, the same content on one product once. Refuses an unknown product.

    The outcome is "created" where there was none before. Files of pictures that are taken off stay in the storage:
    other products may show them, and the history does.
    """
    ids = {card.product_id for card in cards}
    standing = set(
        Product.objects.select_for_update(no_key=True)
        .filter(pk__in=rows.among(ids))
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    before = _pictures(ids)
    guarded = {pk for pk, names in protected_fields(ids if respects_protection else ()).items() if "pictures" in names}
    after = dict(before)
    outcomes = []
    for index, card in enumerate(cards):
        if card.product_id not in standing:
            raise UnknownProduct(product=card.product_id, card=index)
        outcomes.append(_put(work, after, card, card.product_id in guarded))
    _write(before, after)
    return tuple(outcomes)


def _pictures(products: set[int]) -> dict[int, Shown]:
    found: dict[int, list[PictureCard]] = defaultdict(list)
    ordered = Picture.objects.filter(product__in=rows.among(products)).order_by("product_id", "position")
    for product, *row in ordered.values_list("product_id", *COLUMNS):
        found[product].append(PictureCard(*row))
    return {product: tuple(pictures) for product, pictures in found.items()}


def _put(work: Work, shown: dict[int, Shown], card: PicturesCard, guarded: bool) -> Outcome:
    pk = card.product_id
    old = shown.get(pk, ())
    told = card.pictures if card.whole else (*old, *card.pictures)
    first: dict[str, PictureCard] = {}
    for picture in told:
        first.setdefault(picture.content_hash, picture)
    new = tuple(first.values())
    if new == old:
        return Outcome(pk, "unchanged")
    if guarded:
        return Outcome(pk, "unchanged", ("pictures",))
    shown[pk] = new
    was, now = [picture.file for picture in old], [picture.file for picture in new]
    added, removed = (tuple(f for f in now if f not in was), tuple(f for f in was if f not in now))
    work.tell(PicturesChanged(f"product:{pk}", added, removed, tuple(now), old), place=card.place)
    return Outcome(pk, "changed" if old else "created")


def _write(before: dict[int, Shown], after: dict[int, Shown]) -> None:
    changed = [pk for pk, pictures in after.items() if pictures != before.get(pk)]
    if emptied := [pk for pk in changed if pk in before]:
        Picture.objects.filter(product__in=rows.among(emptied)).delete()
    rows.insert(
        "catalog_picture",
        ("product_id", "position", *COLUMNS),
        [
            (pk, position, p.file, p.content_hash, p.caption, p.width, p.height)
            for pk in changed
            for position, p in enumerate(after[pk])
        ],
    )
