"""The form of a connection, drawn from what its channel asks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext, gettext_lazy as _, pgettext_lazy

from emporion.exchange.queries import channels, kept_by, size_of
from emporion.exchange.types import ChannelView, SettingField, SettingsForm
from emporion.orders.queries import shops
from emporion.parties.queries import firms

from ..why.sizes import size_words

KEPT = (  # asked of every kind of connection
    SettingField(
        "keep_days", _("Days for which messages are kept whole"), "number",
        _("Then only their hash and counts stay, once all their rows are settled. 0: for ever."),
        most=36_500,
    ),
    SettingField(
        "keep_megabytes", _("Megabytes that they may take"), "number",
        _("Beyond that the oldest go first. 0: without a limit."),
    ),
)  # fmt: skip


class ChannelForm(forms.Form):
    """Title and code of a connection, and the questions of its kind."""

    title = forms.CharField(
        label=pgettext_lazy("goods", "Name"), max_length=120, help_text=_("As your people call it, such as 1C main.")
    )
    code = forms.SlugField(label=_("Code"), max_length=40, help_text=_("Part of its address; it does not change."))

    def __init__(
        self,
        kind: SettingsForm,
        standing: ChannelView | None,
        secrets: Mapping[str, Any],
        told: QueryDict | None,
    ) -> None:
        shown = {"title": standing.title, "code": standing.code, "is_active": standing.is_active} if standing else {}
        answers = kind.shown(standing.settings if standing else {}, secrets)
        super().__init__(told, initial={**answers, **shown})
        self.kind, self.standing, self.kept = kind, standing, secrets
        self.elsewhere = {one.name: answers.get(one.name) for one in kind.fields if one.elsewhere and standing}
        for field in (one for one in kind.fields if one.name not in self.elsewhere):
            self.fields[field.name] = _drawn(field, is_new=standing is None)
        kept = kept_by(standing.settings if standing else {})
        for field in KEPT:
            self.fields[field.name] = _drawn(field, is_new=standing is None)
        self.initial = {**self.initial, "keep_days": kept.days, "keep_megabytes": kept.megabytes}
        if standing:
            self.fields["keep_megabytes"].help_text += f" {_room(standing)}"
            self.fields["code"].disabled = True
            self.fields["is_active"] = forms.BooleanField(label=_("Switched on"), required=False)

    def clean_code(self) -> str:
        """A code leads to one connection."""
        code: str = self.cleaned_data["code"]
        if not self.standing and code in {channel.code for channel in channels()}:
            raise forms.ValidationError(gettext("A connection has this code already. Choose another one."))
        return code

    def settings(self) -> dict[str, object]:
        """What the connection keeps in clear."""
        told = {field.name: self.cleaned_data[field.name] for field in KEPT}
        kept = {name: number for name, number in told.items() if number is not None}
        return {**self.kind.settings({**self.elsewhere, **self.cleaned_data}), **kept}

    def secrets(self) -> dict[str, object] | None:
        """What it keeps sealed; None leaves it as it is."""
        return self.kind.secrets(self.cleaned_data, self.kept)


def _room(channel: ChannelView) -> str:
    """How much the content of its messages takes now."""
    return gettext("Now they take %(size)s.") % {"size": size_words(size_of(channel.id))}


def _drawn(field: SettingField, *, is_new: bool) -> forms.Field:
    words: dict[str, Any] = {"label": field.label, "help_text": field.help, "required": field.required}
    if field.asks == "flag":
        return forms.BooleanField(**{**words, "required": False})
    if field.asks == "day":
        return forms.DateField(**words, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))
    if field.asks == "number":
        return forms.IntegerField(**words, min_value=0, max_value=field.most)
    if field.asks in ("firm", "shop", "choice"):
        return forms.ChoiceField(**words, choices=_choices(field))
    if field.asks == "password":
        hint = "" if is_new else field.help
        widget = forms.PasswordInput({"autocomplete": "new-password"})
        return forms.CharField(**{**words, "help_text": hint, "required": is_new}, widget=widget)
    return forms.CharField(**words, max_length=field.most)


def _choices(field: SettingField) -> list[tuple[str, Any]]:
    if field.asks == "firm":
        return [(str(firm.id), firm.name) for firm in firms()]
    if field.asks == "shop":
        return [("", "—"), *((shop.code, shop.name) for shop in shops())]
    return list(field.choices)
