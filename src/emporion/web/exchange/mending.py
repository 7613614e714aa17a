"""Mending refused rows by saying what of ours a key of the other side means, then reading them again."""

from __future__ import annotations

from collections.abc import Sequence

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy as lazy, ngettext

from emporion.catalog.queries import find_by_barcode, find_by_sku
from emporion.catalog.types import VariantView
from emporion.exchange import commands, queries as exchange
from emporion.exchange.types import MENDINGS, Link, Mending, QuarantinedRow
from emporion.journal.commands import command
from emporion.journal.types import Work
from emporion.pricing.queries import open_price_types

from .. import intent, numbers
from ..notes import saved
from ..parts import Crumb
from ..rights import requires, staff_of
from ..why.sight import sight
from .desk import retry

MOST = 2000


class MendForm(forms.Form):
    """Which of ours it is: a price type out of a list, or goods by their article or barcode."""

    ours = forms.ChoiceField(label=lazy("Our price type"))
    goods = forms.CharField(
        label=lazy("Our goods"), max_length=120, help_text=lazy("Article or barcode, exactly as it stands here.")
    )

    def __init__(self, mending: Mending, told: QueryDict | None) -> None:
        super().__init__(told)
        self.is_price_type = mending.asks == "price_type"
        del self.fields["goods" if self.is_price_type else "ours"]
        if self.is_price_type:
            named = [(str(one.id), f"{one.name}, {one.currency}") for one in open_price_types()]
            self.fields["ours"].choices = [("", _("Choose")), *named]  # type: ignore[attr-defined]

    def clean_goods(self) -> VariantView:
        """The one variant of this article or barcode."""
        told: str = self.cleaned_data["goods"].strip()
        found = find_by_sku(told) or find_by_barcode(told)
        if not found:
            raise forms.ValidationError(_("No product has this article or barcode."))
        if len(found) > 1:
            raise forms.ValidationError(_("Several products have it. Take the barcode of the one that is meant."))
        return found[0]

    def targets(self) -> dict[str, int]:
        """The object for each kind of key."""
        if self.is_price_type:
            return {"price_type": int(self.cleaned_data["ours"])}
        variant: VariantView = self.cleaned_data["goods"]
        return {"variant": variant.id, "product": variant.product_id}


@requires("exchange.operate")
def mend(request: HttpRequest, number: int) -> HttpResponse:
    """Choose what of ours the unknown key means; every open row of the same key is read again."""
    row = exchange.quarantined_row(number)
    mending = MENDINGS.get(row.fault.code) if row else None
    if row is None or mending is None:
        raise Http404
    alike = _alike(row, mending)
    form = MendForm(mending, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        links = mending.links(row)
        done = mended(
            channel=row.channel, links=links, targets=form.targets(), rows=tuple(one.id for one in alike),
            **intent.said(request),
        )  # fmt: skip
        said = ngettext("Linked. %(rows)s row is read again.", "Linked. %(rows)s rows are read again.", done)
        saved(request, said % {"rows": numbers.count(done)})
        return redirect("web:quarantine")
    context = {
        "form": form,
        "row": sight(staff_of(request), row.channel).row(row),
        "key": mending.links(row)[0][1],
        "alike": len(alike),
        "title": _("What is it here?"),
        "crumbs": [
            Crumb(_("Exchange"), reverse("web:exchange")),
            Crumb(_("Quarantine"), reverse("web:quarantine")),
        ],
    }
    return render(request, "web/exchange/mend.html", context, status=422 if form.is_bound else 200)


def _alike(row: QuarantinedRow, mending: Mending) -> Sequence[QuarantinedRow]:
    """The open rows that miss the same key."""
    key = mending.links(row)[0]
    found = exchange.quarantined(channel=row.channel, code=row.fault.code, limit=MOST)
    return [one for one in found if mending.links(one)[0] == key]


@command
def mended(
    work: Work, *, channel: int, links: list[tuple[str, str]], targets: dict[str, int], rows: tuple[int, ...]
) -> int:
    """Link their keys to what was chosen and have the rows read again; answers how many."""
    for kind, key in links:
        commands.link(work=work, channel=channel, kind=kind, links=[Link(key, targets[kind], None)])
    return retry(work=work, ids=rows)
