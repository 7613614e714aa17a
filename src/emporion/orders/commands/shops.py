"""Opening and changing shops."""

from dataclasses import asdict

from emporion.journal.commands import command
from emporion.journal.types import FieldChange, Work
from emporion.pricing.queries import price_type
from emporion.pricing.types import PriceTypeIsClosed

from ..models import Shop, ShopWarehouse
from ..types import ShopCard, ShopPut

FIELDS = {"firm": "firm_id", "price_type": "price_type_id"}


@command
def put_shop(work: Work, *, card: ShopCard) -> int:
    """Open a shop, or change the one with this code where the card says more; answers its id.

    Refused where it would begin to sell at a closed price type.
    """
    told = {FIELDS.get(n, n): v for n, v in asdict(card).items() if v is not None and n not in ("code", "warehouses")}
    shop = Shop.objects.select_for_update().filter(code=card.code).first()
    if card.price_type and (shop is None or shop.price_type_id != card.price_type):
        kind = price_type(card.price_type)
        if kind.is_closed:
            raise PriceTypeIsClosed(name=kind.name)
    was = {name: str(getattr(shop, name)) for name in told} if shop else {}
    if shop is None:
        shop = Shop.objects.create(code=card.code, **({"name": card.code} | told))
        changed = ["code"]
    else:
        changed = [name for name, value in told.items() if getattr(shop, name) != value]
        for name in changed:
            setattr(shop, name, told[name])
        shop.save(update_fields=changed)
    changes = [FieldChange(name, was[name], str(told[name])) for name in changed if name in was]
    if card.warehouses is not None and (before := _put_sources(shop, card.warehouses)) is not None:
        changed.append("warehouses")
        changes.append(FieldChange("warehouses", before, _listed(card.warehouses)))
    if changed:
        work.tell(ShopPut(f"shop:{shop.pk}", tuple(changed), tuple(changes)))
    return shop.pk


def _put_sources(shop: Shop, warehouses: tuple[int, ...]) -> str | None:
    """Let a shop sell from these; answers from which it sold before, None when they stand already."""
    stands = tuple(shop.sources.order_by("position", "id").values_list("warehouse_id", flat=True))
    if stands == warehouses:
        return None
    shop.sources.all().delete()
    ShopWarehouse.objects.bulk_create(
        ShopWarehouse(shop=shop, warehouse_id=pk, position=position) for position, pk in enumerate(warehouses)
    )
    return _listed(stands)


def _listed(warehouses: tuple[int, ...]) -> str:
    return ", ".join(map(str, warehouses))
