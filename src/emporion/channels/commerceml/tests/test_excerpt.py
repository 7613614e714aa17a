"""A place in a file becomes the lines a person reads, the cause marked."""

import io
import time
from typing import BinaryIO, cast

import pytest

from emporion.channels.commerceml.excerpt import excerpt
from emporion.channels.commerceml.reader import read
from emporion.exchange.types import Hint, RawPart

RETAIL, WHOLESALE = "price-retail", "price-wholesale"


def offer(number: int) -> str:
    return f"""      <Предложение>
        <Ид>goods-{number}</Ид>
        <Наименование>Cup {number}</Наименование>
        <Цены>
          <Цена>
            <ИдТипаЦены>{RETAIL}</ИдТипаЦены>
            <ЦенаЗаЕдиницу>{number}.10</ЦенаЗаЕдиницу>
          </Цена>
          <Цена>
            <ИдТипаЦены>{WHOLESALE}</ИдТипаЦены>
            <ЦенаЗаЕдиницу>{number}.05</ЦенаЗаЕдиницу>
          </Цена>
        </Цены>
        <Количество>7</Количество>
        <Склад ИдСклада="main" КоличествоНаСкладе="5"/>
        <Склад ИдСклада="shop" КоличествоНаСкладе="2"/>
      </Предложение>
"""


def package(offers: int = 3, *, namespace: str = "", encoding: str = "utf-8") -> bytes:
    head = f' xmlns="{namespace}"' if namespace else ""
    body = "".join(offer(number) for number in range(1, offers + 1))
    text = f"""<?xml version="1.0" encoding="{encoding}"?>
<КоммерческаяИнформация{head} ВерсияСхемы="2.07">
  <ПакетПредложений>
    <Предложения>
{body}    </Предложения>
  </ПакетПредложений>
</КоммерческаяИнформация>
"""
    return text.encode(encoding)


def shown(data: bytes, place: str, *hints: Hint) -> list[RawPart]:
    return excerpt(io.BytesIO(data), place, hints)


def hit(parts: list[RawPart]) -> RawPart:
    (found,) = (part for part in parts if part.is_hit)
    return found


def line_in(data: bytes, number: int, encoding: str = "utf-8") -> str:
    return data.decode(encoding).splitlines()[number - 1].strip()


def test_the_price_of_a_type_is_marked_with_its_line_in_the_file() -> None:
    data = package()
    cause = hit(shown(data, "Предложение[2]", Hint("price", WHOLESALE)))
    assert cause.text.strip() == "<ЦенаЗаЕдиницу>2.05</ЦенаЗаЕдиницу>"
    assert line_in(data, cause.number) == cause.text.strip()


@pytest.mark.parametrize(
    ("hint", "expected"),
    [
        (Hint("name"), "<Наименование>Cup 3</Наименование>"),
        (Hint("stock", "shop"), '<Склад ИдСклада="shop" КоличествоНаСкладе="2"/>'),
        (Hint("stock", "nowhere"), "<Количество>7</Количество>"),
        (Hint("field", "ИдТипаЦены"), f"<ИдТипаЦены>{RETAIL}</ИдТипаЦены>"),
    ],
)
def test_each_kind_of_hint_finds_its_line(hint: Hint, expected: str) -> None:
    assert hit(shown(package(), "Предложение[3]", hint)).text.strip() == expected


def test_a_nested_place_is_followed() -> None:
    cause = hit(shown(package(), "Предложение[1]/Цены/Цена[2]"))
    assert cause.text.strip() == "<Цена>"
    inner = hit(shown(package(), "Предложение[1]/Цены/Цена[2]", Hint("field", "ЦенаЗаЕдиницу")))
    assert inner.text.strip() == "<ЦенаЗаЕдиницу>1.05</ЦенаЗаЕдиницу>"


def test_a_line_of_a_document_is_followed() -> None:
    data = """<?xml version="1.0"?><КоммерческаяИнформация><Документ><Номер>1</Номер></Документ>
<Документ><Номер>2</Номер>
<Товары><Товар><Ид>a</Ид></Товар><Товар><Ид>b</Ид></Товар></Товары></Документ></КоммерческаяИнформация>""".encode()
    cause = hit(shown(data, "Документ[2]/Товары/Товар[2]", Hint("field", "Ид")))
    assert cause.text.strip() == "<Ид>b</Ид>"


def test_names_are_shown_without_their_namespace() -> None:
    parts = shown(package(namespace="urn:1C.ru:commerceml_2"), "Предложение[2]", Hint("price", RETAIL))
    assert hit(parts).text.strip() == "<ЦенаЗаЕдиницу>2.10</ЦенаЗаЕдиницу>"
    assert not any("urn:" in part.text for part in parts)


def test_a_file_in_windows_1251_is_read() -> None:
    data = package(encoding="windows-1251")
    assert hit(shown(data, "Предложение[2]", Hint("name"))).text.strip() == "<Наименование>Cup 2</Наименование>"


def test_a_place_means_the_element_the_import_meant() -> None:
    data = package(40)
    for row in read(io.BytesIO(data)):
        if row.place.startswith("Предложение"):
            key = row.key
            parts = shown(data, row.place, Hint("field", "Ид"))
            assert hit(parts).text.strip() == f"<Ид>{key}</Ид>"


def test_a_place_that_the_file_does_not_have_shows_nothing() -> None:
    assert shown(package(), "Предложение[4]", Hint("name")) == []
    assert shown(package(), "", Hint("name")) == []


def test_a_long_element_is_cut_around_its_cause() -> None:
    values = "\n".join(f"<Картинка>{number}.jpg</Картинка>" for number in range(200))
    data = f"""<?xml version="1.0"?><КоммерческаяИнформация><Каталог><Товары><Товар>
<Ид>a</Ид>{values}<Наименование>Cup</Наименование></Товар></Товары></Каталог></КоммерческаяИнформация>""".encode()
    parts = shown(data, "Товар[1]", Hint("name"))
    assert hit(parts).text.strip() == "<Наименование>Cup</Наименование>"
    assert len(parts) < 20
    assert parts[0].text == "<Товар>" and parts[-1].text == "</Товар>"


class Unseekable(io.RawIOBase):
    """A message as the exchange opens it: once from the front."""

    def __init__(self, data: bytes) -> None:
        self.data = io.BytesIO(data)

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        return self.data.read(size)

    def seekable(self) -> bool:
        return False


@pytest.mark.slow
def test_five_megabytes_are_answered_while_a_person_waits() -> None:
    data = package(6300)
    assert len(data) > 5_000_000
    began = time.process_time()
    parts = excerpt(cast(BinaryIO, Unseekable(data)), "Предложение[6300]", [Hint("price", RETAIL)])
    assert time.process_time() - began < 0.4  # measured 0.1 s; the rest is for a busy machine
    assert hit(parts).text.strip() == "<ЦенаЗаЕдиницу>6300.10</ЦенаЗаЕдиницу>"
