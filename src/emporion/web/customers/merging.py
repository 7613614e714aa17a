"""Two customers become one: side by side, what each would bring; then merged, and parted again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy as lazy, ngettext

from emporion.accounts.queries import Asker
from emporion.crm import queries as crm
from emporion.kernel.errors import Refused
from emporion.parties import commands, queries as parties
from emporion.parties.types import MergeView, NoSuchParty, NotMerged, PartyView

from .. import intent, numbers, times, undo
from ..alike import Row
from ..notes import id_in
from ..orders.access import seen_by, sight_of
from ..orders.record import bought, summed
from ..parts import Crumb
from ..people import names as people_named
from ..rights import requires, staff_of
from .alike import reasons
from .words import change_words, field_words, shown

FOUND = 10
TAKE = "take"
FIELDS = ("name", "kind", "language", "note")


# ---- side by side


def _rows(card: PartyView, other: PartyView, staff: Asker) -> list[Row]:
    """What the two have, line by line; lines that both lack are left out."""
    single = [_chosen(field, getattr(card, field), getattr(other, field)) for field in FIELDS]
    several = [
        Row(_("Phones"), card.phones, other.phones),
        Row(_("E-mails"), card.emails, other.emails),
        Row(_("Tax numbers"), _taxes(card), _taxes(other)),
        Row(_("Addresses"), _places(card), _places(other)),
        Row(_("Consents"), _consents(card), _consents(other)),
        Row(_("Orders"), _orders(card, staff), _orders(other, staff)),
        Row(_("Comments"), _comments(card), _comments(other)),
        Row(_("Known since"), [times.day(card.added_at)], [times.day(other.added_at)]),
    ]
    return [row for row in (*single, *several) if any(row.stays) or any(row.comes)]


def _chosen(field: str, stays: str, comes: str) -> Row:
    is_asked = bool(comes) and stays != comes
    told = [shown(field, value) if value else "" for value in (stays, comes)]
    if field == "note" and is_asked and stays:
        told[1] = _("%(note)s (added to the other)") % {"note": comes}
    takes = is_asked and (not stays or field == "note")  # a note is added to the other's
    return Row(field_words(field), told[:1], told[1:], field if is_asked else "", takes)


def _taxes(card: PartyView) -> list[str]:
    return [one.shown for one in card.tax_ids]


def _places(card: PartyView) -> list[str]:
    return [one.text for one in card.addresses]


def _consents(card: PartyView) -> list[str]:
    return [one.purpose for one in card.consents if one.withdrawn_at is None]


def _orders(card: PartyView, staff: Asker) -> list[str]:
    count = seen_by(staff).filter(customer_id__in=[card.id, *card.merged]).order_by().count()
    if not count:
        return []
    said = bought(summed(card, staff)) if sight_of(staff).amounts else ""
    return [said or ngettext("%(count)s order", "%(count)s orders", count) % {"count": numbers.count(count)}]


def _comments(card: PartyView) -> list[str]:
    count = len(crm.comments([f"party:{pk}" for pk in (card.id, *card.merged)]))
    return [numbers.count(count)] if count else []


def _doubts(card: PartyView, other: PartyView) -> list[str]:
    """What speaks against it, for a person to weigh."""
    found = []
    mine, theirs = ({(one.scheme, one.value) for one in of.tax_ids if one.checked} for of in (card, other))
    if mine and theirs and not mine & theirs and {one for one, _n in mine} & {one for one, _n in theirs}:
        found.append(_("They have different tax numbers: the tax office knows them as two."))
    if card.kind != other.kind:
        found.append(_("One is a person, the other a company."))
    return found


@requires("parties.change")
def merge_with(request: HttpRequest, pk: int, other: int) -> HttpResponse:
    """What merging a customer into another would do, side by side; posted, it is done."""
    card, comes = _standing(pk), _standing(other)
    if card.id == comes.id:
        return redirect("web:customer", card.id)
    if (card.id, comes.id) != (pk, other):
        return redirect("web:customer_merge_with", card.id, comes.id)
    fault = _merged(request, card, comes) if request.method == "POST" else None
    if request.method == "POST" and fault is None:
        return redirect("web:customer", card.id)
    pair = parties.double_of(pk, other)
    staff = staff_of(request)
    names = parties.names([pk, other])
    context = {
        "title": _("Two customers become one"),
        "reason": reasons(pair.reasons) if pair else "",
        "crumbs": _crumbs(),
        "stays": card,
        "comes": comes,
        "names": (names[pk], names[other]),
        "rows": _rows(card, comes, staff),
        "doubts": _doubts(card, comes),
        "fault": fault,
    }
    return render(request, "web/customers/merge.html", context, status=422 if fault else 200)


def _merged(request: HttpRequest, card: PartyView, comes: PartyView) -> Refused | None:
    take = tuple(field for field in FIELDS if request.POST.get(field) == TAKE)
    try:
        commands.merge(party=comes.id, into=card.id, take=take, **intent.said(request))
    except Refused as refusal:
        return refusal
    said = _("They are one customer now: %(name)s.") % {"name": parties.names([card.id])[card.id]}
    undo.offer(request, said, "merged", reverse("web:customer", args=[card.id]), party=comes.id)
    return None


@undo.undoes("merged", "parties.change")
def _unmerge(_request: HttpRequest, told: undo.Told, said: intent.Said) -> None:
    commands.unmerge(party=told["party"], **said)


def _standing(pk: int) -> PartyView:
    """A customer who is not erased, or whoever stands for them."""
    try:
        card = parties.card(pk)
    except NoSuchParty:
        raise Http404 from None
    if card.erased_at:
        raise Http404
    return card


def _crumbs() -> list[Crumb]:
    return [
        Crumb(_("Customers"), reverse("web:customers")),
        Crumb(_("Perhaps the same customer"), reverse("web:customer_doubles")),
    ]


# ---- with whom


class WhomForm(forms.Form):
    """The other customer, by anything they are found by."""

    whom = forms.CharField(
        label=lazy("With whom"), max_length=100, help_text=lazy("Number, phone, e-mail, tax number or name.")
    )


@requires("parties.change")
def merge(request: HttpRequest, pk: int) -> HttpResponse:
    """With whom a customer is to be merged: those who may be the same, or anybody found by a search."""
    card = _standing(pk)
    form = WhomForm(request.POST or None)
    found = _found(form.cleaned_data["whom"], card.id) if request.method == "POST" and form.is_valid() else None
    if found is not None and not found:
        form.add_error("whom", _("Nobody else is found by this."))
    context = {
        "title": _("Merge with another customer"),
        "crumbs": [
            Crumb(_("Customers"), reverse("web:customers")),
            Crumb(parties.names([card.id])[card.id], reverse("web:customer", args=[card.id])),
        ],
        "card": card,
        "form": form,
        "found": found or [],
        "proposed": [(_other(one, card.id), reasons(one.reasons)) for one in parties.doubles_of(card.id)],
    }
    return render(request, "web/customers/merge_whom.html", context)


def _found(whom: str, but: int) -> list[Any]:
    number = id_in(whom.strip())
    numbered = parties.rows_of([number]).values() if number else []
    rows = {row.id: row for row in (*numbered, *parties.listed(search=whom, limit=FOUND).rows) if not row.erased}
    return [row for pk, row in rows.items() if pk != but]


def _other(pair: Any, pk: int) -> Any:
    return pair.other if pair.one.id == pk else pair.one


# ---- parted again


@requires("parties.change")
def part(request: HttpRequest, pk: int) -> HttpResponse:
    """What undoing a merge would give back, and what has changed since and stays; posted, it is done."""
    try:
        merge = parties.merge_of(pk)
    except NoSuchParty:
        raise Http404 from None
    except NotMerged:
        return redirect("web:customer", pk)
    root = parties.root_of(pk)
    if request.method == "POST":
        try:
            commands.unmerge(party=pk, **intent.said(request))
        except Refused as refusal:
            return _part_page(request, merge, root, refusal)
        undo.offer(request, _("They are two customers again."), "parted", reverse("web:customer", args=[merge.into]),
                   party=pk, into=merge.into, take=list(merge.gives_back))  # fmt: skip
        return redirect("web:customer", pk)
    return _part_page(request, merge, root, None)


@undo.undoes("parted", "parties.change")
def _merge_again(_request: HttpRequest, told: undo.Told, said: intent.Said) -> None:
    commands.merge(party=told["party"], into=told["into"], take=tuple(told["take"]), **said)


def _part_page(request: HttpRequest, merge: MergeView, root: int, fault: Refused | None) -> HttpResponse:
    name = parties.names([root])[root]
    context = {
        "title": _("Undo the merge of %(name)s") % {"name": merge.shown_name},
        "crumbs": [
            Crumb(_("Customers"), reverse("web:customers")),
            Crumb(name, reverse("web:customer", args=[root])),
        ],
        "merge": merge,
        "name": name,
        "back": reverse("web:customer", args=[root]),
        "who": people_named([merge.actor])[merge.actor] if merge.actor else "",
        "returns": [
            _("%(name)s has the orders, contacts, addresses and comments of before the merge again.")
            % {"name": merge.shown_name},
            *(f"{name}: {change}" for change in _changes(merge.gives_back)),
        ],
        "since": _since(merge, root, staff_of(request)),
        "fault": fault,
    }
    return render(request, "web/doubles/part.html", context, status=422 if fault else 200)


def _changes(fields: Mapping[str, tuple[str, str]]) -> list[str]:
    """Fields that return: from what they are to what they were."""
    return [change_words(field, now or None, old or None) for field, (old, now) in fields.items()]


def _since(merge: MergeView, root: int, staff: Asker) -> list[str]:
    """What came and changed since the merge; it stays with the one who stands."""
    stays = [
        _("%(change)s (changed again since)") % {"change": change_words(field, old or None, now or None)}
        for field, (old, now) in merge.stays.items()
    ]
    if merge.at is None:
        return stays
    family = parties.everyone(root)
    orders = seen_by(staff).filter(customer_id__in=family, placed_at__gt=merge.at).values_list("number", flat=True)
    changed = parties.history(root, since=merge.at, limit=FOUND)
    return [
        *stays,
        *(_("Order %(number)s") % {"number": number} for number in orders[:FOUND]),
        *(change_words(one.field, one.old, one.new) for one in changed if one.field not in merge.stays),
    ]
