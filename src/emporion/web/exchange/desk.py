"""Refused rows by cause, and the settings of a connection."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _, gettext_noop, ngettext
from django.views.decorators.http import require_POST

from emporion.accounts.queries import Asker, may, may_somewhere
from emporion.catalog.types import VariantView
from emporion.exchange import commands, queries as exchange
from emporion.exchange.types import (
    CHECKLIST,
    FORMS,
    HELD,
    MENDINGS,
    RETRIERS,
    TAKERS,
    Cause,
    ContentGone,
    QuarantinedRow,
)
from emporion.journal.commands import command
from emporion.journal.types import Work
from emporion.kernel.errors import Refused

from .. import called, intent, numbers
from ..notes import saved
from ..parts import Crumb
from ..rights import NoRight, requires, staff_of
from ..said import with_comments
from ..why.sight import sight
from . import words
from .absent import search_of
from .forms import ChannelForm
from .held_back import never_leaves
from .pages import tabs, titles
from .pausing import leaves_of
from .shadowing import beside

ROWS_OF_A_CAUSE = 50
MOST = 2000  # rows that the page reads, and that one press speaks of; the list does any number
CAUSE_LENGTH = 60  # characters of a sentence in a menu
OF_GOODS = ("prices", "stock", "offers")
ACCEPTS = "pricing.change"  # what only waits for a look are prices


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """A refused row with the name of the file it came in, and our goods of its key where they are known."""

    view: QuarantinedRow
    file: str
    goods: VariantView | None


@dataclass(frozen=True, slots=True)
class Group:
    """Rows refused for one cause: its sentence and remedy, and the rows that are shown.

    mends: a person may say what of ours their key means. takes: a person may take over what a row says. asks: an answer
    in the checklist of the connection lets them pass. waits: only for a look, for one who may have it taken as told.
    ids: those that the buttons beside the cause speak of. more: how many stand in the list alone.
    """

    cause: Cause
    kind: str
    channel: str
    refusal: Refused
    rows: Sequence[WaitingRow]
    ids: str
    is_open: bool
    mends: bool
    takes: bool
    asks: bool
    waits: bool
    more: int


Filters = list[tuple[str, str, list[tuple[str, str, bool]]]]


@requires("exchange.view")
def quarantine(request: HttpRequest) -> HttpResponse:
    """Rows that wait for a person, grouped by what went wrong; narrowed by connection, kind and cause."""
    asker, causes = staff_of(request), exchange.causes()
    told = {name: request.GET.get(name, "") for name in ("channel", "kind", "code")}
    wanted = [one for one in causes if all(value in ("", _values(one)[name]) for name, value in told.items())]
    context = {
        "groups": _groups(asker, wanted),
        "filters": _filters(asker, causes, told),
        "is_filtered": any(told.values()),
        "may_operate": may(asker, "exchange.operate"),
        "tabs": tabs("quarantine"),
    }
    return render(request, "web/exchange/quarantine.html", context)


def _values(cause: Cause) -> dict[str, str]:
    return {"channel": str(cause.channel), "kind": cause.kind, "code": cause.code}


def _filters(asker: Asker, causes: Sequence[Cause], told: Mapping[str, str]) -> Filters:
    """What the rows may be narrowed by: only what occurs among them, without values that the person may not see."""
    named = titles()
    sights = {channel: sight(asker, channel) for channel in named}
    offered: dict[str, tuple[str, dict[str, str]]] = {
        "channel": (_("Connection"), {str(one.channel): named.get(one.channel, "") for one in causes}),
        "kind": (_("Kind"), {one.kind: words.kind_words(one.kind) for one in causes}),
        "code": (_("Cause"), {one.code: short_cause(sights[one.channel].row(one.newest)) for one in causes}),
    }
    return [
        (name, label, [(value, word, value == told[name]) for value, word in found.items()])
        for name, (label, found) in offered.items()
    ]


def short_cause(row: QuarantinedRow) -> str:
    """What went wrong with a row, short enough for a menu."""
    return Truncator(row.fault.refusal.sentence).chars(CAUSE_LENGTH)


def _groups(asker: Asker, causes: Sequence[Cause]) -> list[Group]:
    """Rows about people are shown only to those who see customers, values of prices to those who see all prices."""
    named = titles()
    sights = {channel: sight(asker, channel) for channel in named}
    found: dict[tuple[int, str, str, str], list[QuarantinedRow]] = defaultdict(list)
    for row in exchange.quarantined(limit=MOST):
        found[row.channel, row.kind, row.fault.code, row.field].append(row)
    files, named_goods = _files(causes, found), _goods(asker, found)
    shown = []
    for n, cause in enumerate(causes):
        rows = found.get((cause.channel, cause.kind, cause.code, cause.field), [cause.newest])
        ids = ",".join(str(row.id) for row in rows)
        kind, channel = words.kind_words(cause.kind), named.get(cause.channel, "")
        seen = sights[cause.channel]
        kept = [] if cause.kind == "orders" and not seen.people else rows[:ROWS_OF_A_CAUSE]
        refusal = seen.row(cause.newest).fault.refusal
        read = [WaitingRow(seen.row(row), files.get(row.message, ""), named_goods.get(row.id)) for row in kept]
        mends, more = cause.code in MENDINGS, cause.count - len(rows)
        asks = cause.code in CHECKLIST
        takes = cause.code in TAKERS and may_somewhere(asker, "orders.change")
        waits = cause.code in HELD and seen.decides
        is_open = n == 0 or mends or takes or waits
        shown.append(Group(cause, kind, channel, refusal, read, ids, is_open, mends, takes, asks, waits, more))
    return shown


def _goods(asker: Asker, rows: Mapping[Any, Sequence[QuarantinedRow]]) -> dict[int, VariantView]:
    """The goods that shown rows speak of, by row, for those who may see goods; three queries."""
    if not may_somewhere(asker, "catalog.view"):
        return {}
    shown = [row for some in rows.values() for row in some[:ROWS_OF_A_CAUSE] if row.kind in OF_GOODS and row.key]
    wanted: dict[int, set[str]] = defaultdict(set)
    for row in shown:
        wanted[row.channel].add(row.key)
    ids = exchange.objects_of_each("variant", wanted)
    named = called.variants(set(ids.values()))
    found = {row.id: ids.get((row.channel, row.key), 0) for row in shown}
    return {row: named[variant] for row, variant in found.items() if variant in named}


def _files(causes: Sequence[Cause], rows: Mapping[Any, Sequence[QuarantinedRow]]) -> dict[int | None, str]:
    """The names of the files that the rows came in, by message."""
    shown = [*(one.newest for one in causes), *(row for some in rows.values() for row in some[:ROWS_OF_A_CAUSE])]
    wanted = {row.message for row in shown if row.message is not None}
    return {one.id: one.name for one in exchange.messages_by_id(wanted)}


@requires("exchange.operate")
@require_POST
def settle(request: HttpRequest) -> HttpResponse:
    """Mark rows as fixed, ignore them with a reason, or have them read again."""
    verb, ids = _chosen(request)
    reason = request.POST.get("reason", "").strip()
    if verb == "ignore" and not reason:
        raise ReasonMissing()
    if verb == "take":
        _take(request, ids)
    else:
        _settled(request, verb, ids, reason)
    return redirect("web:quarantine")


@requires(ACCEPTS)
@require_POST
def accept(request: HttpRequest) -> HttpResponse:
    """Take prices that waited for a look as they were told."""
    _verb, ids = _chosen(request)
    done = taken_as_told(ids=ids, **intent.said(request))
    if done:
        said = ngettext("%(rows)s row is taken as told.", "%(rows)s rows are taken as told.", done)
        saved(request, said % {"rows": numbers.count(done)})
    _say_left(request, len(ids) - done)
    return redirect("web:quarantine")


def _say_left(request: HttpRequest, left: int) -> None:
    """What was chosen and is not there any more as it was seen."""
    if left > 0:
        said = ngettext(
            "%(rows)s row was left as it is: it has changed since this page was opened, or waits for something else.",
            "%(rows)s rows were left as they are: they have changed since this page was opened, or wait for something"
            " else.",
            left,
        )
        messages.warning(request, said % {"rows": numbers.count(left)})


def _chosen(request: HttpRequest) -> tuple[str, tuple[int, ...]]:
    """The verb of a button, and the rows it speaks of: its own, those beside it, or those that were ticked."""
    verb, _colon, one = request.POST.get("verb", "").partition(":")
    asked = [one] if one else [*request.POST.get("rows", "").split(","), *request.POST.getlist("row")]
    ids = tuple(int(text) for text in asked[:MOST] if text.isdecimal())
    if not ids:
        raise NothingChosen()
    return verb, ids


def _settled(request: HttpRequest, verb: str, ids: tuple[int, ...], reason: str) -> None:
    """Do what the button says and tell how many rows it settled."""
    said = intent.said(request)
    if verb == "fix":
        done = commands.mark_fixed(ids=ids, reason=reason, **said)
        told = ngettext("%(rows)s row is marked as fixed.", "%(rows)s rows are marked as fixed.", done)
    elif verb == "ignore":
        done = commands.mark_ignored(ids=ids, reason=reason, **said)
        told = ngettext(
            "%(rows)s row is ignored, also when it comes again.",
            "%(rows)s rows are ignored, also when they come again.",
            done,
        )
    elif verb == "retry":
        done = retry(ids=ids, **said)
        told = ngettext(
            "%(rows)s row is read again from its message.", "%(rows)s rows are read again from their messages.", done
        )
    else:
        return
    saved(request, told % {"rows": numbers.count(done)})


def _take(request: HttpRequest, ids: tuple[int, ...]) -> None:
    """Take over what the other side says of an order, for those who may change its lines."""
    if not may_somewhere(staff_of(request), "orders.change"):
        raise NoRight("orders.change")
    found = [row for row in map(exchange.quarantined_row, ids) if row and row.fault.code in TAKERS]
    for row in found:
        TAKERS[row.fault.code](row.id, intent.actor(request))
    if found:
        saved(request, _("The order stands as the other side has it."))
    _say_left(request, len(ids) - len(found))


class NothingChosen(Refused):
    """A verb for chosen rows, and none was chosen."""

    code = "nothing_chosen"
    says = gettext_noop("No row was chosen.")
    remedy = gettext_noop("Tick the rows first, or use the buttons beside the cause for all of them.")


class ReasonMissing(Refused):
    """A row is ignored for good, so somebody will ask why."""

    code = "reason_missing"
    says = gettext_noop("Nobody said why these rows do not matter.")
    remedy = gettext_noop("Write the reason: whoever looks for these rows later will ask.")


@command
def retry(work: Work, *, ids: tuple[int, ...]) -> int:
    """Note which rows are to be read again, and have a worker read them; answers how many are open.

    Refused while a message of theirs is still in work, and when its content is no longer kept.
    """
    done = commands.mark_for_retry(work=work, ids=ids)
    for number in exchange.messages_to_retry(ids):
        held = exchange.message(number)
        if held.reduced:
            raise ContentGone(message=number)
        if held.state in ("waiting", "working"):
            raise StillRead(message=number)
        if reader := RETRIERS.get(exchange.channel_by_id(held.channel).kind):
            reader(number)
    return done


@command
def taken_as_told(work: Work, *, ids: tuple[int, ...]) -> int:
    """A person has looked at rows that waited for it: they are read again and taken as told; answers how many.

    Refused like `retry`; rows that wait for something else than a look stay as they are.
    """
    held = commands.mark_as_told(work=work, ids=ids)
    retry(work=work, ids=held)
    return len(held)


class StillRead(Refused):
    """The rows of a message that is in work are read again only behind its end."""

    code = "message_still_read"
    says = gettext_noop("Message %(message)s is still being read.")
    remedy = gettext_noop("Wait until it has ended, then have its refused rows read again.")


# ---- connections


@requires("exchange.operate")
def channel(request: HttpRequest, kind: str = "", number: int = 0) -> HttpResponse:
    """Make a connection or change one; the page shows the address for the other side."""
    standing = exchange.channel_by_id(number) if number else None
    kind = standing.kind if standing else kind
    form_of = FORMS.get(kind)
    if form_of is None:
        raise Http404
    secrets = exchange.secrets_of(number) if number else {}
    form = ChannelForm(form_of, standing, secrets, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        _keep(request, form, kind, number)
        saved(request, _("The connection is saved."))
        return redirect("web:exchange")
    address = request.build_absolute_uri(form_of.address(standing.code)) if standing else ""
    context = {
        "form": form,
        "title": standing.title if standing else form_of.title,
        "address": address,
        "crumbs": [Crumb(_("Exchange"), reverse("web:exchange"))],
        "channel": standing,
        "never": never_leaves([standing]).get(standing.id, []) if standing else [],
        "absent": search_of(standing) if standing else None,
        "leaves": leaves_of(standing) if standing else None,
        "beside": beside(standing) if standing else None,
        "was_renumbered": bool(number and exchange.newest_renumbering(number)),
        "subject": f"channel:{number}" if standing else "",
        "events": with_comments(staff_of(request), [f"channel:{number}"], []) if standing else [],
    }
    return render(request, "web/exchange/channel.html", context, status=422 if form.is_bound else 200)


def _keep(request: HttpRequest, form: ChannelForm, kind: str, number: int) -> None:
    told, settings, secrets = form.cleaned_data, form.settings(), form.secrets()
    if number:
        commands.change_channel(
            channel=number, title=told["title"], is_active=told["is_active"], settings=settings, secrets=secrets,
            **intent.said(request),
        )  # fmt: skip
    else:
        commands.add_channel(
            code=told["code"], kind=kind, title=told["title"], settings={**settings, "checklist": "open"},
            secrets=secrets or {}, **intent.said(request),
        )  # fmt: skip
