"""What the exchange module of 1C-Bitrix asks besides: the end of a full export, and the lists it maps its words to."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from xml.etree.ElementTree import Element, SubElement, tostring

from django.utils.translation import gettext_noop, override

from emporion.clockwork.queries import task
from emporion.exchange import commands as exchange
from emporion.exchange.types import Unexpected
from emporion.kernel.errors import Refused
from emporion.orders.queries import STATUSES

from .settling import settle_over
from .talking import Answer, Talk, looks
from .tasks import settle_absent
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


def deactivate(talk: Talk) -> Answer:
    """The explicit end of a full export: what it left out is hidden, asked about or kept, as the connection says.

    It takes a worker's time; asked again meanwhile, the answer is progress.
    """
    key = f"absent:{talk.session.id}:{int(since(talk).timestamp())}"
    number = _asked_before(talk, key) or int(
        settle_absent.using(unique_key=key).enqueue(talk.channel.id, since(talk).isoformat()).id
    )
    _remember(talk, key, number)
    for _ in looks(talk.settings.wait_seconds):
        if (found := task(number)).state not in ("ready", "running"):
            break
    else:
        return Answer("progress\nThe goods that were left out are looked for.")
    _mark(talk, key).unlink(missing_ok=True)
    if found.state != "done":
        raise Unexpected(error=found.error_class)
    waits = isinstance(found.answer, dict) and found.answer.get("question")
    return Answer("success\nA person is asked about the goods that were left out." if waits else "success")


def _mark(talk: Talk, key: str) -> Path:
    return talk.files.folder / f".{key.replace(':', '-')}"


def _asked_before(talk: Talk, key: str) -> int:
    mark = _mark(talk, key)
    return int(mark.read_text() or 0) if mark.is_file() else 0


def _remember(talk: Talk, key: str, number: int) -> None:
    mark = _mark(talk, key)
    mark.parent.mkdir(parents=True, exist_ok=True)
    mark.write_text(str(number))


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
