"""How the day goes: orders, sales and margin of a period, beside the periods before it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import accumulate
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _, ngettext, pgettext

from emporion.accounts.queries import Asker, may, may_somewhere
from emporion.exchange import queries as exchange
from emporion.exchange.types import ChannelView, SessionView
from emporion.reports import queries as reports
from emporion.reports.types import Margin, Sold

from .. import numbers
from ..navigation import place
from ..orders.access import seen_by
from ..spark import Spark, spark
from ..status import Tone, Words
from .spans import Period, Span, compared, hours_of, spans as spans

HOURS = 24
HUNDRED = 10_000  # a hundred percent in basis points
TIMES = 20  # a figure that grew more than that stood on next to nothing: its growth says nothing

Sums = dict[str, Sold]
Curve = dict[tuple[int, str], Sold]
Shown = Callable[[int], str]


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
    currency: str = ""


@dataclass(frozen=True, slots=True)
class Day:
    """What the sales of a period are read from: its spans, their sums by currency, and curves of a single day."""

    over: Sequence[Span]
    of: Period
    now: datetime
    counts: Sequence[Sums]
    curves: Sequence[Curve]


def figures(staff: Asker, of: Period = "day") -> list[Figure]:
    """Orders, and per currency what was sold; amounts for those who see reports."""
    now = timezone.now()
    over, seen = compared(now, of), seen_by(staff)
    counts = [reports.sold(reports.placed(seen, span.start, span.end)) for span in over]
    curves = _curves(seen, over, now) if of == "day" else []
    numbers_of = [sum(one.orders for one in sums.values()) for sums in counts]
    per_hour = [_of_hours(curve, None, "orders") for curve in curves]
    url = documents_url("orders", over[0])
    first = Figure(
        _("Orders"), numbers.count(numbers_of[0]), url, *_against(numbers_of, numbers.count, of), _spark(per_hour, now)
    )
    if not may_somewhere(staff, "reports.view"):
        return [first]
    currencies = sorted({currency for one in counts for currency in one})
    day = Day(over, of, now, counts, curves)
    return [first, *(_sales(currency, day) for currency in currencies)]


def documents_url(what: str, span: Span, currency: str = "") -> str:
    """The orders behind a figure: exactly those that it adds up, also when new ones come meanwhile."""
    asked = {"of": what, "since": span.start.isoformat(), "until": span.end.isoformat()}
    return f"{reverse('web:today_documents')}?{urlencode(asked | ({'currency': currency} if currency else {}))}"


def _curves(seen: reports.Orders, over: Sequence[Span], now: datetime) -> list[Curve]:
    """What was sold in each hour of today, and of the whole of yesterday; one query."""
    hours = [hour for span in (over[1], over[0]) for hour in hours_of(span.start)]
    edges = [hour for hour in hours if hour < now] + [now]
    sold = reports.by_stretch(seen, edges)
    found: list[Curve] = [{}, {}]
    for stretch, one in enumerate(sold):
        before, hour = divmod(stretch, HOURS)
        found[1 - before] |= {(hour, currency): sums for currency, sums in one.items()}
    return found


def _of_hours(curve: Curve, currency: str | None, what: str) -> Counter[int]:
    hours: Counter[int] = Counter()
    for (hour, one), sold in curve.items():
        if currency in (None, one):
            hours[hour] += getattr(sold, what)
    return hours


def _sales(currency: str, day: Day) -> Figure:
    minors = [one[currency].minor if currency in one else 0 for one in day.counts]
    hours = [_of_hours(curve, currency, "minor") for curve in day.curves]
    label = _("Sales, %(currency)s") % {"currency": numbers.symbol(currency)}
    shown = _money(currency)
    url = documents_url("sales", day.over[0], currency)
    return Figure(label, shown(minors[0]), url, *_against(minors, shown, day.of), _spark(hours, day.now), currency)


def _money(currency: str) -> Shown:
    return lambda minor: numbers.money(minor, currency)


def margins(staff: Asker, of: Period = "day") -> list[Figure]:
    """What orders left whose last goods went out in the period; without a known cost the words say so, never 0."""
    seen, over = seen_by(staff), compared(timezone.now(), of)
    found = reports.margin_sums([reports.left_whole(seen, span.start, span.end) for span in over])
    return [_margin(currency, found, over[0], of) for currency in sorted({one for sums in found for one in sums})]


def _margin(currency: str, found: Sequence[dict[str, Margin]], span: Span, of: Period) -> Figure:
    label = _margin_label(currency)
    now, url, shown = found[0].get(currency), documents_url("margin", span, currency), _money(currency)
    if now and not now.orders:
        return Figure(label, _("cost not known"), url, than=_unknown(now))
    minors = [one[currency].minor if currency in one else 0 for one in found]
    change, tone, than = _against(minors, shown, of)
    told = [_share(now), _unknown(now), than] if now else [than]
    return Figure(label, shown(minors[0]), url, change, tone, ", ".join(filter(None, told)))


def _margin_label(currency: str) -> str:
    return _("Margin of what left, %(currency)s") % {"currency": numbers.symbol(currency)}


def margins_to_come(sold: Sequence[Figure]) -> list[Figure]:
    """Their places while they are asked for, so that nothing moves when they come: one for each currency of sales."""
    return [Figure(_margin_label(one.currency), "…", than="…") for one in sold if one.currency]


def _share(margin: Margin) -> str:
    """The margin in percent of what was sold without tax."""
    if margin.net_minor <= 0:
        return ""
    share = numbers.percent(margin.minor * HUNDRED // margin.net_minor)
    return _("%(share)s %% of the net sum") % {"share": share}


def _unknown(margin: Margin) -> str:
    if not margin.unknown:
        return ""
    said = ngettext("cost not known for %(count)s order", "cost not known for %(count)s orders", margin.unknown)
    return said % {"count": numbers.count(margin.unknown)}


def _spark(hours: Sequence[Counter[int]], now: datetime) -> Spark | None:
    """Running sums by hour; the curve of now ends with this hour. None for a period of more than a day."""
    if not hours:
        return None
    today, before = hours
    hour = timezone.localtime(now).hour
    return spark(
        [0, *accumulate(today[one] for one in range(hour + 1))], [0, *accumulate(before[one] for one in range(HOURS))]
    )


def _against(values: Sequence[int], shown: Shown, of: Period) -> tuple[str, Tone | str, str]:
    """The change against the period before and what stood there; last week's figure beside it when there is one."""
    today, before, *week = values
    named = _("yesterday %(figure)s") if of == "day" else _("before %(figure)s")
    said = [named % {"figure": shown(before)}]
    if week and week[0]:
        said.append(_("a week ago %(figure)s") % {"figure": shown(week[0])})
    if before <= 0:
        return ("", "", ", ".join(said)) if any(values[1:]) else ("", "", "")
    tone: Tone | str = "good" if today > before else ""
    return _growth(today, before), tone, ", ".join(said)


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
    url = place("exchange") if may(staff, "exchange.view") else ""
    last, refused = exchange.last_talks(), exchange.open_counts()
    active = [one for one in exchange.channels() if one.is_active]
    return [_connection(one, last.get(one.id), refused.get(one.id, 0), url) for one in active]


def _connection(channel: ChannelView, last: SessionView | None, refused: int, url: str) -> Connection:
    tone, text = _state(last, refused)
    return Connection(channel.title or channel.code, tone, text, last.seen_at if last else None, url)


def _state(last: SessionView | None, refused: int) -> tuple[Tone, str]:
    if last is None:
        return "idle", _("never yet")
    if last.state == "failed":
        return "bad", pgettext("session", "failed")
    if refused:
        return "warn", _("%(count)s refused") % {"count": numbers.count(refused)}
    return ("info", _("running")) if last.state == "open" else ("good", "")
