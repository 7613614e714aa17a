"""What a person has to say after the first catalog, before anything of a connection is for sale."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _, gettext_lazy as lazy

from emporion.exchange import commands as exchange_commands, queries as exchange
from emporion.exchange.types import ChannelView
from emporion.journal.commands import command
from emporion.journal.types import Work
from emporion.kernel.errors import Refused
from emporion.orders import commands as orders
from emporion.orders.queries import shops as all_shops
from emporion.orders.types import ShopCard, ShopView
from emporion.pricing import commands as pricing
from emporion.pricing.queries import open_price_types
from emporion.pricing.types import PriceTypeCard, PriceTypeView
from emporion.stock import commands as stock
from emporion.stock.queries import all_warehouses
from emporion.stock.types import WarehouseCard, WarehouseView

from .. import intent
from ..notes import saved
from ..parts import Crumb
from ..rights import requires
from ..settings.words import currencies
from . import totals

DEFECTS = re.compile(r"брак|дефект|некондиц|возврат|списан|утил|ремонт|defect|damage|reject|return|scrap|repair", re.I)
NAMES = ("firm_name", "warehouse_name", "agreement_name", "price_type_name")
FIRST_SHOP = "shop"


@dataclass(frozen=True, slots=True)
class Brought:
    """What a connection has brought that the checklist asks about, and the shops that may sell it."""

    channel: ChannelView
    types: Sequence[PriceTypeView]
    places: Sequence[WarehouseView]
    shops: Sequence[ShopView]
    sold_at: Sequence[PriceTypeView]  # what a shop may sell at, brought by anybody; cost is not sold at

    @property
    def is_enough(self) -> bool:
        """Whether there is something to ask about: a price type at least."""
        return bool(self.types)


def brought(channel: ChannelView) -> Brought:
    """The price types and warehouses that the other side is known to have named."""
    ids = {known.object_id for _key, known in exchange.digests(channel.id, "price_type")}
    known_types = open_price_types()
    types, sold_at = [one for one in known_types if one.id in ids], [one for one in known_types if not one.is_cost]
    return Brought(channel, types, all_warehouses(master=channel.code), all_shops(), sold_at)


class ChecklistForm(forms.Form):
    """Every question of the checklist; those about shops, price types and warehouses are as many as there are."""

    excludes_reserves = forms.ChoiceField(
        label=lazy("The stock that 1C sends"),
        choices=[
            ("", lazy("Choose")),
            ("yes", lazy("is free to sell: 1C has taken its reserves off already")),
            ("no", lazy("is all that lies there: reserves are still in it")),
        ],
        help_text=lazy("Taken wrongly, goods are sold twice, or promised ones are taken off twice."),
    )
    sells_defects = forms.BooleanField(
        label=lazy("Goods of the warehouses that sound like defects may be sold all the same"), required=False
    )
    firm_name = forms.CharField(label=lazy("Firm («Организация»)"), required=False, max_length=200)
    warehouse_name = forms.CharField(label=lazy("Warehouse («Склад»)"), required=False, max_length=200)
    agreement_name = forms.CharField(label=lazy("Agreement («Соглашение»)"), required=False, max_length=200)
    price_type_name = forms.CharField(label=lazy("Price type («Вид цен»)"), required=False, max_length=200)
    orders_from = forms.DateField(
        label=lazy("Orders from"), required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        help_text=lazy("Older orders are never sent. Leave it empty to send none."),
    )  # fmt: skip

    def __init__(self, of: Brought, told: QueryDict | None = None) -> None:
        super().__init__(told, initial=_kept(of.channel))
        self.of = of
        for shop in of.shops:
            self._ask_shop(shop.id, shop)
        if not of.shops:
            self.fields["shop_name"] = forms.CharField(label=_("Name of the shop"), max_length=120)
            self._ask_shop(0, None)
        for kind in of.types:
            self._ask_price_type(kind)
        if totals.is_asked(of.channel):
            self.fields[totals.NAME] = totals.question(of.channel, of.places)
        if len(of.shops) > 1:
            named = [("", "—"), *((shop.code, shop.name) for shop in of.shops)]
            self.fields["shop"] = forms.ChoiceField(label=_("Orders of the shop"), choices=named, required=False)

    def _ask_shop(self, pk: int, shop: ShopView | None) -> None:
        named = [(str(one.id), f"{one.name}, {one.currency}") for one in self.of.sold_at]
        self.fields[f"price_{pk}"] = forms.ChoiceField(
            label=_("Sells at the price type"), choices=[("", _("Choose")), *named],
            initial=str(shop.price_type) if shop else "",
        )  # fmt: skip
        held = {place.id for place in self.of.places if shop and place.id in shop.warehouses}
        is_only = shop is None or self.of.shops == [shop]
        fit = {place.id for place in self.of.places if is_only and not sounds_of_defects(place.name)}
        self.fields[f"places_{pk}"] = forms.MultipleChoiceField(
            label=_("Sells from"), required=False, widget=forms.CheckboxSelectMultiple,
            choices=[(str(place.id), place.name) for place in self.of.places],
            initial=[str(pk) for pk in sorted(held or fit)],
            help_text=_("A warehouse that no shop sells from does not sell. Leave out those of defects and returns."),
        )  # fmt: skip

    @property
    def _is_open(self) -> bool:
        return self.of.channel.settings.get("checklist") == "open"

    def _ask_price_type(self, kind: PriceTypeView) -> None:
        self.fields[f"tax_{kind.id}"] = forms.ChoiceField(
            label=_("%(name)s: the tax") % {"name": kind.name},
            choices=[
                ("", _("Choose")),
                ("in", _("is in the price")),
                ("out", _("comes on top")),
            ],
            initial="" if self._is_open else ("in" if kind.tax_included else "out"),
        )
        self.fields[f"currency_{kind.id}"] = forms.ChoiceField(
            label=_("%(name)s: currency") % {"name": kind.name}, choices=currencies((kind.currency,)),
            initial=kind.currency,
        )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """A warehouse of defects sells only when somebody insists; one shop at least sells from somewhere."""
        told: dict[str, Any] = super().clean() or self.cleaned_data
        for name, pks in self.places_told(told).items():
            doubted = [one.name for one in self.of.places if one.id in pks and sounds_of_defects(one.name)]
            if doubted and not told.get("sells_defects"):
                said = _("“%(warehouse)s” sounds like defects. Leave it out, or tick below that they may sell.")
                self.add_error(name, said % {"warehouse": ", ".join(doubted)})
        if self.of.places and not any(self.places_told(told).values()) and not self.errors:
            self.add_error(next(iter(self.places_told(told))), _("No warehouse sells: nothing would be for sale."))
        return told

    def places_told(self, told: Mapping[str, Any]) -> dict[str, set[int]]:
        """The warehouses that each shop's field names."""
        fields = [name for name in self.fields if name.startswith("places_")]
        return {name: {int(pk) for pk in told.get(name, ())} for name in fields}

    # for the page, in groups

    @property
    def shops_asked(self) -> list[tuple[str, list[forms.BoundField]]]:
        """Each shop with its questions."""
        if not self.of.shops:
            return [(_("The shop to open"), [self["shop_name"], self["price_0"], self["places_0"]])]
        return [(shop.name, [self[f"price_{shop.id}"], self[f"places_{shop.id}"]]) for shop in self.of.shops]

    @property
    def types_asked(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """Tax and currency of each price type."""
        return [(self[f"tax_{one.id}"], self[f"currency_{one.id}"]) for one in self.of.types]

    @property
    def stock_asked(self) -> list[forms.BoundField]:
        """What has to be known of stock."""
        return [self[name] for name in ("excludes_reserves", totals.NAME, "sells_defects") if name in self.fields]

    @property
    def names_asked(self) -> list[forms.BoundField]:
        """What orders name in 1C."""
        return [self[name] for name in NAMES]

    @property
    def orders_asked(self) -> list[forms.BoundField]:
        """Whose orders leave, and from when."""
        return [self[name] for name in ("shop", "orders_from") if name in self.fields]


def sounds_of_defects(name: str) -> bool:
    """Whether the name of a warehouse speaks of what should not be sold: defects, returns, scrap."""
    return bool(DEFECTS.search(name))


def _kept(channel: ChannelView) -> dict[str, Any]:
    told = channel.settings
    since = told.get("orders_from")
    is_open = told.get("checklist") == "open"
    return {
        "excludes_reserves": "" if is_open else ("yes" if told.get("excludes_reserves") else "no"),
        "shop": told.get("shop", ""),
        "orders_from": datetime.fromisoformat(str(since)).date() if since else None,
        **{name: told.get(name, "") for name in NAMES},
    }


@requires("exchange.operate")
def checklist(request: HttpRequest, number: int) -> HttpResponse:
    """Ask what has to be known before anything of a connection is sold; later the same page changes the answers."""
    channel = exchange.channel_by_id(number)
    of = brought(channel)
    form = ChecklistForm(of, request.POST if request.method == "POST" else None)
    if of.is_enough and form.is_bound and form.is_valid() and _answered(request, form):
        totals.read_what_waited(number, intent.actor(request))
        saved(request, _("The checklist is answered: what the shops sell from is for sale now."))
        return redirect("web:exchange")
    context = {
        "form": form,
        "of": of,
        "title": _("Before it is for sale"),
        "channel": channel,
        "is_open": channel.settings.get("checklist") == "open",
        "crumbs": [
            Crumb(_("Exchange"), reverse("web:exchange")),
            Crumb(channel.title, reverse("web:channel", args=[number])),
        ],
    }
    return render(request, "web/exchange/checklist.html", context, status=422 if form.is_bound else 200)


def _answered(request: HttpRequest, form: ChecklistForm) -> bool:
    """Whether the answers were taken; a refusal stands at the question it is about."""
    try:
        answer(form=form, **intent.said(request))
    except Refused as refusal:
        near = refusal.facts.get("card")
        kinds = [one.id for one in form.of.types]
        name = f"currency_{kinds[near]}" if isinstance(near, int) and near < len(kinds) else None
        form.add_error(name, f"{refusal.sentence} {refusal.what_to_do}".strip())
        return False
    return True


@command
def answer(work: Work, *, form: ChecklistForm) -> None:
    """Keep all answers in one go: prices, warehouses, shops, the connection; from then on its goods are for sale."""
    of, told = form.of, form.cleaned_data
    pricing.put_price_types(
        work=work,
        cards=[
            PriceTypeCard(id=one.id, currency=told[f"currency_{one.id}"], tax_included=told[f"tax_{one.id}"] == "in")
            for one in of.types
        ],
    )
    excludes, chosen = told["excludes_reserves"] == "yes", form.places_told(told)
    selling = set().union(*chosen.values())
    for place in of.places:
        said = WarehouseCard(code=place.code, sells=place.id in selling, excludes_reserves=excludes)
        stock.put_warehouse(work=work, card=said)
    for card in _shop_cards(form, chosen):
        orders.put_shop(work=work, card=card)
    exchange_commands.change_channel(work=work, channel=of.channel.id, settings=_settings(form, excludes=excludes))


def _shop_cards(form: ChecklistForm, chosen: Mapping[str, set[int]]) -> list[ShopCard]:
    of, told = form.of, form.cleaned_data
    theirs = [place.id for place in of.places]
    if not of.shops:
        return [
            ShopCard(
                code=FIRST_SHOP, name=told["shop_name"], firm=int(of.channel.settings["firm"]),
                price_type=int(told["price_0"]), takes_uncovered=False,
                warehouses=tuple(pk for pk in theirs if pk in chosen["places_0"]),
            )
        ]  # fmt: skip
    cards = []
    for shop in of.shops:
        wanted = chosen[f"places_{shop.id}"]
        stay = [pk for pk in shop.warehouses if pk not in theirs or pk in wanted]
        places = (*stay, *(pk for pk in theirs if pk in wanted and pk not in stay))
        cards.append(ShopCard(code=shop.code, price_type=int(told[f"price_{shop.id}"]), warehouses=places))
    return cards


def _settings(form: ChecklistForm, *, excludes: bool) -> dict[str, object]:
    of, told = form.of, form.cleaned_data
    day: date | None = told["orders_from"]
    since = datetime.combine(day, time(), timezone.get_current_timezone()).isoformat() if day else None
    only = of.shops[0].code if of.shops else FIRST_SHOP
    return {
        **{name: told[name] for name in NAMES},
        "excludes_reserves": excludes,
        **({totals.NAME: int(told[totals.NAME] or 0)} if totals.NAME in told else {}),
        "orders_from": since,
        "shop": told.get("shop", only),
        "checklist": "answered",
    }
