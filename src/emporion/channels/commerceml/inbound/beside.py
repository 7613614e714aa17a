"""Two lists of the same goods every night, one of cards and one of pictures, as MoySklad sends them.

What each of them said last is remembered, so that neither is taken again while nothing changes. The newest row of goods
stands under its product; the one before stands beside it as long as it would change nothing: the card has stayed as it
was, and the row tells no picture or the pictures have stayed too.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from emporion.exchange import commands as exchange
from emporion.exchange.queries import digests, known
from emporion.exchange.types import Known, Link
from emporion.journal.types import Work

from ..records import Goods
from .catalogs import FIRST
from .load import Load
from .references import Read

BESIDE = "product_beside"
Row = tuple[Goods, Read]


def marked(digest: bytes | None, goods: Goods) -> bytes | None:
    """A digest that tells by its last bit whether the row had pictures; rows are compared by the first half of it."""
    if digest is None:
        return None
    return digest[:-1] + bytes((digest[-1] & 0xFE | bool(goods.pictures),))


def keep_beside(
    work: Work, load: Load, rows: Sequence[Row], before: Mapping[str, Known], same: Collection[str]
) -> None:
    """Remember what goods said before, where it still holds beside what they say now.

    before are those that stood already, same those of them whose card has stayed as it was.
    """
    if load.catalog_number != FIRST:
        return
    stand = known(load.channel.id, BESIDE, [goods.goods_id for goods, _ in rows]) if load.has_beside else {}
    links = []
    for goods, _ in rows:
        product, was = before.get(goods.goods_id), stand.get(goods.goods_id)
        if product is None:
            continue
        told = [bytes(one.digest) for one in (product, was) if one and one.digest] if goods.goods_id in same else []
        held = next((one for one in told if _still_holds(one, goods)), None)
        if held != (bytes(was.digest) if was and was.digest else None):
            links.append(Link(goods.goods_id, product.object_id, held))
    if links:
        load.has_beside = True
        exchange.link(work=work, channel=load.channel.id, kind=BESIDE, links=links, session=load.session)


def _still_holds(digest: bytes, goods: Goods) -> bool:
    """A row without pictures says nothing of them, so only such a one stands beside a row with pictures."""
    return bool(goods.pictures) and not digest[-1] & 1


def note_bare(load: Load) -> None:
    """Goods that a list of cards shows without a picture though others of it have one, and that said so before."""
    if load.has_beside and load.is_pictured and "pictures" not in load.ours:
        for key, found in digests(load.channel.id, BESIDE):
            if key in load.bare_beside:
                load.bare.setdefault(found.object_id, "")
