"""Fields of forms and filters that are more than one input: several choices with a search, ranges."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date, datetime, time, timedelta
from typing import Any, TypeVar

from django import forms
from django.db.models import Model, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _, gettext_lazy

from emporion.kernel.errors import Refused

from . import times
from .typed import price_text, price_typed

M = TypeVar("M", bound=Model)
FROM, TO = "_from", "_to"
PRESETS: Mapping[str, Promise] = {
    "today": gettext_lazy("Today"),
    "yesterday": gettext_lazy("Yesterday"),
    "week": gettext_lazy("Last 7 days"),
    "month": gettext_lazy("This month"),
    "last_month": gettext_lazy("Last month"),
    "year": gettext_lazy("This year"),
}


@dataclass(frozen=True, slots=True)
class Days:
    """A range of days, both ends within it; an open end is None. preset says that it moves on with the calendar."""

    since: date | None = None
    until: date | None = None
    preset: str = ""

    @property
    def bounds(self) -> tuple[datetime | None, datetime | None]:
        """The first moment within and the first one behind, in the reader's zone."""
        zone = timezone.get_current_timezone()
        first = datetime.combine(self.since, time(), zone) if self.since else None
        behind = datetime.combine(self.until + timedelta(days=1), time(), zone) if self.until else None
        return first, behind

    def within(self, rows: QuerySet[M], field: str) -> QuerySet[M]:
        """The rows whose moment in a field lies within."""
        first, behind = self.bounds
        rows = rows.filter(**{f"{field}__gte": first}) if first else rows
        return rows.filter(**{f"{field}__lt": behind}) if behind else rows

    @property
    def words(self) -> str:
        """The range as a chip says it."""
        if self.preset:
            return str(PRESETS[self.preset])
        return _between(times.day(self.since) if self.since else "", times.day(self.until) if self.until else "")


@dataclass(frozen=True, slots=True)
class Amounts:
    """A range of amounts in 10^-6 of the major unit, both ends within it; an open end is None."""

    least_micro: int | None = None
    most_micro: int | None = None

    @property
    def words(self) -> str:
        """The range as a chip says it."""
        return _between(_amount(self.least_micro), _amount(self.most_micro))


def _amount(micro: int | None) -> str:
    return "" if micro is None else price_text(micro, "JPY")  # whole amounts stand without idle zeros


def _between(low: str, high: str) -> str:
    if low and high:
        return low if low == high else f"{low} – {high}"
    said = {"low": low, "high": high}
    return _("from %(low)s") % said if low else _("to %(high)s") % said


def day_in(text: str) -> date:
    """A day as an address has it. Of the first and the last year the zones of the world make no moment: no day."""
    day = date.fromisoformat(text)
    if day.year in (MINYEAR, MAXYEAR):
        raise ValueError(text)
    return day


def days_of(preset: str) -> Days:
    """A named range as the calendar of the reader's zone has it today."""
    today = timezone.localdate()
    first = today.replace(day=1)
    yesterday, before = today - timedelta(days=1), first - timedelta(days=1)
    ends = {
        "today": (today, today),
        "yesterday": (yesterday, yesterday),
        "week": (today - timedelta(days=6), today),
        "month": (first, today),
        "last_month": (before.replace(day=1), before),
        "year": (today.replace(month=1, day=1), today),
    }
    return Days(*ends[preset], preset)


class _Parts(forms.Widget):
    """Several inputs under one name: the name itself, and the name with an ending for each end of a range."""

    ends: tuple[str, ...] = (FROM, TO)

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Any:
        """All the inputs, by their endings."""
        return {end: (data.get(name + end) or "").strip() for end in self.ends}

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        """Whether no input of it was sent."""
        return all(name + end not in data for end in self.ends)

    def id_for_label(self, id_: str) -> str:
        """The label stands for the first input."""
        return id_ + self.ends[0] if id_ else id_

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """What the partial takes: the text of each end."""
        context = super().get_context(name, value, attrs)
        context["widget"] |= self.shown(value)
        return context

    def shown(self, value: Any) -> dict[str, Any]:
        """The values of the inputs."""
        texts = value if isinstance(value, dict) else {}
        return {"low": texts.get(FROM, ""), "high": texts.get(TO, "")}


class DaysWidget(_Parts):
    """A named range, or days from–to."""

    template_name = "web/parts/days.html"
    ends = ("", FROM, TO)

    def shown(self, value: Any) -> dict[str, Any]:
        """With the names to choose from."""
        chosen = value.get("", "") if isinstance(value, dict) else ""
        return super().shown(value) | {"presets": PRESETS.items(), "preset": chosen}


class DaysField(forms.Field):
    """A range of days; its cleaned value is Days or None. Days that are named win over a preset."""

    widget = DaysWidget

    def to_python(self, value: Any) -> Days | None:
        """Read both ends; refuses what is no day and a range that ends before it begins."""
        if not isinstance(value, dict):
            return None
        since, until = (self._day(value.get(end, "")) for end in (FROM, TO))
        if since and until and until < since:
            raise forms.ValidationError(_("The range ends before it begins. Change one of the days."))
        if since or until:
            return Days(since, until)
        preset = value.get("", "")
        return days_of(preset) if preset in PRESETS else None

    @staticmethod
    def _day(text: str) -> date | None:
        try:
            return day_in(text) if text else None
        except ValueError:
            raise forms.ValidationError(_("“%(text)s” is no day. Choose one.") % {"text": text[:40]}) from None


class AmountsWidget(_Parts):
    """Two amounts, from and to."""

    template_name = "web/parts/amounts.html"


class AmountsField(forms.Field):
    """A range of amounts; its cleaned value is Amounts or None."""

    widget = AmountsWidget

    def to_python(self, value: Any) -> Amounts | None:
        """Read both ends exactly, in the reader's way of writing numbers."""
        if not isinstance(value, dict):
            return None
        least, most = (self._read(value.get(end, "")) for end in (FROM, TO))
        if least is None and most is None:
            return None
        if least is not None and most is not None and most < least:
            raise forms.ValidationError(_("The range ends before it begins. Change one of the amounts."))
        return Amounts(least, most)

    @staticmethod
    def _read(text: str) -> int | None:
        try:
            return price_typed(text) if text else None
        except Refused as refusal:
            raise forms.ValidationError(f"{refusal.sentence} {refusal.what_to_do}".strip()) from None


class SeveralWidget(forms.CheckboxSelectMultiple):
    """Choices to tick, with a search above them where they are many."""

    template_name = "web/parts/several.html"
    many = 8

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """The choices as flat rows; is_long shows the search."""
        context = super().get_context(name, value, attrs)
        rows = [option for _group, options, _index in context["widget"]["optgroups"] for option in options]
        context["widget"] |= {"rows": rows, "is_long": len(rows) > self.many}
        return context


class SeveralField(forms.MultipleChoiceField):
    """Any number of choices; its cleaned value is a list of their values."""

    widget = SeveralWidget

    def to_python(self, value: Any) -> list[str]:
        """Values that are none of the choices are as good as absent: an old address still works."""
        known = {str(one) for one, _word in self.widget.choices}
        return [one for one in super().to_python(value) if one in known]
