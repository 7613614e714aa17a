"""An export of 1C in which much is wrong, to see what a house says to it; nothing of it fits, so nothing is written."""

from __future__ import annotations

NAMES = ("Чашка чайная", "Блюдце", "Френч-пресс на три чашки", "Турка медная", "Воронка для кофе", "Термос дорожный")
GOODS = """<?xml version="1.0" encoding="UTF-8"?>
<КоммерческаяИнформация ВерсияСхемы="2.05" ДатаФормирования="2026-01-12T09:00:00">
<Каталог СодержитТолькоИзменения="true"><Ид>spoilt</Ид><ИдКлассификатора>spoilt</ИдКлассификатора>
<Наименование>Каталог</Наименование><Товары>{goods}</Товары></Каталог></КоммерческаяИнформация>"""
FRAME = """<?xml version="1.0" encoding="UTF-8"?>
<КоммерческаяИнформация ВерсияСхемы="2.05" ДатаФормирования="2026-01-12T09:00:00">
<ПакетПредложений СодержитТолькоИзменения="true"><Ид>spoilt#</Ид><Наименование>Пакет</Наименование>
<ИдКаталога>spoilt</ИдКаталога><ИдКлассификатора>spoilt</ИдКлассификатора>
<Предложения>{offers}</Предложения></ПакетПредложений></КоммерческаяИнформация>"""
OFFER = """
<Предложение><Ид>{key}</Ид><Наименование>{name}</Наименование>
<Цены><Цена><ИдТипаЦены>spoilt-prices</ИдТипаЦены><ЦенаЗаЕдиницу>{price}</ЦенаЗаЕдиницу></Цена></Цены>
<Количество>{count}</Количество><Склад ИдСклада="spoilt-store" КоличествоНаСкладе="{count}"/></Предложение>"""


def goods(number: int) -> bytes:
    """Goods whose keys are longer than any that 1C writes."""
    keys = (f"<Ид>{at:02}{'7b1f0c93d211ee8a5e' * 20}</Ид>" for at in range(number))
    told = (f"<Товар>{key}<Наименование>{NAMES[at % len(NAMES)]}</Наименование></Товар>" for at, key in enumerate(keys))
    return GOODS.format(goods="".join(told)).encode()


def offers(number: int) -> bytes:
    """Variants of goods that nobody sent: some with a price that is none, some with a quantity that is none."""
    told = [
        OFFER.format(
            key=f"7b1f0c{at:02}-93d2-11ee-8a5e-0050569f2e11",
            name=NAMES[at % len(NAMES)],
            price="12,50 руб." if at % 3 else f"12{at}.50",
            count="много" if at % 5 == 1 else at,
        )
        for at in range(number)
    ]
    return FRAME.format(offers="".join(told)).encode()
