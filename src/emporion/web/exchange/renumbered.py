"""A base of the other side that was created anew: what its new keys may lead to, and what a person says of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _, gettext_lazy as lazy, ngettext, pgettext_lazy
from django.views.decorators.http import require_POST

from emporion.catalog.queries import category_tree, product_names
from emporion.exchange import commands, queries as exchange
from emporion.exchange.types import RELINKERS, ChannelView, QuestionView, RelinkCounts, Relinker, RelinkView, Renumbered
from emporion.journal.commands import command
from emporion.journal.types import Work

from .. import called, intent, numbers
from ..notes import id_in, saved
from ..parts import Crumb, Progress, Tab
from ..rights import requires

ROWS = 50  # proposals on a page
FOUND_BY: Mapping[str, Promise] = {
    "barcode": pgettext_lazy("found by", "barcode"),
    "article": pgettext_lazy("found by", "article"),
    "name": pgettext_lazy("found by", "name"),
    "alike": pgettext_lazy("found by", "a similar name"),
}
KINDS: Mapping[str, Promise] = {
    "category": lazy("Category"),
    "variant": lazy("Variant"),
    "property": lazy("Property"),
    "price_type": lazy("Price type"),
    "warehouse": lazy("Warehouse"),
    "catalog": lazy("Catalog"),
}


@dataclass(frozen=True, slots=True)
class Ours:
    """One of our goods that a key may lead to, with its page where it has one."""

    id: int
    name: str
    url: str


@dataclass(frozen=True, slots=True)
class Line:
    """A proposal in the list: what it was found by, whom it leads to, and whom it may lead to besides."""

    view: RelinkView
    kind: str
    by: str
    ours: Ours | None
    others: Sequence[Ours]
    is_open: bool


@requires("exchange.operate")
def renumbered(request: HttpRequest, number: int) -> HttpResponse:
    """The newest question about a re-numbered base, its proposals by sort, and how far a worker is."""
    channel = exchange.channel_by_id(number)
    every = exchange.asked_about(number, Renumbered.code)
    asked = next((one for one in every if str(one.id) == request.GET.get("of")), next(iter(every), None))
    crumbs = [
        Crumb(_("Exchange"), reverse("web:exchange")),
        Crumb(channel.title, reverse("web:channel", args=[number])),
    ]
    context: dict[str, object] = {"channel": channel, "crumbs": crumbs, "title": _("A base that was created anew")}
    if asked is None:
        return render(request, "web/exchange/renumbered.html", context)
    counts = exchange.relink_counts(asked.id)
    is_running = _relinker(channel).is_running(number)
    waits = len(exchange.stopped_messages(number))
    context |= {
        "asked": asked,
        "counts": counts,
        "progress": _bar(counts, waits) if is_running else None,
        "waits": waits,
        "is_open": not asked.answer,
        "may_back": bool(counts.linked) and not is_running and bool(asked.answer),
        "may_go_on": not is_running and asked == every[0] and _is_left(asked, counts, waits),
        "others": [one for one in every if one != asked],
        **_listed(request, asked.id, counts, is_open=not asked.answer and not is_running),
    }
    return render(request, "web/exchange/renumbered.html", context)


def _is_left(asked: QuestionView, counts: RelinkCounts, waits: int) -> bool:
    """Whether something decided on was not done: a worker gave up, or had looked a moment before."""
    return bool(counts.linking or (waits and asked.answer) or (not asked.answer and not counts.undecided))


def _bar(counts: RelinkCounts, waits: int) -> Progress:
    if counts.linking:
        return Progress(_("Being linked"), counts.linked, counts.linked + counts.linking)
    return Progress(_("Linked; the files that waited are being read"), counts.linked, counts.linked + waits or 1)


# ---- the list


def _listed(request: HttpRequest, question: int, counts: RelinkCounts, *, is_open: bool) -> dict[str, object]:
    named = {
        "unsure": (_("To decide"), counts.unsure), "sure": (_("Sure"), counts.sure),
        "fresh": (_("Like nothing here"), counts.fresh), "linking": (_("Being linked"), counts.linking),
        "linked": (_("Linked"), counts.linked), "new": (_("New goods"), counts.new),
        "back": (_("Taken back"), counts.back),
    }  # fmt: skip
    usual = next((sort for sort, (_word, count) in named.items() if count), "sure")
    sort = request.GET.get("sort", "")
    sort = sort if sort in named else usual
    text = request.GET.get("q", "").strip()[:100]
    page = id_in(request.GET.get("page", "")) or 0
    found = exchange.relink_views(exchange.listed_relinks(question, sort, text)[page * ROWS : (page + 1) * ROWS + 1])
    shown = found[:ROWS]
    return {
        "lines": _lines(shown, is_open=is_open),
        "sort": sort,
        "text": text,
        "tabs": [
            Tab(word, f"?{urlencode({'sort': one, 'of': question})}", numbers.count(count), current=one == sort)
            for one, (word, count) in named.items()
            if count or one == sort
        ],
        "before": _turned(question, sort, text, page - 1) if page else "",
        "after": _turned(question, sort, text, page + 1) if len(found) > ROWS else "",
    }


def _turned(question: int, sort: str, text: str, page: int) -> str:
    return f"?{urlencode({'of': question, 'sort': sort, 'q': text, 'page': page})}"


def _lines(shown: Sequence[RelinkView], *, is_open: bool) -> list[Line]:
    ours = _ours(shown)
    found = []
    for one in shown:
        here = ours.get(one.kind) or {pk: Ours(pk, one.marks.name, "") for pk in _meant(one)}
        mine = [here[pk] for pk in _meant(one) if pk in here]
        first = mine[0] if mine and mine[0].id == (one.chosen or one.found.object_id) else None
        kind = KINDS.get(one.kind)
        found.append(
            Line(
                view=one,
                kind=str(kind) if kind else "",
                by=", ".join(str(FOUND_BY[word]) for word in one.found.by if word in FOUND_BY),
                ours=first,
                others=mine[1:] if first else mine,
                is_open=is_open and not one.choice,
            )
        )
    return found


def _meant(one: RelinkView) -> list[int]:
    """Whom a key leads to, or may lead to."""
    return [pk for pk in dict.fromkeys((one.chosen, one.found.object_id, *one.found.others)) if pk]


def _ours(shown: Sequence[RelinkView]) -> dict[str, dict[int, Ours]]:
    """Our objects by kind and number, under the names that the reader knows."""
    wanted = {kind: {pk for one in shown if one.kind == kind for pk in _meant(one)} for kind in ("product", "variant")}
    products = called.products(product_names(wanted["product"]).items())
    variants = called.variants(wanted["variant"])
    groups = category_tree() if any(one.kind == "category" for one in shown) else ()
    return {
        "product": {pk: Ours(pk, one.name, reverse("web:product", args=[pk])) for pk, one in products.items()},
        "variant": {
            pk: Ours(pk, one.name, reverse("web:product", args=[one.product_id])) for pk, one in variants.items()
        },
        "category": {node.id: Ours(node.id, node.name, "") for node in groups},
    }


# ---- what a person says


@command
def relink_sure(work: Work, *, question: int, relinker: Relinker, by: str) -> int:
    """Take what is sure, and have a worker link it, in one transaction; answers how many."""
    chosen = commands.choose_sure(work=work, question=question)
    relinker.begin(question, by)
    return chosen


@command
def create_rest(work: Work, *, question: int, relinker: Relinker, by: str) -> int:
    """What nobody has decided about is new; the files that wait are taken so. Answers how many."""
    chosen = commands.choose_new(work=work, question=question)
    relinker.begin(question, by)
    return chosen


@command
def choose_one(work: Work, *, proposal: RelinkView, object_id: int, relinker: Relinker, by: str) -> bool:
    """Decide about one key; the last one has a worker go on. Answers whether it was the last."""
    commands.choose(work=work, relink=proposal.id, object_id=object_id)
    is_last = not exchange.relink_counts(proposal.question).undecided
    if is_last:
        relinker.begin(proposal.question, by)
    return is_last


@requires("exchange.operate")
@require_POST
def link(request: HttpRequest, number: int) -> HttpResponse:
    """Link all sure keys to the goods that are here."""
    question, relinker = _asked(number)
    done = relink_sure(question=question, relinker=relinker, by=intent.actor(request), **intent.said(request))
    said = ngettext("%(rows)s key is being linked.", "%(rows)s keys are being linked.", done)
    saved(request, said % {"rows": numbers.count(done)})
    return redirect("web:channel_renumbered", number)


@requires("exchange.operate")
@require_POST
def create(request: HttpRequest, number: int) -> HttpResponse:
    """What nobody has decided about are new goods."""
    question, relinker = _asked(number)
    create_rest(question=question, relinker=relinker, by=intent.actor(request), **intent.said(request))
    saved(request, _("They are taken as new goods."))
    return redirect("web:channel_renumbered", number)


@requires("exchange.operate")
@require_POST
def choose(request: HttpRequest, number: int) -> HttpResponse:
    """One key leads to one of those it may lead to, or is new."""
    question, relinker = _asked(number)
    row, wanted = (id_in(part) for part in request.POST.get("choice", "").partition(":")[::2])
    proposal = exchange.relink_of(question, row) if row else None
    if proposal is None or wanted is None or wanted not in (0, *_meant(proposal)):
        raise Http404
    is_last = choose_one(
        proposal=proposal, object_id=wanted, relinker=relinker, by=intent.actor(request), **intent.said(request)
    )
    saved(request, _("That was the last; the files that waited are being read.") if is_last else _("Decided."))
    return redirect(f"{reverse('web:channel_renumbered', args=[number])}?sort={'' if is_last else 'unsure'}")


@requires("exchange.operate")
@require_POST
def go_on(request: HttpRequest, number: int) -> HttpResponse:
    """Have a worker go on where one gave up."""
    question, relinker = _asked(number)
    relinker.begin(question, intent.actor(request))
    saved(request, _("A worker goes on."))
    return redirect("web:channel_renumbered", number)


@requires("exchange.operate")
@require_POST
def back(request: HttpRequest, number: int) -> HttpResponse:
    """Take a re-linking back: the new keys lead nowhere any more."""
    _newest, relinker = _asked(number)
    every = {str(one.id): one for one in exchange.asked_about(number, Renumbered.code)}
    asked = every.get(request.POST.get("of", ""))
    if asked is None or not asked.answer:
        raise Http404
    relinker.back(asked.id, intent.actor(request))
    saved(request, _("The linking is being taken back."))
    return redirect("web:channel_renumbered", number)


def _asked(number: int) -> tuple[int, Relinker]:
    """The newest question of a connection."""
    found = exchange.newest_renumbering(number)
    if found is None:
        raise Http404
    return found, _relinker(exchange.channel_by_id(number))


def _relinker(channel: ChannelView) -> Relinker:
    if channel.kind not in RELINKERS:
        raise Http404
    return RELINKERS[channel.kind]
