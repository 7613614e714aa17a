"""Warehouses and goods on shelves, for tests of this room and of those above it."""

from itertools import count

from emporion.catalog import commands as catalog
from emporion.stock import commands as stock
from emporion.stock.types import Goods, WarehouseCard

_number = count(1)


def warehouse(firm: int, code: str = "", *, master: str = "", excludes_reserves: bool = False) -> int:
    """A warehouse of a firm; ours unless it names a master."""
    code = code or f"W{next(_number)}"
    card = WarehouseCard(code=code, name=code, firm=firm, master=master, excludes_reserves=excludes_reserves)
    return stock.put_warehouse(card=card, actor="owner")


def product(name: str = "") -> int:
    """A product without variants; answers the id of the variant that stands for it."""
    name = name or f"Cup {next(_number)}"
    return catalog.add_product(name=name, sku=name.upper(), actor="owner")[1]


def shelved(warehouse_id: int, variant: int, pieces: int, cost_minor: int | None = None) -> None:
    """So many pieces received into a warehouse of ours."""
    document = f"receipt:{next(_number)}"
    goods = [Goods(variant, pieces * 1000, cost_minor)]
    stock.receive(warehouse_id=warehouse_id, document=document, goods=goods, actor="storekeeper")
