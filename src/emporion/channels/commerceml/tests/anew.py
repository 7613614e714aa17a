"""A base of 1C and the same base created anew: other keys for everything, the same articles, barcodes and names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from emporion.catalog.models import Category, Product, Variant
from emporion.clockwork.worker import work_off
from emporion.exchange import commands as exchange
from emporion.exchange.queries import newest_renumbering, object_of
from emporion.exchange.types import RELINKERS

from .bench import catalog, goods, pack

OLD, NEW = "old", "new"
COLOURS = ("красный", "синий", "белый")


@dataclass(frozen=True)
class Thing:
    """Goods as people know them. variants: how many colours it comes in; none: it is sold as it is."""

    number: int
    name: str = ""
    article: str | None = None
    barcode: str | None = None
    variants: int = 0

    @property
    def called(self) -> str:
        return self.name or f"Кружка фарфоровая {self.number} мл"

    @property
    def sku(self) -> str:
        return f"КР-{self.number}" if self.article is None else self.article

    @property
    def code(self) -> str:
        return f"46000{self.number:08}" if self.barcode is None else self.barcode


def things(count: int, *, first: int = 0, variants: int = 0) -> list[Thing]:
    return [Thing(first + number, variants=variants) for number in range(count)]


def told(base: str, some: Sequence[Thing], *, whole: bool = False) -> str:
    """The catalog of some goods under the keys of a base, each in one of two groups."""
    groups = "".join(f"<Группа><Ид>{base}-g{n}</Ид><Наименование>Группа {n}</Наименование></Группа>" for n in (0, 1))
    head = f"<Классификатор><Ид>{base}-c</Ид><Наименование>К</Наименование><Группы>{groups}</Группы></Классификатор>"
    rows = [goods(f"{base}-{one.number}", one.called, _inside(base, one)) for one in some]
    text = catalog(*rows, head=head).replace("<Ид>k</Ид>", f"<Ид>{base}-k</Ид>", 1)
    return text.replace("<Каталог>", '<Каталог СодержитТолькоИзменения="false">', 1) if whole else text


def _inside(base: str, one: Thing) -> str:
    code = f"<Штрихкод>{one.code}</Штрихкод>" if one.code and not one.variants else ""
    sku = f"<Артикул>{one.sku}</Артикул>" if one.sku else ""
    return f"{code}{sku}<Группы><Ид>{base}-g{one.number % 2}</Ид></Группы>"


def offered(base: str, some: Sequence[Thing], price: str = "100", pieces: str = "5") -> str:
    """The package of their offers: a price and what lies in the one warehouse."""
    types = f"<ТипыЦен><ТипЦены><Ид>{base}-retail</Ид><Наименование>Розничная</Наименование></ТипЦены></ТипыЦен>"
    places = f"<Склады><Склад><Ид>{base}-w</Ид><Наименование>Основной</Наименование></Склад></Склады>"
    rows = [row for one in some for row in _offers(base, one, price, pieces)]
    return pack(*rows, types=types, places=places)


def _offers(base: str, one: Thing, price: str, pieces: str) -> list[str]:
    own, cost = f"{base}-{one.number}", (price, pieces)
    if not one.variants:
        return [_offer(base, own, one, "", one.code, *cost)]
    return [
        _offer(base, f"{own}#{base}-{n}", one, colour, f"{one.code}{n}" if one.code else "", *cost)
        for n, colour in enumerate(COLOURS[: one.variants])
    ]


def _offer(base: str, key: str, one: Thing, colour: str, code: str, price: str, pieces: str) -> str:  # noqa: PLR0917
    barcode = f"<Штрихкод>{code}</Штрихкод>" if code else ""
    article = f"<Артикул>{one.sku}</Артикул>" if one.sku else ""
    name = f"{one.called} ({colour})" if colour else one.called
    options = (
        "<ХарактеристикиТовара><ХарактеристикаТовара><Наименование>Цвет</Наименование>"
        f"<Значение>{colour}</Значение></ХарактеристикаТовара></ХарактеристикиТовара>"
    )
    return (
        f"<Предложение><Ид>{key}</Ид>{barcode}{article}<Наименование>{name}</Наименование>{options if colour else ''}"
        f"<Цены><Цена><ИдТипаЦены>{base}-retail</ИдТипаЦены><ЦенаЗаЕдиницу>{price}</ЦенаЗаЕдиницу></Цена></Цены>"
        f'<Склад ИдСклада="{base}-w" КоличествоНаСкладе="{pieces}"/></Предложение>'
    )


def counted() -> tuple[int, int, int]:
    """Products, variants and groups of the house."""
    return Product.objects.count(), Variant.objects.count(), Category.objects.count()


def question(channel: int) -> int:
    """The newest question about a re-numbered base."""
    found = newest_renumbering(channel)
    assert found is not None
    return found


def linked(channel: int) -> None:
    """A person takes all that is sure, and a worker does it."""
    exchange.choose_sure(question=question(channel), actor="staff:1")
    RELINKERS["commerceml"].begin(question(channel), "staff:1")
    work_off()


def created(channel: int) -> None:
    """A person says that all nobody has decided about are new goods."""
    exchange.choose_new(question=question(channel), actor="staff:1")
    RELINKERS["commerceml"].begin(question(channel), "staff:1")
    work_off()


def same(channel: int, kind: str, key: str) -> bool:
    """Whether the new key of something leads where the old one leads."""
    theirs = object_of(channel, kind, key.replace(OLD, NEW))
    return theirs is not None and theirs == object_of(channel, kind, key)
