"""What the exchange module of 1C-Bitrix asks besides: the end of a full export, and the lists it maps its words to."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from xml.etree.ElementTree import Element, SubElement, tostring

from django.utils.translation import gettext_noop, override

from emporion.exchange import commands as exchange
from emporion.kernel.errors import Refused
from emporion.orders.queries import STATUSES

from .settling import settle_over
from .talking import Answer, Talk
from .writer import DELIVERY_ID

OLDEST = timedelta(days=30)
PAYMENTS = (("cash", "Наличный расчет"), ("bank", "Безналичный расчет"), ("card", "Эквайринговая операция"))
DELIVERIES = ((DELIVERY_ID, "Доставка заказа"),)


class WrongTimestamp(Refused):
    """The moment since which absent goods count is none that we gave."""

    code = "commerceml_wrong_timestamp"
    says = gettext_noop("The timestamp “%(timestamp)s” is no moment of this exchange.")
    remedy = gettext_noop("Send the one that checkauth told; nothing was switched off.")


def since(talk: Talk) -> datetime:
    """The beginning of the export that ends now: what checkauth told, or when this talk began."""
    told = talk.told.get("timestamp", "")
    if not told:
        return talk.session.started_at
    if not told.isascii() or not told.isdigit() or len(told) > len("4102444800"):
        raise WrongTimestamp(timestamp=told[:40])
    moment = datetime.fromtimestamp(int(told), UTC)
    if not talk.session.seen_at - OLDEST < moment <= talk.session.seen_at + timedelta(minutes=1):
        raise WrongTimestamp(timestamp=told)
    return moment


def complete(talk: Talk) -> Answer:
    """The whole exchange is over: what waited for the end of its talk happens now."""
    exchange.end_session(session=talk.session.id, actor=talk.actor)
    settle_over(talk.channel.id)
    return Answer("success")


def info(talk: Talk) -> Answer:
    """The words that 1C maps its own to: statuses of orders, kinds of payment, deliveries; windows-1251 as Bitrix."""
    root = Element("Справочник")
    with override("ru"):
        _list(root, "Статусы", ((status.code, status.word) for status in STATUSES))
    _list(root, "ПлатежныеСистемы", PAYMENTS)
    _list(root, "СлужбыДоставки", DELIVERIES)
    body = b'<?xml version="1.0" encoding="windows-1251"?>\n' + tostring(root, "windows-1251").partition(b"\n")[2]
    return Answer(body=body, charset="windows-1251")


def _list(root: Element, name: str, rows: Iterable[tuple[str, str]]) -> None:
    held = SubElement(root, name)
    for key, word in rows:
        element = SubElement(held, "Элемент")
        SubElement(element, "Ид").text = key
        SubElement(element, "Название").text = word
