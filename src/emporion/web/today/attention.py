"""What needs a person, by urgency, each with its remedy."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.db.models import Count, F, Min, QuerySet, Sum
from django.utils.translation import gettext as _, gettext_noop, ngettext

from emporion.accounts.queries import Asker, may
from emporion.exchange import queries as exchange
from emporion.exchange.types import Cause, ChannelView, QuestionView, Renumbered
from emporion.household.queries import backup_worry
from emporion.journal import queries as journal
from emporion.orders import queries as orders
from emporion.stock import queries as stock

from .. import called, numbers
from ..comments import mentions
from ..orders.access import sees_every_order
from ..orders.papers import beyond
from ..parts import Action, Todo
from ..status import Tone
from . import book, failures, safety, watch
from .reader import Reader

SHOWN = 6  # of one kind; the rest is a number and a link
LINES = 500


def todos(staff: Asker) -> list[Todo]:
    """Everything that needs a person, what stands still first."""
    reader = Reader(staff)
    found = [
        *mentions.todos(staff),
        *_lost(reader),
        *_exchange(reader),
        *_parked(reader),
        *_orders(reader),
        *safety.todos(staff),
        *book.todos(staff),
        *watch.todos(staff),
    ]
    return sorted(found, key=_urgency)


def _urgency(todo: Todo) -> tuple[int, bool, float]:
    """What stands still first; then what this person can settle; then what has waited longest."""
    age = todo.since.timestamp() if todo.since else float("inf")
    return ("bad", "warn", "info").index(todo.tone), todo.remedy is None, age


def count() -> int:
    """How many things need a person now, as many as `todos` tells an owner, without their words."""
    short, causes = len(stock.shortages()), len(exchange.causes())
    fails = failures.count() + len(_not_for_sale())
    fails += len(exchange.questions())
    waiting = orders.wait_for_goods()
    listed = orders.listed(list(SAID)).order_by().values("status").distinct().count()
    back = orders.to_give_back().exists()
    unsafe = (backup_worry() is not None) + book.count() + watch.count()
    return (
        min(short, SHOWN) + min(causes, SHOWN + 1) + fails + bool(journal.parked()) + waiting + back + listed + unsafe
    )


# ---- goods that are promised and do not lie there


def _lost(reader: Reader) -> Iterator[Todo]:
    short = stock.shortages()
    if not short:
        return
    named = called.variants({line.variant for line in short})
    holders: dict[tuple[int, int], list[str]] = defaultdict(list)
    for held in stock.reserved_by({line.variant for line in short}):
        holders[held.variant, held.warehouse].append(held.document)
    for line in short[:SHOWN]:
        hit = _hit(holders[line.variant, line.warehouse.id])
        near = reader.near({order.id for order in hit})
        others = sum(order.id not in near for order in hit)
        hit = [order for order in hit if order.id in near]
        figures = {
            "on_hand": numbers.quantity(line.on_hand),
            "reserved": numbers.quantity(line.reserved),
            "warehouse": line.warehouse.name,
            "orders": ", ".join([*(order.number for order in hit[:SHOWN]), *_not_shown(others)]),
        }
        yield Todo(
            _("%(name)s is promised and not there") % {"name": named[line.variant].name},
            _("%(warehouse)s has %(on_hand)s of %(reserved)s promised. Orders: %(orders)s") % figures,
            _to_orders([(order.id, order.number) for order in hit], reader)
            if hit
            else reader.action("stock.view", _("The ledger of this variant"), "stock_card", line.variant),
            "bad",
            reader.stake(_totals((order.currency, order.total_minor) for order in hit)),
            _("orders at stake") if hit and reader.may("pricing.view") else "",
            min((order.placed_at for order in hit), default=None),
        )


def _not_shown(others: int) -> list[str]:
    """How many orders more are hit that this person does not see."""
    said = ngettext("%(count)s that you do not see", "%(count)s that you do not see", others)
    return [said % {"count": numbers.count(others)}] if others else []


def _hit(documents: Sequence[str]) -> list[Any]:
    return orders.orders_by_number([one.removeprefix("order:") for one in documents if one.startswith("order:")])


def _to_orders(hit: Sequence[tuple[int, str]], reader: Reader) -> Action | None:
    if len(hit) == 1:
        ((order, number),) = hit
        return reader.action("orders.view", _("Open %(number)s") % {"number": number}, "order", order)
    return reader.action("orders.view", _("Open the orders"), "orders", query="?view=decision")


# ---- the exchange


def _exchange(reader: Reader) -> Iterator[Todo]:
    if not may(reader.staff, "exchange.view"):  # a message may speak of every firm of the house
        return
    channels = {channel.id: channel for channel in exchange.channels()}
    for channel in _not_for_sale():
        yield _checklist(channel, reader)
    for asked in exchange.questions():
        yield _question(asked, reader)
    yield from failures.todos(reader)
    causes = exchange.causes()
    for cause in causes[:SHOWN]:
        yield _quarantined(cause, channels[cause.channel], reader)
    if more := sum(cause.count for cause in causes[SHOWN:]):
        said = ngettext("%(count)s more row was not accepted", "%(count)s more rows were not accepted", more)
        yield Todo(
            said % {"count": numbers.count(more)},
            _("For other reasons, each with its rows."),
            reader.action("exchange.view", _("Open the quarantine"), "quarantine"),
            "warn",
        )


def _not_for_sale() -> list[ChannelView]:
    """Connections that have brought prices and whose checklist is open."""
    open_ones = exchange.unanswered()
    priced = exchange.that_named("price_type") if open_ones else set()
    return [channel for channel in open_ones if channel.id in priced]


def _checklist(channel: ChannelView, reader: Reader) -> Todo:
    return Todo(
        _("Nothing that %(name)s brought is for sale yet") % {"name": channel.title or channel.code},
        _("The checklist asks at which prices, from which warehouses and with which taxes it is sold."),
        reader.action("exchange.operate", _("Answer the checklist"), "channel_checklist", channel.id),
        "bad",
    )


def _question(asked: QuestionView, reader: Reader) -> Todo:
    said = asked.fault.refusal
    if asked.fault.code == Renumbered.code:
        remedy = reader.action("exchange.operate", _("Open the proposals"), "channel_renumbered", asked.channel)
    else:
        remedy = reader.action("exchange.operate", _("Answer on the Exchange page"), "exchange")
    return Todo(
        said.sentence,
        said.what_to_do,
        remedy,
        "warn",
        since=asked.asked_at,
    )


def _quarantined(cause: Cause, channel: ChannelView, reader: Reader) -> Todo:
    said = ngettext(
        "%(count)s row from %(name)s was not accepted", "%(count)s rows from %(name)s were not accepted", cause.count
    )
    return Todo(
        said % {"count": numbers.count(cause.count), "name": channel.title or channel.code},
        reader.refused(cause),
        reader.action("exchange.view", _("Open the quarantine"), "quarantine"),
        "warn",
        numbers.count(cause.count),
        _("rows"),
        cause.newest.first_at,
    )


def _parked(reader: Reader) -> Iterator[Todo]:
    waiting = journal.parked()
    if not waiting:
        return
    _row, subscriber, fact, error = waiting[0]
    hidden = beyond(reader.staff, [fact.subject])
    said = ngettext("%(count)s reaction stumbled and waits", "%(count)s reactions stumbled and wait", len(waiting))
    yield Todo(
        said % {"count": numbers.count(len(waiting))},
        _("%(subscriber)s could not work on fact %(fact)s: %(error)s")
        % {
            "subscriber": subscriber,
            "fact": fact.id,
            "error": error.splitlines()[-1][:160] if error and not hidden else "",
        },
        reader.press("exchange.operate", _("Try again"), "today_react"),
        "bad",
        since=min(one.at for _row, _subscriber, one, _error in waiting),
    )


# ---- orders


SAID: Mapping[str, tuple[Tone, str, str, str]] = {
    "part_paid": (
        "warn",
        gettext_noop("Orders paid in part: %(count)s"),
        gettext_noop("Ask for the rest, or ship on your word."),
        gettext_noop("still due"),
    ),
    "shipped": (
        "warn",
        gettext_noop("Shipped orders that are not paid: %(count)s"),
        gettext_noop("The goods have left, the money has not come."),
        gettext_noop("still due"),
    ),
    "to_ship": (
        "info",
        gettext_noop("Orders ready to ship: %(count)s"),
        gettext_noop("All lines are here and paid."),
        gettext_noop("in parcels"),
    ),
}


def _orders(reader: Reader) -> Iterator[Todo]:
    yield from _uncovered(reader)
    yield from _to_give_back(reader)
    sums = _open_sums(reader.seen)
    for code, (tone, title, why, of) in SAID.items():
        if totals := sums.get(code):
            number = sum(row["number"] for row in totals)
            stake = reader.stake((row["currency"], row["whole" if code == "to_ship" else "due"]) for row in totals)
            since = min(row["since"] for row in totals)
            action = reader.action("orders.view", _("Open the orders"), "orders", query=f"?view=all&status={code}")
            said = _(title) % {"count": numbers.count(number)}
            yield Todo(said, _(why), action, tone, stake, _(of) if stake else "", since)


def _to_give_back(reader: Reader) -> Iterator[Todo]:
    """Cancelled orders that were paid, and those that came to cost less than was paid."""
    owed = (
        reader.seen.filter(back_minor__isnull=False)
        .order_by()
        .values("currency")
        .annotate(minor=Sum("back_minor"), number=Count("pk"), since=Min("status_since"))
    )
    totals = list(owed.order_by("currency"))
    if number := sum(row["number"] for row in totals):
        stake = reader.stake((row["currency"], row["minor"]) for row in totals)
        yield Todo(
            _("Orders with money to give back: %(count)s") % {"count": numbers.count(number)},
            _("They were paid and then cancelled, or came to cost less."),
            reader.action("orders.view", _("Open the orders"), "orders", query="?view=back"),
            "warn",
            stake,
            _("to give back") if stake else "",
            min(row["since"] for row in totals),
        )


def _open_sums(rows: QuerySet[Any]) -> dict[str, list[dict[str, Any]]]:
    """Of each status that is told: per currency the whole, what is due, how many, since when the first waits."""
    found = rows.filter(status__in=SAID).order_by().values("status", "currency")
    found = found.annotate(
        whole=Sum("total_minor"),
        due=Sum(F("total_minor") - F("returned_minor") - F("paid_minor")),
        number=Count("*"),  # of the number of an order its index knows nothing
        since=Min("status_since"),
    )
    sums: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in found.order_by("currency"):
        sums[row["status"]].append(row)
    return sums


def _uncovered(reader: Reader) -> Iterator[Todo]:
    among = None if sees_every_order(reader.staff) else reader.seen
    lines = [line for line in orders.uncovered_lines(LINES, among) if line.status != "short"]
    if not lines:
        return
    hit = {line.order: line for line in lines}
    missing: Counter[str] = Counter()
    for line in lines:
        missing[line.name] += line.missing
    worst = [f"{name} × {numbers.quantity(count)}" for name, count in missing.most_common(3)]
    more = len(missing) - len(worst)
    goods = ", ".join(worst)
    others = ngettext("%(goods)s and %(more)s more product", "%(goods)s and %(more)s more products", more)
    why = others % {"goods": goods, "more": more} if more else goods
    said = ngettext("%(count)s order waits for goods", "%(count)s orders wait for goods", len(hit))
    shown = f"{numbers.count(len(hit))}+" if len(lines) == LINES else numbers.count(len(hit))
    yield Todo(
        said % {"count": shown},
        _("Missing: %(goods)s") % {"goods": why},
        _to_orders([(line.order, line.number) for line in hit.values()], reader),
        "warn",
        reader.stake(_totals((order.currency, order.total_minor) for order in hit.values())),
        _("orders at stake") if reader.may("pricing.view") else "",
        min(order.placed_at for order in hit.values()),
    )


def _totals(amounts: Iterable[tuple[str, int]]) -> list[tuple[str, int]]:
    totals: Counter[str] = Counter()
    for currency, minor in amounts:
        totals[currency] += minor
    return sorted(totals.items())
