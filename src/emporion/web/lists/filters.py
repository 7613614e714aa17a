"""The kinds of filters: one choice, several choices, days, amounts, a text. Each reads its own words in the address."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Generic, TypeVar

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _, gettext_lazy

from ..fields import FROM, TO, Amounts, AmountsField, Days, DaysField, SeveralField
from ..status import Words
from .words import Choices, M

V = TypeVar("V")
LONGEST = 100
SAID = 3  # choices that a chip names


@dataclass(frozen=True, slots=True)
class _Chosen(Generic[M, V]):
    """What is chosen among choices of (value, word), which are read once a page; narrow applies what is chosen.

    choices_for asks for choices that depend on who looks.
    """

    name: str
    title: Words
    choices: Callable[[], Choices]
    narrow: Callable[[QuerySet[M], V], QuerySet[M]]
    choices_for: Callable[[HttpRequest], Choices] | None = None

    @property
    def keys(self) -> tuple[str, ...]:
        """Its words in the address."""
        return (self.name,)

    def offered(self, request: HttpRequest) -> list[tuple[str, Words]]:
        """The choices for one who asks."""
        return list(self.choices_for(request) if self.choices_for else self.choices())


@dataclass(frozen=True, slots=True)
class Filter(_Chosen[M, str]):
    """One choice of several."""

    def field(self, request: HttpRequest) -> forms.Field:
        """The filter as the menu shows it."""
        choices = [("", gettext_lazy("any")), *self.offered(request)]
        return forms.ChoiceField(label=str(self.title), required=False, choices=choices)

    def said(self, value: Any, field: forms.Field) -> str:
        """The chosen value as a chip says it."""
        return _words(field).get(value, value)


@dataclass(frozen=True, slots=True)
class Several(_Chosen[M, list[str]]):
    """Any number of choices, with a search where they are many; narrow gets the list of chosen values."""

    def field(self, request: HttpRequest) -> forms.Field:
        """The filter as the menu shows it."""
        return SeveralField(label=str(self.title), required=False, choices=self.offered(request))

    def said(self, value: Any, field: forms.Field) -> str:
        """The chosen values as a chip says them: three by name, the rest by number."""
        words = _words(field)
        named = ", ".join(words.get(one, one) for one in value[:SAID])
        more = len(value) - SAID
        return _("%(some)s and %(more)s more") % {"some": named, "more": more} if more > 0 else named


@dataclass(frozen=True, slots=True)
class _Typed(Generic[M, V]):
    """What is typed in; ENDS are what its words in the address have behind the name."""

    name: str
    title: Words
    narrow: Callable[[QuerySet[M], V], QuerySet[M]]
    ENDS: ClassVar[tuple[str, ...]] = ("",)

    @property
    def keys(self) -> tuple[str, ...]:
        """Its words in the address."""
        return tuple(self.name + end for end in self.ENDS)

    def said(self, value: Any, field: forms.Field) -> str:
        """The range as a chip says it."""
        return str(value.words)


@dataclass(frozen=True, slots=True)
class DayRange(_Typed[M, Days]):
    """Days from–to or a named range such as this month."""

    ENDS: ClassVar[tuple[str, ...]] = ("", FROM, TO)

    def field(self, request: HttpRequest) -> forms.Field:
        """The filter as the menu shows it."""
        return DaysField(label=str(self.title), required=False)


@dataclass(frozen=True, slots=True)
class AmountRange(_Typed[M, Amounts]):
    """Amounts from–to, in 10^-6 of the major unit."""

    ENDS: ClassVar[tuple[str, ...]] = (FROM, TO)

    def field(self, request: HttpRequest) -> forms.Field:
        """The filter as the menu shows it."""
        return AmountsField(label=str(self.title), required=False)


@dataclass(frozen=True, slots=True)
class Text(_Typed[M, str]):
    """A text that is typed; narrow says where it has to occur."""

    def field(self, request: HttpRequest) -> forms.Field:
        """The filter as the menu shows it."""
        return forms.CharField(label=str(self.title), required=False, max_length=LONGEST)

    def said(self, value: Any, field: forms.Field) -> str:
        """The text in quotes."""
        return f"“{value}”"


AnyFilter = Filter[M] | Several[M] | DayRange[M] | AmountRange[M] | Text[M]


@dataclass(frozen=True, slots=True)
class Asked(Generic[M]):
    """A filter for one request: its field, and what the address chooses (None: nothing)."""

    filter: AnyFilter[M]
    field: forms.Field
    value: Any

    def narrowed(self, rows: QuerySet[M]) -> QuerySet[M]:
        """The rows that the filter leaves."""
        return self.filter.narrow(rows, self.value) if self.value is not None else rows

    @property
    def said(self) -> str:
        """What is chosen, for a chip."""
        return self.filter.said(self.value, self.field)


def asked(filter_: AnyFilter[M], request: HttpRequest, address: QueryDict) -> Asked[M]:
    """Read a filter out of an address; words that cannot be read are as good as absent."""
    return asked_again(filter_, filter_.field(request), address)


def asked_again(filter_: AnyFilter[M], field: forms.Field, address: QueryDict) -> Asked[M]:
    """The same with a field that was made already, so that its choices are read once for any number of addresses."""
    try:
        value = field.clean(field.widget.value_from_datadict(address, {}, filter_.name))
    except forms.ValidationError:
        value = None
    return Asked(filter_, field, value or None)


def _words(field: forms.Field) -> Mapping[str, str]:
    choices = getattr(field, "choices", ())
    return {str(value): str(word).strip() for value, word in choices}
