"""The file of orders that 1C takes home: valid by its schema, and readable by our own reader."""

import dataclasses
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, strategies as st
from lxml import etree

from emporion.channels.commerceml import order_refusals as refusals
from emporion.channels.commerceml.order_records import Document
from emporion.channels.commerceml.orders_out import (
    AddressOut,
    CustomerOut,
    DiscountOut,
    LineOut,
    OrderOut,
    PaymentOut,
    Schema,
    TaxOut,
    UnitOut,
)
from emporion.channels.commerceml.orders_reader import document
from emporion.channels.commerceml.reader import read
from emporion.channels.commerceml.rows import Kind
from emporion.channels.commerceml.writer import orders

AT = datetime(2026, 1, 15, 9, 11, 4)
GUEST = CustomerOut(id="guest-1")
PERSON = CustomerOut(
    id="5",
    last_name="Петрова",
    first_name="Анна",
    phone="+302100000000",
    email="anna@example.com",
    address=AddressOut("Афины, Эрму 1, кв. 2", (("Город", "Афины"), ("Улица", "Эрму"), ("Планета", "Земля"))),
    registered_address=AddressOut("Афины"),
)
FIRM = CustomerOut(
    id="6",
    name="Фирма",
    official_name="ООО «Фирма & Co»",
    tax_id="7700000016",
    tax_registration="770001001",
    registered_address=AddressOut("Москва", (("Город", "Москва"),)),
    address=AddressOut("Москва, склад"),
    phone="+70000000001",
)
VAT = TaxOut(sum_minor=16665, included=True, rate="20")
CUP = LineOut(
    "a#x", "Чашка <белая>", 199_980_000, 5000, 99990, "CUP-1", "4600000000017", taxes=(VAT,),
    discounts=(DiscountOut(1000),), options=(("Цвет", "белый"),), catalog_id="k1",
)  # fmt: skip
TEA = LineOut("b", "Чай", 1, 250, 0, unit=UnitOut("166", "кг", "Килограмм", "KGM"))
FULL = OrderOut(
    "uuid-1", "WEB-7", AT, "RUB", 124990, PERSON, (CUP, TEA),
    currency_word="руб", comment="Позвонить\x00 & уточнить", due=date(2026, 1, 20), delivery_minor=25000, taxes=(VAT,),
    discounts=(DiscountOut(5000, name="Купон", percent="5"),), pickup=("w1", AddressOut("Ул. Мира, 1")),
    requisites=(("Статус заказа", "Принят"), ("Метод оплаты", "Карта")),
    payments=(
        PaymentOut("uuid-1-1", "PAY-1", AT, 100000, "Карта", "Выплата безналичных денег"),
        PaymentOut("uuid-1-2", "7", AT, 24990, operation="Выплата наличных денег"),
    ),
)  # fmt: skip
BARE = OrderOut("2", "8", AT, "KZT", 100, GUEST, (LineOut("", "Вещь", 1_000_000, 1000, 100),), cancelled=True)
FROM_FIRM = dataclasses.replace(FULL, id="3", number="12345678901", customer=FIRM)


def written(*orders_out: OrderOut, **options: Any) -> bytes:
    return orders(orders_out, formed_at=AT, **options)


def read_back(data: bytes) -> list[Document]:
    return [document(row) for row in read(BytesIO(data)) if row.kind is Kind.DOCUMENT]


def schema_of(samples: Path, version: str) -> etree.XMLSchema:
    """The schema with its namespace set aside, as files of the field have none."""
    text = (samples / "samples/commerceml/xsd" / f"cml{version.replace('.', '')}.xsd").read_text("utf-8-sig")
    declared = ('targetNamespace="urn:1C.ru:commerceml_2"', 'xmlns:cml="urn:1C.ru:commerceml_2"')
    for each in declared:
        assert each in text
        text = text.replace(each, "")
    return etree.XMLSchema(etree.fromstring(text.replace("cml:", "").replace('encoding="UTF-8"', "").encode()))


@pytest.mark.parametrize("version", list(Schema))
@pytest.mark.parametrize("encoding", ["UTF-8", "windows-1251"])
def test_what_is_written_is_valid_by_its_schema(samples: Path, version: Schema, encoding: str) -> None:
    schema = schema_of(samples, version)
    data = written(FULL, BARE, FROM_FIRM, schema=version, encoding=encoding)
    schema.assertValid(etree.fromstring(data))
    assert etree.fromstring(data).get("ВерсияСхемы") == version


def test_no_orders_are_an_empty_root_and_not_an_empty_answer(samples: Path) -> None:
    data = written()
    assert etree.fromstring(data).tag == "КоммерческаяИнформация"
    schema_of(samples, "2.10").assertValid(etree.fromstring(data))


@pytest.mark.parametrize("encoding", ["UTF-8", "windows-1251"])
def test_nothing_stands_before_the_declaration(encoding: str) -> None:
    data = written(FULL, encoding=encoding)
    assert data.startswith(f'<?xml version="1.0" encoding="{encoding}"?>\n<'.encode())


def test_a_letter_that_windows_1251_has_not_is_written_as_a_reference() -> None:
    order = dataclasses.replace(FULL, comment="Ευχαριστώ")
    assert read_back(written(order, encoding="windows-1251"))[0].comment == "Ευχαριστώ"


def test_our_own_reader_gets_back_what_was_written() -> None:
    full, bare = read_back(written(FULL, BARE))
    assert (full.id, full.number, full.sum_micro, full.currency, full.currency_raw) == (
        "uuid-1", "WEB-7", 1_249_900_000, "RUB", "руб",
    )  # fmt: skip
    assert full.comment == "Позвонить & уточнить"
    assert full.lines is not None
    assert [(line.key, line.price_micro, line.quantity_thousandths, line.sum_micro) for line in full.lines] == [
        ("a#x", 199_980_000, 5000, 999_900_000), ("b", 0, 250, 0), ("ORDER_DELIVERY", 250_000_000, 1000, 250_000_000),
    ]  # fmt: skip
    assert (full.cancelled, bare.cancelled, full.status) == (False, True, "Принят")
    assert full.parties[0].registered_address is not None
    assert [contact.value for contact in full.parties[0].contacts] == ["anna@example.com", "+302100000000"]


def test_quirk_17_the_delivery_is_a_service_under_the_trades_own_id() -> None:
    lines = read_back(written(FULL))[0].lines or ()
    assert lines[-1].is_delivery and lines[-1].kind == "service"
    assert not any(line.is_delivery for line in read_back(written(BARE))[0].lines or ())


@pytest.mark.parametrize(
    ("customer", "name"),
    [
        (GUEST, "Гость"), (CustomerOut("1", phone="+3021"), "+3021"),
        (CustomerOut("1", name="\x1b  ", phone="+3021"), "+3021"),
        (CustomerOut("1", first_name="Анна"), "Анна"), (PERSON, "Петрова Анна"), (FIRM, "Фирма"),
    ],
)  # fmt: skip
def test_quirk_17_a_customer_always_has_a_name(customer: CustomerOut, name: str) -> None:
    order = dataclasses.replace(FULL, customer=customer)
    assert read_back(written(order))[0].parties[0].name == name


def test_quirk_17_a_number_of_eleven_characters_passes_and_of_twelve_does_not() -> None:
    assert read_back(written(dataclasses.replace(FULL, number="W" * 11)))[0].number == "W" * 11
    with pytest.raises(refusals.NumberTooLong) as refused:
        written(dataclasses.replace(FULL, number="W" * 12))
    assert refused.value.facts == {"number": "W" * 12, "limit": 11}


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"number": " "}, refusals.NumberMissing), ({"lines": ()}, refusals.NoLines),
        ({"currency_word": "рубли"}, refusals.CurrencyUnwritable), ({"id": "x" * 41}, refusals.IdTooLong),
        ({"currency": "KWD", "currency_word": "", "total_minor": 1001}, refusals.AmountTooFine),
        ({"lines": (dataclasses.replace(CUP, id="x" * 81),)}, refusals.IdTooLong),
    ],
)  # fmt: skip
def test_an_order_that_1c_would_choke_on_is_refused_without_naming_a_person(
    change: dict[str, Any], refusal: type[refusals.OrderUnwritable]
) -> None:
    with pytest.raises(refusal) as refused:
        written(dataclasses.replace(FULL, **change))
    shown = f"{refused.value.sentence} {refused.value.facts}"
    assert not any(word in shown for word in ("Петрова", "Анна", "302100000000", "anna@", "Эрму"))


@pytest.mark.parametrize(
    ("currency", "minor", "text"),
    [
        ("RUB", 124990, "1249.90"),
        ("RUB", 5, "0.05"),
        ("RUB", -5, "-0.05"),
        ("JPY", 1200, "1200.00"),
        ("KWD", 1230, "1.23"),
    ],
)
def test_amounts_are_written_exactly(currency: str, minor: int, text: str) -> None:
    order = dataclasses.replace(BARE, currency=currency, total_minor=minor, lines=(LineOut("a", "A", 0, 1000, 0),))
    assert f"<Сумма>{text}</Сумма>".encode() in written(order)


@given(st.integers(-(10**14), 10**14), st.integers(0, 10**12))
def test_any_amount_and_quantity_comes_back(minor: int, quantity: int) -> None:
    order = dataclasses.replace(BARE, currency="RUB", total_minor=minor, lines=(LineOut("a", "A", 0, quantity, minor),))
    (back,) = read_back(written(order))
    assert back.sum_micro == minor * 10_000
    assert back.lines is not None and back.lines[0].quantity_thousandths == quantity


@given(st.text(max_size=50), st.text(max_size=50))
def test_any_text_of_a_customer_makes_a_file_that_can_be_read(comment: str, name: str) -> None:
    order = dataclasses.replace(FULL, comment=comment, customer=CustomerOut("1", name=name))
    (back,) = read_back(written(order))
    assert back.parties[0].name
