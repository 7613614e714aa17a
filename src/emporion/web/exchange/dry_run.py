"""A dry run: what messages would do, by sort and with examples; then just that done at a press."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _, gettext_lazy as lazy
from django.views.decorators.http import require_POST

from emporion.accounts.queries import Asker, may_somewhere
from emporion.exchange import commands, queries as exchange
from emporion.exchange.types import (
    DRY_RUNNERS,
    JUMPS,
    Change,
    ChannelView,
    DryRunner,
    DryRunView,
    Fault,
    Jump,
    KeptFields,
    MessageView,
    Outlook,
    PriceSample,
    RefusedAlike,
    Sample,
)
from emporion.journal.commands import command
from emporion.journal.queries import would_be
from emporion.journal.types import Work
from emporion.kernel.errors import Refused
from emporion.pricing.queries import price_types

from .. import called, intent, numbers, timeline
from ..notes import saved
from ..orders.papers import within
from ..parts import Crumb, Progress
from ..products.record import told_to
from ..products.words import field_words
from ..rights import requires, staff_of
from ..status import Tone
from ..why.sight import Sight, sight, without_values
from . import words
from .work import dropped

SORTS: Mapping[Change, tuple[Promise, Tone]] = {
    "created": (lazy("New"), "good"),
    "changed": (lazy("Changed"), "info"),
    "hidden": (lazy("Switched off"), "warn"),
    "shown": (lazy("Switched on again"), "info"),
    "stock": (lazy("Other stock"), "info"),
    "other": (lazy("Besides"), "info"),
}
JUMP_WORDS: Mapping[Jump, tuple[Promise, Tone]] = {
    "zero": (lazy("To nothing"), "bad"),
    "far": (lazy("At least doubled or halved"), "bad"),
    "large": (lazy("By at least 30 %"), "warn"),
    "some": (lazy("By 10 to 30 %"), "info"),
    "small": (lazy("By less than 10 %"), "info"),
    "first": (lazy("The first price"), "good"),
    "gone": (lazy("Taken away"), "warn"),
}
OVER = ("done", "failed", "applied")


@dataclass(frozen=True, slots=True)
class Line:
    """An example in words, and the place of its row."""

    title: str
    text: str
    place: str


@dataclass(frozen=True, slots=True)
class Group:
    """All of one sort: how many, and some of them."""

    word: Promise
    tone: Tone
    count: int
    lines: Sequence[Line]


@dataclass(frozen=True, slots=True)
class Shown:
    """What one message would do, as the page shows it."""

    message: MessageView
    rows: Sequence[words.CountRow]
    groups: Sequence[Group]
    prices: Sequence[Group]
    kept: Group | None
    refused: Sequence[tuple[Refused, str, int]]
    fault: Refused | None

    @property
    def is_idle(self) -> bool:
        """Whether it would change nothing at all."""
        return not (self.groups or self.prices or self.refused or self.fault)


@requires("exchange.operate")
def dry_run(request: HttpRequest, number: int) -> HttpResponse:
    """What the messages would do; the page asks again until a worker has read them."""
    run, asker = exchange.dry_run(number), staff_of(request)
    held = {one.id: one for one in exchange.messages_by_id(run.messages)}
    channel = exchange.channel_by_id(run.channel)
    crumbs = [Crumb(_("Exchange"), reverse("web:exchange")), Crumb(_("Messages"), reverse("web:messages"))]
    context = {
        "run": run,
        "title": _("What %(files)s would do") % {"files": ", ".join(held[one].name for one in run.messages)},
        "progress": None if run.state in OVER else _bar(run),
        "shown": [_shown(asker, run.asked_at, held[one.message], one) for one in run.outlooks],
        "fault": run.fault.refusal if run.fault else None,
        "may_apply": run.state == "done" and channel.is_active and channel.kind in DRY_RUNNERS,
        "crumbs": crumbs,
    }
    return render(request, "web/exchange/dry_run.html", context)


def _bar(run: DryRunView) -> Progress:
    title = _("Waiting for a worker") if run.state == "waiting" else _("Being tried")
    return Progress(title, run.done_bytes >> 10, max(run.total_bytes >> 10, 1))


def _shown(asker: Asker, at: datetime, held: MessageView, outlook: Outlook) -> Shown:
    seen = sight(asker, held.channel)
    return Shown(
        held,
        words.count_rows(outlook.counts),
        [
            Group(word, tone, outlook.facts[sort], _lines(asker, at, outlook.samples.get(sort, ())))
            for sort, (word, tone) in SORTS.items()
            if outlook.facts.get(sort)
        ],
        [
            Group(*JUMP_WORDS[jump], outlook.jumps[jump], _price_lines(asker, seen, outlook.prices.get(jump, ())))
            for jump in JUMPS
            if outlook.jumps.get(jump)
        ],
        Group(lazy("Kept as edited here"), "info", outlook.kept, _kept_lines(outlook.kept_samples))
        if outlook.kept
        else None,
        [(_refusal(seen, one), one.place, one.count) for one in outlook.refused],
        outlook.fault.refusal if outlook.fault else None,
    )


def _refusal(seen: Sight, one: RefusedAlike) -> Refused:
    """Why rows would be refused, without a price that this person may not read."""
    fault = Fault(one.code, one.facts)
    return (without_values(fault) if one.kind == "prices" and seen.prices is not None else fault).refusal


def _kept_lines(kept: Sequence[KeptFields]) -> list[Line]:
    return [
        Line(f"{words.kind_words(one.kind)} {one.key}", ", ".join(map(field_words, one.fields)), one.place)
        for one in kept
    ]


def _lines(asker: Asker, at: datetime, samples: Sequence[Sample]) -> list[Line]:
    """Facts in the words of the journal, as far as this person may know them."""
    facts = [would_be(one.kind, one.told, place=one.place, at=at, number=n) for n, one in enumerate(samples)]
    known = told_to(asker, within(asker, [fact for fact in facts if fact.event]))
    spoken = timeline.names_in(known)
    standing = {
        fact.id: int(fact.subject[8:])
        for fact in known
        if fact.subject.startswith("variant:") and not samples[fact.id].name
    }
    own = called.variants(set(standing.values()))
    found = []
    for fact in known:
        said = timeline.said_of(fact.event, spoken) if fact.event else timeline.Said(fact.kind)
        name = own[standing[fact.id]].name if fact.id in standing else samples[fact.id].name
        found.append(Line(": ".join(filter(None, (name, str(said.title)))), str(said.text), fact.place))
    return found


def _price_lines(asker: Asker, seen: Sight, samples: Sequence[PriceSample]) -> list[Line]:
    """Prices before and after, as far as this person may read those of a file."""
    types = {one.id: one for one in price_types()}
    readable = {one.id for one in types.values() if may_somewhere(asker, "pricing.view") and not one.is_cost}
    shown = [one for one in samples if seen.prices is None or one.price_type in readable]
    own = called.variants({one.variant for one in shown if not one.name})
    return [Line(one.name or own[one.variant].name, _jump(one, types.get(one.price_type)), one.place) for one in shown]


def _jump(one: PriceSample, kind: Any) -> str:
    currency = kind.currency if kind else ""
    told = f"{numbers.price(one.old_micro, currency)} → {numbers.price(one.new_micro, currency)}"
    unit = numbers.FIXED_SPACE + numbers.symbol(currency) if kind else ""
    return f"{told}{unit}{', ' + kind.name if kind else ''}"


@requires("exchange.operate")
@require_POST
def message_try(request: HttpRequest, number: int) -> HttpResponse:
    """Ask what a message that came in would do now."""
    held = exchange.message(number)
    channel = exchange.channel_by_id(held.channel)
    if held.direction != "in" or held.reduced:
        raise Http404
    return _asked(request, channel, [number])


@requires("exchange.operate")
@require_POST
def channel_try(request: HttpRequest, number: int) -> HttpResponse:
    """Ask what dropped files would do; they are kept as messages, and nothing is done with them."""
    return try_dropped(request, exchange.channel_by_id(number))


def try_dropped(request: HttpRequest, channel: ChannelView) -> HttpResponse:
    """Keep the files of a form as messages of a connection, and go to what they would do."""
    kept = _runner(channel).keep(channel.id, dropped(request), intent.actor(request))
    return _asked(request, channel, kept)


def _asked(request: HttpRequest, channel: ChannelView, messages: Sequence[int]) -> HttpResponse:
    runner = _runner(channel)
    run = try_messages(channel=channel.id, messages=tuple(messages), runner=runner, **intent.said(request))
    return redirect("web:dry_run", run)


@command
def try_messages(work: Work, *, channel: int, messages: Sequence[int], runner: DryRunner) -> int:
    """Ask what messages would do, and have a worker find out, in one transaction."""
    run = commands.ask_dry_run(work=work, channel=channel, messages=messages)
    runner.begin(run)
    return run


@command
def apply_shown(work: Work, *, dry_run: int, runner: DryRunner) -> None:
    """Have a worker do just what a dry run has shown, in one transaction with the word that it was asked for."""
    commands.apply_dry_run(work=work, dry_run=dry_run)
    runner.apply(dry_run)


@requires("exchange.operate")
@require_POST
def dry_run_apply(request: HttpRequest, number: int) -> HttpResponse:
    """Do just what was shown; rows that would do something else by now are put aside."""
    run = exchange.dry_run(number)
    runner = _runner(exchange.channel_by_id(run.channel))
    apply_shown(dry_run=number, runner=runner, **intent.said(request))
    saved(request, _("Just that is being done. Rows that would do something else by now go to the quarantine."))
    return redirect("web:message", run.messages[0])


def _runner(channel: ChannelView) -> DryRunner:
    if channel.kind not in DRY_RUNNERS:
        raise Http404
    return DRY_RUNNERS[channel.kind]
