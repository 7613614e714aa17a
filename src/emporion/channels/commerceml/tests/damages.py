"""Sixty ways in which an export comes damaged, by name: a file of two sound rows with the damage beside them."""

from __future__ import annotations

from collections.abc import Mapping

from . import shapes
from .bench import catalog, changes, goods, offer, pack

BOMB = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;&b;&b;">]><КоммерческаяИнформация/>'
CUP, BOWL = goods("a", "Чашка"), goods("b", "Миска")


def told(*more: str, head: str = "") -> str:
    """Goods: the first sound row, what is damaged, the second."""
    return catalog(CUP, *more, BOWL, head=head)


def sold(*more: str) -> str:
    """Offers, likewise; the sound ones cost ten more than before."""
    return pack(offer("a", {"retail": "110"}, {"w1": "6"}), *more, offer("b", {"retail": "210"}, {"w1": "8"}))


def priced(figure: str, more: str = "", kind: str = "<ИдТипаЦены>retail</ИдТипаЦены>") -> bytes:
    """A third offer at a damaged price; it cost 1000 before."""
    price = f"<Цены><Цена>{kind}<ЦенаЗаЕдиницу>{figure}</ЦенаЗаЕдиницу>{more}</Цена></Цены>"
    return shapes.file(sold(offer("c", stock={"w1": "1"}, inside=price)))


def counted(figure: str) -> bytes:
    """A third offer with a damaged figure of stock."""
    return shapes.file(sold(offer("c", {"retail": "1000"}, {"w1": figure})))


def named(name: str, inside: str = "") -> bytes:
    """Third goods with a damaged name or a damaged inside."""
    return shapes.file(told(goods("d", name, inside)))


def requisite(name: str, value: str) -> str:
    """One ЗначениеРеквизита."""
    told_value = f"<Наименование>{name}</Наименование><Значение>{value}</Значение>"
    return f"<ЗначенияРеквизитов><ЗначениеРеквизита>{told_value}</ЗначениеРеквизита></ЗначенияРеквизитов>"


def grouped(*inside: str) -> bytes:
    """Groups of which the last is sound, and the sound goods."""
    rows = "".join(f"<Группа>{one}</Группа>" for one in (*inside, "<Ид>g</Ид><Наименование>Посуда</Наименование>"))
    return shapes.file(told(head=f"<Классификатор><Ид>k</Ид><Группы>{rows}</Группы></Классификатор>"))


def lying(body: str, said: str, true: str) -> bytes:
    """A file whose declaration names another encoding than its bytes are in."""
    return shapes.file(body, encoding=said).decode(said).encode(true)


def cut(body: str, behind: str) -> bytes:
    """A file that ends behind a text."""
    whole = shapes.file(body)
    return whole[: whole.index(behind.encode()) + len(behind.encode())]


DAMAGES: Mapping[str, bytes] = {
    # ---- encodings
    "cyrillic of Windows under a header of utf-8": lying(told(), "utf-8", "cp1251"),
    "utf-8 under a header of Windows": lying(told(), "windows-1251", "utf-8"),
    "utf-16 with its mark": shapes.file(told(), encoding="utf-16"),
    "a mark and an empty line before the header": b"\xef\xbb\xbf\r\n" + shapes.file(told()),
    "half a letter in a name": named("Ложка").replace("Ложка".encode(), "Ложка".encode()[:-1]),
    "a zero byte in a name": named("Лож\x00ка"),
    "control characters in a name": named("Лож\x01\x0b\x1fка"),
    "half of a pair of signs": named("Ложка &#xD800;"),
    "an entity of web pages": named("Ложка&nbsp;чайная"),
    # ---- separators inside of fields
    "blanks and a comma in a price": priced("1 234,50"),
    "fixed blanks in a price": priced("1\u00a0234.50"),
    "two commas in a price": priced("1,2,3"),
    "an apostrophe in a price": priced("1'234.50"),
    "a semicolon and quotes in an article": named("Ложка", '<Артикул>A;"1"\t2</Артикул>'),
    "markup inside of a name": named("<![CDATA[Ложка </Товар><Товар>]]>"),
    "too many signs between the halves of a key": shapes.file(told(goods("d#x#y", "Ложка"))),
    # ---- wrong decimals
    "an exponent in a price": priced("1e400"),
    "no number as a price": priced("NaN"),
    "words as a price": priced("договорная"),
    "a currency behind a price": priced("1012,50 р."),
    "a price below zero": priced("-5"),
    "the sign of 1C for no price": priced("-999 999 999,9"),
    "a price that no table holds": priced("99999999999999999999"),
    "an empty price": priced(""),
    "a price in another currency": priced("1000", "<Валюта>USD</Валюта>"),
    "a price a hundred times too high": priced("100000"),
    "a price of nothing": priced("0"),
    "words as a figure of stock": counted("много"),
    "an exponent as a figure of stock": counted("1e400"),
    "a weight in words": named("Ложка", requisite("Вес", "лёгкая")),
    "a rate of tax in words": named(
        "Ложка",
        "<СтавкиНалогов><СтавкаНалога><Наименование>НДС</Наименование><Ставка>двадцать</Ставка></СтавкаНалога>"
        "</СтавкиНалогов>",
    ),
    "a coefficient in words": priced("1000", "<Коэффициент>дюжина</Коэффициент>"),
    "a smallest quantity in words": priced("1000", "<МинКоличество>пара</МинКоличество>"),
    # ---- missing and unknown ids
    "goods without an id": shapes.file(told("<Товар><Наименование>Ложка</Наименование></Товар>")),
    "goods with an empty id": shapes.file(told(goods("", "Ложка"))),
    "goods without a name": shapes.file(told("<Товар><Ид>d</Ид></Товар>")),
    "goods with a name of blanks": named(" \n\t"),
    "an id longer than any": shapes.file(told(goods("x" * 300, "Ложка"))),
    "a name longer than any": named("Л" * 5000),
    "an offer without an id": shapes.file(sold("<Предложение><Наименование>Ложка</Наименование></Предложение>")),
    "an offer of unknown goods": shapes.file(sold(offer("z", {"retail": "5"}, {"w1": "1"}))),
    "a change for an unknown offer": shapes.file(changes(offer("a", {"retail": "110"}), offer("z", {"retail": "5"}))),
    "a price of an unknown type": priced("1000", kind="<ИдТипаЦены>vip</ИдТипаЦены>"),
    "a price without its type": priced("1000", kind=""),
    "a total of several warehouses": shapes.file(sold(offer("c", inside="<Количество>7</Количество>"))),
    "a group without a name": grouped("<Ид>g1</Ид>"),
    "a group without an id": grouped("<Наименование>Прочее</Наименование>"),
    "goods in an unknown group": named("Ложка", "<Группы><Ид>nowhere</Ид></Группы>"),
    "an answer about a foreign order": shapes.file(
        "<Документ><Ид>d1</Ид><Номер>X-1</Номер><ХозОперация>Заказ товара</ХозОперация></Документ>"
    ),
    # ---- cut and foreign files
    "a file cut inside of goods": cut(told(goods("d", "Ложка")), "<Ид>d"),
    "a file cut behind goods": cut(told(goods("d", "Ложка")), "Ложка</Наименование></Товар>"),
    "a file cut in its header": shapes.file(told())[:20],
    "an element that is not closed": shapes.file(told("<Товар><Ид>d</Ид><Наименование>Ложка</Товар>")),
    "something behind the end": shapes.file(told()) + b"<more/>",
    "an empty file": b" \r\n",
    "an error page of a hosting": b"<!DOCTYPE html><html><body>502 Bad Gateway</body></html>",
    "a warning of PHP before the header": b"<br />\n<b>Warning</b>: Undefined index\n" + shapes.file(told()),
    "a document type with entities": BOMB.encode(),
    "ten thousand levels": shapes.file("<Группы><Группа>" * 5000 + "</Группа></Группы>" * 5000),
    "CommerceML of another age": shapes.file(
        '<Каталог Идентификатор="k"><Товар Идентификатор="1" Наименование="Чашка"/></Каталог>'
    ),
    "another kind of file": b'<?xml version="1.0"?><yml_catalog><shop/></yml_catalog>',
}
