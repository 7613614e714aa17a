"""What stands in 1C's own protocol when a site answers wrongly: the words its administrator will search for."""

import pytest

from emporion.demo.onec import Base, OneC, desk, errors
from emporion.demo.onec.tests.conftest import Connect
from emporion.demo.onec.tests.documents import Line, answer, document
from emporion.demo.onec.tests.site import LOGIN, PASSWORD, Reply, Site

NO_STATUS = "Не получен статус завершения операции."
NOT_LOADED = "Данные обмена отправлены, но не загружены."


@pytest.mark.parametrize(
    ("mode", "reply", "said"),
    [
        ("checkauth", b"", ["Получение данных с сервера: Получен пустой ответ сервера.", "Авторизация не выполнена."]),
        (
            "checkauth",
            (401, b"<html>"),
            [
                "Получение данных с сервера: ответ сервера = 401",
                "Авторизация не выполнена.",
                "Не удалось установить соединение с сервером. Проверьте имя пользователя и пароль.",
            ],
        ),
        (
            "init",
            b"zip=no\nfile_limit=1\nversion=3.1",
            ["Выгрузка на сайт не выполнена.", "Не удалось прочитать ответ сервера. Параметры обмена не получены."],
        ),
        (
            "file",
            b"failure\ndisk is full",
            [
                "Произошла ошибка на стороне сервера. Файл не отправлен. (import0_1.xml).",
                "Ответ сервера:",
                "failure",
                "disk is full",
            ],
        ),
        (
            "file",
            b"OK",
            [
                f"Произошла ошибка на стороне сервера. {NO_STATUS} Файл не отправлен. (import0_1.xml).",
                "Ответ сервера:",
                "OK",
            ],
        ),
        (
            "file",
            b"",
            [
                "Отправка файла на сервер: Получен пустой ответ сервера.",
                "Не удалось получить ответ сервера. Файл не отправлен. (import0_1.xml).",
            ],
        ),
        (
            "import",
            b"done",
            [
                "import0_1.xml: Произошла ошибка на стороне сервера. Получен неизвестный статус импорта.",
                "Ответ сервера:",
                "done",
            ],
        ),
        (
            "import",
            (502, b""),
            [
                "Получение данных с сервера: ответ сервера = 502",
                "Получение данных с сервера: Получен пустой ответ сервера.",
                f"import0_1.xml: Не удалось получить текущее состояние процесса обмена. {NOT_LOADED}",
            ],
        ),
    ],
)
def test_a_wrong_answer_is_told_in_the_words_of_1c(
    onec: OneC, site: Site, base: Base, *, mode: str, reply: Reply, said: list[str]
) -> None:
    site.answers[mode] = [reply]
    with pytest.raises(errors.ExchangeFailed):
        onec.exchange_catalog(full=True)
    assert onec.protocol.split("\n") == said
    assert base.value("SELECT protocol FROM exchange_log ORDER BY id DESC") == onec.protocol


@pytest.mark.parametrize(
    ("orders", "said"),
    [
        (b"\xef\xbb\xbf<?xml", ["Не удалось прочитать данные, загруженные с сервера."]),
        (b"", ["Получение данных с сервера: Получен пустой ответ сервера.", "Загрузка заказов не выполнена."]),
        (
            answer(document("17", operation="Возврат товара")),
            [
                "Ошибка в значении узла <Документ>.<ХозОперация> документа XML (Возврат товара)",
                "Не удалось обработать документы, загруженные с сервера.",
            ],
        ),
        (
            answer(document("17", currency="")),
            [
                "Ошибка в значении узла <Документ>.<Валюта> документа XML ()",
                "Не удалось обработать документы, загруженные с сервера.",
            ],
        ),
    ],
)
def test_orders_that_cannot_be_loaded_are_told_in_the_words_of_1c(
    onec: OneC, site: Site, orders: bytes, said: list[str]
) -> None:
    site.orders = orders
    with pytest.raises(errors.ExchangeFailed):
        onec.exchange_orders()
    assert onec.protocol.split("\n") == said


def test_a_site_that_is_not_there_is_told_with_all_that_may_be_wrong(base: Base) -> None:
    with OneC(base, "http://127.0.0.1:9/", LOGIN, PASSWORD) as onec:
        with pytest.raises(errors.ConnectionLost):
            onec.test_connection()
        assert onec.protocol.startswith("Не удалось получить данные с сервера. Проверьте правильность адреса сервера")
        assert onec.protocol.endswith("\nАвторизация не выполнена.")


def test_what_does_not_stop_the_exchange_is_put_down(connect: Connect, site: Site) -> None:
    site.answers["file"] = [b"success\n3 goods", (500, b"success")]
    site.answers["init"] = [b"zip=no\nfile_limit=lots"]
    onec = connect()
    assert onec.exchange_catalog(full=True).portions == 1
    assert onec.protocol.split("\n") == [
        "Ошибка получения параметров обмена (ограничение размера файла).",
        "Получен расширенный статус успешного завершения сеанса.",
        "Ответ сервера:",
        "success",
        "3 goods",
        "Отправка файла на сервер: ответ сервера = 500",
    ]
    onec.exchange_catalog(full=True)
    assert onec.protocol == ""


def test_an_order_passed_over_is_named_with_the_reason(onec: OneC, site: Site, base: Base) -> None:
    site.orders = answer(document("17", Line()))
    onec.exchange_orders()
    desk.confirm(base, "17")
    assert onec.exchange_orders().skipped == ["17"]
    assert onec.protocol == 'Заказ 17 пропущен по причине:\nСтатус заказа - "Закрыт".'
