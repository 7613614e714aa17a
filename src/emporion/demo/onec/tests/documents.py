"""Orders as a site would write them, in as few words as a test needs."""

from dataclasses import dataclass
from xml.sax.saxutils import escape


@dataclass(frozen=True)
class Line:
    ref: str = ""
    name: str = "Чашка"
    article: str = ""
    price: str = "100.00"
    quantity: str = "1"
    sum: str = "100.00"
    vat: str = "22"
    kind: str = "Товар"
    more: str = ""

    def xml(self) -> str:
        return (
            f"<Товар><Ид>{self.ref}</Ид><Артикул>{self.article}</Артикул><Наименование>{escape(self.name)}</Наименование>"
            '<БазоваяЕдиница Код="796" НаименованиеПолное="Штука" МеждународноеСокращение="PCE">шт</БазоваяЕдиница>'
            f"<ЗначенияРеквизитов>{requisite('ТипНоменклатуры', self.kind)}</ЗначенияРеквизитов>"
            f"<ЦенаЗаЕдиницу>{self.price}</ЦенаЗаЕдиницу><Количество>{self.quantity}</Количество><Сумма>{self.sum}</Сумма>"
            f"<Налоги><Налог><Наименование>НДС</Наименование><УчтеноВСумме>true</УчтеноВСумме><Сумма>0</Сумма>"
            f"<Ставка>{self.vat}</Ставка></Налог></Налоги>{self.more}</Товар>"
        )


def requisite(name: str, value: str) -> str:
    return f"<ЗначениеРеквизита><Наименование>{name}</Наименование><Значение>{value}</Значение></ЗначениеРеквизита>"


def document(
    number: str,
    *lines: Line,
    operation: str = "Заказ товара",
    currency: str = "RUB",
    customer: str = "Покупатель один",
    person: str = "",
    requisites: str = "",
    date: str = "2026-11-20",
) -> str:
    return (
        f"<Документ><Ид>{number}</Ид><Номер>{number}</Номер><Дата>{date}</Дата><ХозОперация>{operation}</ХозОперация>"
        f"<Роль>Продавец</Роль><Валюта>{currency}</Валюта><Курс>1</Курс><Сумма>0</Сумма><Контрагенты><Контрагент>"
        f"<Ид>c-{number}</Ид><Наименование>{customer}</Наименование>{person}<Роль>Покупатель</Роль></Контрагент>"
        "</Контрагенты><Время>10:20:30</Время><Комментарий>Позвонить &amp; уточнить</Комментарий>"
        f"<Товары>{''.join(line.xml() for line in lines)}</Товары>"
        f"<ЗначенияРеквизитов>{requisite('Способ доставки', 'Курьер')}{requisites}</ЗначенияРеквизитов></Документ>"
    )


def answer(*documents: str, encoding: str = "UTF-8", namespace: str = "") -> bytes:
    attribute = f' xmlns="{namespace}"' if namespace else ""
    return (
        f'<?xml version="1.0" encoding="{encoding}"?>\n<КоммерческаяИнформация{attribute} ВерсияСхемы="2.07"'
        f' ДатаФормирования="2026-11-20T10:20:30">{"".join(documents)}</КоммерческаяИнформация>'
    ).encode(encoding)
