"""What needs a person, by urgency, each with its remedy."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, F, Min, Sum
from django.utils import timezone
from django.utils.translation import gettext as _, gettext_noop, ngettext

from emporion.accounts.queries import Asker, may, may_somewhere
from emporion.exchange import queries as exchange
from emporion.exchange.types import Cause, ChannelView, MessageView, QuestionView, SessionView
from emporion.household.queries import backup_worry
from emporion.journal import queries as journal
from emporion.orders import queries as orders
from emporion.stock import queries as stock

from .. import called, numbers, times
from ..comments import mentions
from ..navigation import place
from ..orders.access import seen_by, sees_every_order
from ..orders.papers import beyond
from ..parts import Action, Todo
from ..status import Tone
from ..why.sight import sight, without_values
from . import book, safety

RECENT_DAYS = 7  # a message that was refused longer ago has been answered by newer ones, or nobody misses it
SHOWN = 6  # of one kind; the rest is a number and a link
LINES = 500


@dataclass(frozen=True, slots=True)
class Reader:
    """What the person in front of the page may open and see."""

    staff: Asker

    def may(self, right: str) -> bool:
        """Whether the person holds a right anywhere."""
        return may_somewhere(self.staff, right)

    @property
    def seen(self) -> Any:
        """The orders that this person sees."""
        return seen_by(self.staff)

    def near(self, ids: set[int]) -> set[int]:
        """Those of some orders that this person sees."""
        if not ids or sees_every_order(self.staff):
            return ids
        return set(self.seen.filter(pk__in=ids).order_by().values_list("pk", flat=True))

    def action(self, right: str, verb: str, name: str, *args: object, query: str = "") -> Action | None:
        """The remedy; none for one whose role does not open the place of the remedy."""
        url = place(name, *args) if self.may(right) else ""
        return Action(verb, url + query) if url else None

    def stake(self, totals: Iterable[tuple[str, int]]) -> str:
        """Amounts per currency for a person who meets amounts."""
        if not self.may("pricing.view"):
            return ""
        return ", ".join(
            f"{numbers.money(minor, currency)}{numbers.FIXED_SPACE}{numbers.symbol(currency)}"
            for currency, minor in totals
        )

    def reads(self, channel: int) -> bool:
        """Whether the words of refusals of a connection, which may repeat what came, are for this person."""
        seen = sight(self.staff, channel)
        return self.may("exchange.view") and seen.people and seen.prices is None

    def why(self, failed: SessionView | MessageView) -> str:
        """Why a talk or a message failed, with what to do; without what came for those who may not read it."""
        if not failed.fault or not self.may("exchange.view"):
            return ""
        said = failed.fault.refusal if self.reads(failed.channel) else without_values(failed.fault).refusal
        return f"{said.sentence.rstrip('.')}. {said.what_to_do}".strip()

    def refused(self, cause: Cause) -> str:
        """Why rows were refused, by the newest of them, as far as this person may read it."""
        if not self.may("exchange.view"):
            return ""
        return sight(self.staff, cause.channel).row(cause.newest).fault.refusal.sentence


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
    ]
    return sorted(found, key=_urgency)


def _urgency(todo: Todo) -> tuple[int, bool, float]:
    """What stands still first; then what this person can settle; then what has waited longest."""
    age = todo.since.timestamp() if todo.since else float("inf")
    return ("bad", "warn", "info").index(todo.tone), todo.remedy is None, age


def count() -> int:
    """How many things need a person now, as many as `todos` tells an owner, without their words."""
    short, causes = len(stock.shortages()), len(exchange.causes())
    fails = sum(1 for channel in exchange.channels() for _one in _failures(channel)) + len(_not_for_sale())
    fails += len(exchange.questions())
    waiting = orders.wait_for_goods()
    listed = orders.listed(list(SAID)).order_by().values("status").distinct().count()
    back = orders.to_give_back().exists()
    unsafe = (backup_worry() is not None) + book.count()
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
    for channel in channels.values():
        for tone, title, why, verb, name, args, since in _failures(channel, reader):
            yield Todo(title, why, reader.action("exchange.view", verb, name, *args), tone, since=since)
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
    return [channel for channel in exchange.unanswered() if any(exchange.digests(channel.id, "price_type"))]


def _checklist(channel: ChannelView, reader: Reader) -> Todo:
    return Todo(
        _("Nothing that %(name)s brought is for sale yet") % {"name": channel.title or channel.code},
        _("The checklist asks at which prices, from which warehouses and with which taxes it is sold."),
        reader.action("exchange.operate", _("Answer the checklist"), "channel_checklist", channel.id),
        "bad",
    )


def _question(asked: QuestionView, reader: Reader) -> Todo:
    said = asked.fault.refusal
    return Todo(
        said.sentence,
        said.what_to_do,
        reader.action("exchange.operate", _("Answer on the Exchange page"), "exchange"),
        "warn",
        since=asked.asked_at,
    )


Failure = tuple[Tone, str, str, str, str, tuple[object, ...], datetime | None]


def _failures(channel: ChannelView, reader: Reader | None = None) -> Iterator[Failure]:
    """What of one connection failed last: its newest talk, recent messages, and objects the peer did not take.

    A connection that has fallen silent fails as well, though nothing of it did.
    """
    name = channel.title or channel.code
    if silence := exchange.late(channel):
        told = {"name": name, "age": times.age(silence.since), "every": times.span(silence.every)}
        why = _(
            "It was agreed to come every %(every)s. See whether it runs and whether its timetable is switched on; how"
            " often it comes is set on the connection's page."
        )
        title = _("%(name)s was heard last %(age)s")
        yield "bad", title % told, why % told, _("Open the connection"), "channel", (channel.id,), silence.since
    last = exchange.sessions(channel.id, limit=1)
    if last and last[0].state == "failed":
        yield (
            "bad",
            _("The last exchange with %(name)s failed") % {"name": name},
            reader.why(last[0]) if reader else "",
            _("Open the session"),
            "session",
            (last[0].id,),
            last[0].seen_at,
        )
    since = timezone.now() - timedelta(days=RECENT_DAYS)
    for message in exchange.not_read(channel.id, since):
        title = _("%(file)s from %(name)s was not read") % {"file": message.name, "name": name}
        why = reader.why(message) if reader else ""
        yield "bad", title, why, _("Open the message"), "message", (message.id,), message.at
    if failed := exchange.outgoing(channel.id, state="failed"):
        said = ngettext(
            "%(name)s did not take %(count)s object", "%(name)s did not take %(count)s objects", len(failed)
        )
        told_of = failed[0].fault.refusal.sentence if failed[0].fault else ""
        why = told_of if reader and reader.reads(channel.id) else ""
        yield (
            "bad",
            said % {"name": name, "count": numbers.count(len(failed))},
            why,
            _("See what waits"),
            "outgoing",
            (),
            min((one.offered_at for one in failed if one.offered_at), default=None),
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
        reader.action("exchange.operate", _("Open the exchange"), "exchange"),
        "bad",
        since=fact.at,
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
    for code, (tone, title, why, of) in SAID.items():
        totals = _open_sums(reader.seen.filter(status=code), code)
        if number := sum(one for _currency, _minor, one, _since in totals):
            stake = reader.stake((currency, minor) for currency, minor, _one, _since in totals)
            since = min(since for _currency, _minor, _one, since in totals)
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


def _open_sums(rows: Any, code: str) -> list[tuple[str, int, int, datetime]]:
    """Per currency what is still due (to ship: the whole), how many orders, and since when the first of them waits."""
    amount = F("total_minor") if code == "to_ship" else F("total_minor") - F("returned_minor") - F("paid_minor")
    found = rows.order_by().values("currency")
    found = found.annotate(minor=Sum(amount), number=Count("pk"), since=Min("status_since")).order_by("currency")
    return [(row["currency"], row["minor"], row["number"], row["since"]) for row in found]


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
