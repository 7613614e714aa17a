"""Tags and filters of the pages: {% load emporion %}."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django import template
from django.contrib.messages.storage.base import Message
from django.forms import BoundField
from django.http import HttpRequest
from django.template import Context
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language_info, gettext as _

from emporion.accounts.queries import may
from emporion.kernel.units import unit_word

from .. import assets, drawings, intent as intents, navigation as places, numbers, people, speech, times
from ..page_help import help_of
from ..parts import Action, Cover, Mark
from ..status import Status, Step
from ..touring import panel_context, tour
from ..undo import action_of

register = template.Library()
STATUS = """
<span class="e-status t-{}{}">{}{}</span>
"""
BLOCKS: Mapping[Mark, str] = {"": "<i></i>", "due": '<i class="due"></i>', "no": '<i class="no"></i>'}
MOST_BLOCKS = 8
LOOKS = {"select": "form-select", "checkbox": "form-check-input", "radio": "form-check-input"}


@register.filter
def money_minor(minor: int | None, currency: str) -> str:
    """{{ order.total_minor|money_minor:"EUR" }} → 1,264.00; the currency stands once, in the head."""
    return numbers.money(minor, currency)


@register.filter
def money(minor: int | None, currency: str) -> str:
    """{{ order.total_minor|money:"EUR" }} → 1,264.00 €, for an amount that stands alone in a sentence."""
    figure = numbers.money(minor, currency)
    return figure if minor is None else f"{figure}{numbers.FIXED_SPACE}{numbers.symbol(currency)}"


@register.filter
def price_micro(micro: int | None, currency: str) -> str:
    """{{ price.micro|price_micro:"EUR" }} → 0.0125, and 9.20 for nine twenty."""
    return numbers.price(micro, currency)


@register.filter
def quantity(thousandths: int | None, unit: str = "") -> str:
    """{{ line.quantity|quantity:"kg" }} → 1.5 kg; without a unit the figure alone."""
    figure = numbers.quantity(thousandths)
    return f"{figure}{numbers.FIXED_SPACE}{unit_word(unit)}" if unit and thousandths is not None else figure


@register.filter
def unit(short: str) -> str:
    """{{ line.unit|unit }} → pcs, or шт in Russian."""
    return unit_word(short)


@register.filter
def count(whole: int) -> str:
    """{{ total|count }} → 1,204."""
    return numbers.count(whole)


@register.filter
def symbol(currency: str) -> str:
    """{{ "EUR"|symbol }} → €."""
    return numbers.symbol(currency)


@register.filter
def percent(basis_points: int | None) -> str:
    """{{ margin|percent }}: hundredths of a percent → 28.6."""
    return numbers.percent(basis_points)


@register.filter
def when(at: datetime | None) -> str:
    """{{ fact.at|when }} → <time datetime="…">13:58</time>."""
    return _time(at, times.moment(at)) if at else numbers.NOTHING


@register.filter
def day(at: date | None) -> str:
    """{{ line.due|day }} → <time datetime="2026-11-24">24 Nov</time>."""
    return _time(at, times.day(at)) if at else numbers.NOTHING


@register.filter
def age(at: datetime | None) -> str:
    """{{ session.at|age }} → 6 min ago; only where freshness is the question."""
    return _time(at, times.age(at)) if at else numbers.NOTHING


def _time(at: date, text: str) -> SafeString:
    return format_html('<time datetime="{}">{}</time>', times.iso(at), text)


@register.simple_tag
def icon(name: str) -> SafeString:
    """{% icon "search" %}: decoration only, the button or link carries the words."""
    return drawings.icon(name)


@register.simple_tag
def cover(of: Cover) -> SafeString:
    """{% cover row.cover %}: one block per line of the order, at most eight; the words say the same to everybody."""
    blocks = mark_safe("".join([BLOCKS[mark] for mark in of.marks[:MOST_BLOCKS]]))  # noqa: S308 - our blocks
    words = _("%(have)s of %(of)s") % {"have": of.have, "of": of.of}
    note = format_html(' <span class="e-3">{}</span>', of.note) if of.note else ""
    return format_html('<span class="e-cover" aria-hidden="true">{}</span>{}{}', blocks, words, note)


@register.simple_tag
def glyph(step: Step, look: str = "") -> SafeString:
    """{% glyph step.sign.step "s-sign" %}: how far, for the eye alone, with a class of its own."""
    return drawings.glyph(step, look)


@register.simple_tag
def status(state: Status, big: bool = False) -> SafeString:
    """{% status order.status %}, in a page's title {% status order.status big=True %}.

    The glyph says how far, the word says what, a tint only where a person must act.
    """
    return format_html(STATUS, state.tone, " is-big" if big else "", drawings.glyph(state.step), state.word)


@register.simple_tag
def page_styles() -> SafeString:
    """{% page_styles %}: what the head of every page asks for its looks."""
    return format_html_join("\n", '<link rel="stylesheet" href="{}">', ((static(one),) for one in assets.styles()))


@register.simple_tag
def page_scripts() -> SafeString:
    """{% page_scripts %}: the scripts of every page behind the door, run in order when it stands."""
    return format_html_join(
        "\n", '<script type="module" src="{}"></script>', ((static(one),) for one in assets.scripts())
    )


@register.simple_tag
def intent() -> SafeString:
    """{% intent %} in a form: the command behind it runs once, however often the form is sent."""
    return format_html('<input type="hidden" name="{}" value="{}">', intents.FIELD, uuid.uuid4())


@register.simple_tag(takes_context=True)
def address(context: Context, **changes: Any) -> str:
    """This address with other filters: {% address shop="k" %} sets, {% address shop=None %} takes away, rest stays.

    The page within a list is left behind, because another filter begins at the top.
    """
    request: HttpRequest = context["request"]
    asked = request.GET.copy()
    for name in ("after", "before"):
        asked.pop(name, None)
    for name, value in changes.items():
        asked.pop(name, None)
        if value not in (None, ""):
            asked[name] = str(value)
    return f"?{asked.urlencode()}" if asked else request.path


@register.simple_tag(takes_context=True)
def navigation(context: Context) -> Iterable[tuple[places.Group, list[places.Shown]]]:
    """{% navigation as groups %}: what this person may open."""
    request: HttpRequest | None = context.get("request")
    return list(places.shown_to(request)) if request else []


@register.inclusion_tag("web/parts/help.html", takes_context=True)
def help_button(context: Context) -> dict[str, object]:
    """{% help_button %}: the "?" of a page that has help; nothing on others."""
    match = getattr(context.get("request"), "resolver_match", None)
    found = help_of(match.route) if match else None
    return {"page": found[0] if found else ""}


@register.filter
def control(field: BoundField) -> SafeString:
    """{{ field|control }}: the field's input in our look, told to be invalid and described by its hint or error."""
    widget = field.field.widget
    kind = getattr(widget, "input_type", "")
    looks = LOOKS.get(kind, "form-control")
    wrong = " is-invalid" if field.errors else ""
    label = str(field.label or "").casefold()
    attributes: dict[str, str | bool] = {"class": f"{widget.attrs.get('class', '')} {looks}{wrong}".strip()}
    if field.errors:
        attributes |= {"aria-invalid": "true", "aria-describedby": f"{field.id_for_label}_error"}
    elif field.help_text:
        attributes |= {"aria-describedby": f"{field.id_for_label}_helptext"}
    if kind == "email" or (label and label in str(widget.attrs.get("placeholder", "")).casefold()):
        attributes["placeholder"] = False  # it would only say the label again
    return field.as_widget(attrs=attributes)


@register.filter
def initials(name: str) -> str:
    """{{ person.name|initials }}: at most two letters, for the round sign of a person."""
    return people.initials(name)


@register.filter
def words(text: str) -> list[str]:
    """{{ "en ru"|words }}: a short list written in a template."""
    return text.split()


@register.filter
def undo_of(message: Message) -> Action | None:
    """{{ message|undo_of }}: the button that takes back what the message tells of, where it offers one."""
    return action_of(message)


@register.filter
def as_json(told: object) -> SafeString:
    """{{ told|as_json }} in a script: as JSON that ends no script and opens no tag."""
    return format_html("{}", SafeString(json.dumps(told).replace("<", "\\u003c").replace("&", "\\u0026")))


@register.filter
def tone_of(level: str) -> str:
    """The tone of one of Django's messages: {{ message.level_tag|tone_of }}."""
    return {"error": "bad", "warning": "warn", "info": "info"}.get(level, "good")


@register.simple_tag
def spoken_languages() -> list[dict[str, str]]:
    """{% spoken_languages as languages %}: those of the house, as get_language_info_list gives them."""
    return [get_language_info(code) for code, _name in speech.offered()]


@register.simple_tag(takes_context=True)
def tour_panel(context: Context) -> SafeString | str:
    """{% tour_panel %}: what to try, on Today of a demonstration, for who may operate the exchange; else nothing."""
    request, here = context["request"], tour()
    if here is None or not may(request.user, "exchange.operate"):
        return ""
    return render_to_string("web/tour/panel.html", panel_context(here), request)


@register.simple_tag(takes_context=True)
def tour_door(context: Context) -> SafeString | str:
    """{% tour_door %}: the people to sign in as, at the door of a demonstration; else nothing."""
    here = tour()
    return render_to_string("web/tour/door.html", {"people": here.people()}, context["request"]) if here else ""
