"""One message: what became of it, its raw element, what it changed; its bytes to keep, and running it again."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse, QueryDict, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from emporion.accounts.queries import Asker, may
from emporion.catalog.queries import variants
from emporion.channels.queries import has_goods, load_products
from emporion.exchange import queries as exchange
from emporion.exchange.types import CARRIED, DRY_RUNNERS, RUNNERS, ChannelView, MessageView
from emporion.journal.queries import count_of_message, facts_of_message
from emporion.journal.types import FactView
from emporion.kernel.rows import among

from .. import intent, numbers, timeline
from ..commands import ask_bulk
from ..notes import saved
from ..orders.access import OTHERS, seen_by, sees_every_order
from ..orders.papers import within
from ..orders.words import state_of
from ..parts import Crumb, Event, Fact
from ..products.load_back import NAME, parts_for
from ..products.record import told_to
from ..reading import run_again
from ..rights import NoRight, requires, staff_of
from ..status import Status
from ..why.chain import raw_lines
from ..why.sight import sight
from ..why.sizes import size_words
from . import words
from .bars import bar_of
from .pages import tabs

FACTS = 200
OVER = ("done", "failed", "refused", "stopped")  # nothing of it is in work
PIECE = 1 << 18


@requires("exchange.view")
def message(request: HttpRequest, number: int) -> HttpResponse:
    """One message: what became of it, its raw element, what it changed, what of it was refused."""
    held, asker = exchange.message(number), staff_of(request)
    channel = exchange.channel_by_id(held.channel)
    place = request.GET.get("place", "")[:255]
    carried = _carried(asker, channel, held)
    facts = told_to(asker, within(asker, facts_of_message(number, limit=FACTS)))
    if not place and facts:
        place = next((fact.place for fact in facts if fact.place), "")
    place = place or (carried[0].place if carried else "")
    raw, note = raw_lines(asker, held, place, []) if place and not held.reduced else ([], "")
    may_operate, seen = may(asker, "exchange.operate"), sight(asker, channel.id)
    refused = exchange.quarantined(message=number, state="", limit=100)
    context = {
        "message": held,
        "title": held.name or _("Message %(number)s") % {"number": numbers.count(number)},
        "state": words.message_state(held),
        "crumbs": [Crumb(_("Exchange"), reverse("web:exchange")), Crumb(_("Messages"), reverse("web:messages"))],
        "facts": _message_facts(channel, held),
        "progress": bar_of(held),
        "rows": words.count_rows(held.counts),
        "together": words.together(held.counts),
        "changes": _changes(facts),
        "changed": count_of_message(number),
        "carried": carried,
        "refused": [seen.row(row, personal=held.personal) for row in refused],
        "raw": raw,
        "raw_label": f"{held.name}, {place}",
        "place": place,
        "note": note,
        "fault": held.fault.refusal if held.fault else None,
        "may_download": may_operate and not held.reduced and seen.whole(held),
        "may_run": may_operate and channel.kind in RUNNERS and held.direction == "in" and not held.reduced,
        "may_try": may_operate and channel.kind in DRY_RUNNERS and held.direction == "in" and not held.reduced,
        "may_take_back": may_operate and held.direction == "in" and held.state in OVER and has_goods(number),
        "tabs": tabs("messages"),
    }
    return render(request, "web/exchange/message.html", context)


@dataclass(frozen=True, slots=True)
class CarriedOrder:
    """An order in a message that went out, with its place, which opens the element."""

    id: int
    number: str
    state: Status
    place: str


def _carried(asker: Asker, channel: ChannelView, held: MessageView) -> list[CarriedOrder]:
    """The orders that a message took out, as far as this person may see them."""
    if held.direction != "out" or held.reduced or channel.kind not in CARRIED:
        return []
    places = {one.id: one.place for one in CARRIED[channel.kind](held.id) if one.kind == "order"}
    rows = seen_by(asker).filter(pk__in=among(places)).values_list("pk", "number", "status")
    found = {pk: CarriedOrder(pk, number, state_of(status), places[pk]) for pk, number, status in rows}
    return [found[pk] for pk in places if pk in found]


def _message_facts(channel: ChannelView, held: MessageView) -> list[Fact]:
    told = [
        Fact(_("Number"), numbers.count(held.id)),
        Fact(_("Connection"), channel.title),
        Fact(_("Direction"), _("came in") if held.direction == "in" else _("went out")),
        Fact(_("Size"), size_words(held.size)),
        Fact(_("Hash"), held.sha256[:16]),
    ]
    if held.session:
        url = reverse("web:session", args=[held.session])
        told.append(Fact(_("Session"), numbers.count(held.session), url))
    if held.reduced:
        told.append(Fact(_("Content"), _("only hash and counts are kept")))
    return told


@dataclass(frozen=True, slots=True)
class Change:
    """A fact of the message with its place, which opens the element."""

    event: Event
    place: str
    what: str


def _changes(facts: list[FactView]) -> list[Change]:
    named = _subjects(facts)
    shown = zip(timeline.events(facts), facts, strict=True)
    return [Change(event, fact.place, named.get(fact.subject, "")) for event, fact in shown]


def _subjects(facts: list[FactView]) -> dict[str, str]:
    """The names of the variants that facts are about; the others say their name themselves."""
    ids = {int(fact.subject[8:]) for fact in facts if fact.subject.startswith("variant:")}
    return {f"variant:{pk}": view.name for pk, view in variants(ids).items()} if ids else {}


@requires("exchange.view")
def progress(request: HttpRequest, number: int) -> HttpResponse:
    """The next look at a message in work; when it has ended the page loads anew."""
    shown = bar_of(exchange.message(number))
    if shown is None:
        return HttpResponse(status=204, headers={"HX-Refresh": "true"})
    return render(request, "web/parts/progress.html", {"progress": shown})


@requires("exchange.operate")
def raw(request: HttpRequest, number: int) -> HttpResponseBase:
    """The bytes as they came, as a file to keep; what speaks of customers needs their right too."""
    held = exchange.message(number)
    if held.personal and not may(staff_of(request), "parties.view"):
        raise NoRight("parties.view")
    if held.personal and not sees_every_order(staff_of(request)):
        raise NoRight(OTHERS)
    if not sight(staff_of(request), held.channel).whole(held):
        raise NoRight("pricing.see_cost")
    source = exchange.open_message(number)
    name = held.name.replace("\\", "/").rpartition("/")[2] or f"message-{number}"
    answer = StreamingHttpResponse(iter(lambda: source.read(PIECE), b""), content_type="application/octet-stream")
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "no-store"
    return answer


@requires("exchange.operate")
@require_POST
def take_back(request: HttpRequest, number: int) -> HttpResponse:
    """Set the goods aside that the message changed or added, and go to where one sees what would go back."""
    staff, said = staff_of(request), intent.said(request)
    held = exchange.message(number)
    if held.direction != "in" or held.state not in OVER:
        raise Http404
    told = QueryDict(mutable=True)
    told["message"] = str(number)
    told.setlist("parts", parts_for(staff))
    bulk = ask_bulk(
        list_name="products",
        act=NAME,
        staff=staff.pk or 0,
        subjects=load_products(number),
        told=told.urlencode(),
        **said,
    )
    return redirect("web:bulk", bulk)


@requires("exchange.operate")
@require_POST
def run(request: HttpRequest, number: int) -> HttpResponse:
    """Hand the message to a worker once more; rows that stand already are passed over."""
    run_again(number)
    saved(request, _("The message waits for a worker. Rows that stand already are passed over."))
    return redirect("web:message", number)
