"""How the day goes: orders and sales since midnight, beside yesterday and a week ago at this hour."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import accumulate

from django.db.models import Count, Q, Sum
from django.db.models.functions import TruncHour
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _, pgettext

from emporion.accounts.queries import Asker, may, may_somewhere
from emporion.exchange import queries as exchange
from emporion.exchange.types import ChannelView, SessionView

from .. import numbers
from ..navigation import place
from ..orders.access import seen_by
from ..spark import Spark, spark
from ..status import Tone, Words

HOURS = 24
HUNDRED = 10_000  # a hundred percent in basis points
TIMES = 20  # a figure that grew more than that stood on next to nothing: its growth says nothing


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of the day as the partial figure.html takes it."""

    label: Words
    value: str
    url: str = ""
    change: str = ""
    tone: Tone | str = ""
    than: str = ""
    spark: Spark | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """A part of a day: from midnight to the hour of now."""

    start: datetime
    end: datetime


def spans(now: datetime) -> tuple[Span, Span, Span]:
    """Today, yesterday and the same weekday of last week, each from its midnight to this time of the day.

    Days are the reader's, so that a clock which was changed meanwhile moves no order into another day.
    """
    here = timezone.localtime(now)
    found = []
    for days in (0, 1, 7):
        then = here.replace(tzinfo=None) - timedelta(days=days)
        start = then.replace(hour=0, minute=0, second=0, microsecond=0)
        found.append(Span(*(one.replace(tzinfo=here.tzinfo) for one in (start, then))))
    return found[0], found[1], found[2]


def figures(staff: Asker) -> list[Figure]:
    """Number of orders, and per currency what was sold; amounts for those who see reports."""
    now = timezone.now()
    today, yesterday, week = spans(now)
    sold = seen_by(staff).exclude(status="cancelled").order_by()
    counts = [_sums(sold, span) for span in (today, yesterday, week)]
    curves = [_hours(sold, today, now), _hours(sold, Span(yesterday.start, today.start), now)]
    numbers_of = [sum(count for count, _minor in one.values()) for one in counts]
    url = f"{reverse('web:orders')}?view=all"
    per_hour = [Counter[int](), Counter[int]()]
    for hours, curve in zip(per_hour, curves, strict=True):
        for (hour, _currency), (count, _minor) in curve.items():
            hours[hour] += count
    found = [
        Figure(
            _("Orders"),
            numbers.count(numbers_of[0]),
            url,
            *_against(numbers_of, numbers.count),
            _spark(per_hour[0], per_hour[1], now),
        )
    ]
    if may_somewhere(staff, "reports.view"):
        currencies = sorted({currency for one in counts for currency in one}) or []
        found += [_sales(currency, counts, curves, now, url) for currency in currencies]
    return found


Sums = dict[str, tuple[int, int]]
Curve = dict[tuple[int, str], tuple[int, int]]


def _sales(currency: str, counts: Sequence[Sums], curves: Sequence[Curve], now: datetime, url: str) -> Figure:
    minors = [one.get(currency, (0, 0))[1] for one in counts]
    hours = [
        Counter({hour: minor for (hour, one), (_count, minor) in curve.items() if one == currency}) for curve in curves
    ]
    label = _("Sales, %(currency)s") % {"currency": numbers.symbol(currency)}

    def shown(minor: int) -> str:
        return numbers.money(minor, currency)

    return Figure(label, shown(minors[0]), url, *_against(minors, shown), _spark(hours[0], hours[1], now))


def _sums(sold: object, span: Span) -> Sums:
    rows = sold.filter(placed_at__gte=span.start, placed_at__lt=span.end)  # type: ignore[attr-defined]
    found = rows.values("currency").annotate(number=Count("pk"), minor=Sum("total_minor"))
    return {row["currency"]: (row["number"], row["minor"]) for row in found}


def _hours(sold: object, span: Span, now: datetime) -> Curve:
    rows = sold.filter(placed_at__gte=span.start, placed_at__lt=span.end)  # type: ignore[attr-defined]
    found = rows.annotate(hour=TruncHour("placed_at")).values("hour", "currency")
    found = found.annotate(number=Count("pk"), minor=Sum("total_minor")).filter(Q(hour__isnull=False))
    return {(row["hour"].hour, row["currency"]): (row["number"], row["minor"]) for row in found}


def _spark(today: Counter[int], before: Counter[int], now: datetime) -> Spark | None:
    """Running sums by hour; the curve of now ends with this hour."""
    hour = timezone.localtime(now).hour
    return spark(
        [0, *accumulate(today[one] for one in range(hour + 1))], [0, *accumulate(before[one] for one in range(HOURS))]
    )


def _against(values: Sequence[int], shown: object) -> tuple[str, Tone | str, str]:
    """The change against yesterday and what stood there; last week's figure beside it when there is one."""
    today, yesterday, week = values
    said = [_("yesterday %(figure)s") % {"figure": shown(yesterday)}]  # type: ignore[operator]
    if week:
        said.append(_("a week ago %(figure)s") % {"figure": shown(week)})  # type: ignore[operator]
    if not yesterday:
        return ("", "", ", ".join(said)) if week else ("", "", "")
    tone: Tone | str = "good" if today > yesterday else ""
    return _growth(today, yesterday), tone, ", ".join(said)


def _growth(today: int, yesterday: int) -> str:
    """The growth as one says it: in percent up to twice as much, then how many times as much, up to a limit."""
    basis = (today - yesterday) * HUNDRED // yesterday
    if basis <= HUNDRED:
        return f"{numbers.percent(basis, signed=True)} %"
    ratio = today // yesterday
    return f"× {numbers.count(ratio)}" if ratio <= TIMES else ""


@dataclass(frozen=True, slots=True)
class Connection:
    """A channel with its last exchange."""

    title: str
    tone: Tone
    text: str
    at: datetime | None
    url: str


def connections(staff: Asker) -> list[Connection]:
    """The last exchange of each channel that is switched on."""
    opens = may(staff, "exchange.view")
    return [_connection(one, opens) for one in exchange.channels() if one.is_active]


def _connection(channel: ChannelView, opens: bool) -> Connection:
    last = next(iter(exchange.sessions(channel.id, limit=1)), None)
    refused = exchange.open_count(channel.id)
    tone, text = _state(last, refused)
    url = place("exchange") if opens else ""
    return Connection(channel.title or channel.code, tone, text, last.seen_at if last else None, url)


def _state(last: SessionView | None, refused: int) -> tuple[Tone, str]:
    if last is None:
        return "idle", _("never yet")
    if last.state == "failed":
        return "bad", pgettext("session", "failed")
    if refused:
        return "warn", _("%(count)s refused") % {"count": numbers.count(refused)}
    return ("info", _("running")) if last.state == "open" else ("good", "")
