"""A list page: saved views, search, filters in the address, an order, pages by key, counters and a CSV file.

    ORDERS = List(
        sorts=(Sort("new", _("Newest"), ("-placed_at", "-pk")), Sort("total", _("Largest"), ("-total_minor", "-pk"))),
        views=(View("open", _("Open"), Q(closed_at=None)), View("all", _("All"))),
        filters=(Filter("shop", _("Shop"), shop_choices, lambda rows, value: rows.filter(shop__code=value)),),
        search=queries.searched,
        columns=(Column(_("Order"), lambda order: order.number), …),
    )

    @requires("orders.view")
    def orders(request):
        shown = ORDERS.read(request, queries.orders())
        return shown.csv("orders") or render(request, "web/orders/list.html", {"list": shown})

It asks the database three times, whatever the number of rows: the rows, their number, the counters of the views.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from typing import Generic, TypeVar

from django.db.models import Count, Model, Q, QuerySet
from django.http import HttpRequest, StreamingHttpResponse
from django.utils.functional import cached_property

from . import private
from .keyset import Page, page
from .numbers import count
from .parts import Tab
from .status import Words

M = TypeVar("M", bound=Model)
Choices = Iterable[tuple[str, Words]]

PAGE = 50
COUNTED_TO = 10_000  # further than this nobody reads the number, and counting would cost more than the page


@dataclass(frozen=True, slots=True)
class Sort:
    """An order: its name in the address, its word, and fields that end with a unique one and are never null."""

    name: str
    title: Words
    order: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class View:
    """A saved view, shown as a tab; counted=False leaves out its number where counting is dear."""

    name: str
    title: Words
    rows: Q = field(default_factory=Q)
    counted: bool = True


@dataclass(frozen=True, slots=True)
class Filter(Generic[M]):
    """One filter: choices are (value, word) and are read once a page; narrow applies a chosen value."""

    name: str
    title: Words
    choices: Callable[[], Choices]
    narrow: Callable[[QuerySet[M], str], QuerySet[M]]


@dataclass(frozen=True, slots=True)
class Column(Generic[M]):
    """A column of the CSV file: its head and the value of a row, numbers unformatted."""

    title: Words
    value: Callable[[M], object]


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter that is set, with the address of the list without it."""

    title: Words
    value: Words
    without: str


@dataclass(frozen=True, slots=True)
class Choosing:
    """A filter as the menu shows it."""

    name: str
    title: Words
    choices: Sequence[tuple[str, Words]]
    value: str


@dataclass(frozen=True)
class List(Generic[M]):
    """What a list can do; the same for every request. The first sort and the first view are the usual ones."""

    sorts: Sequence[Sort]
    views: Sequence[View] = ()
    filters: Sequence[Filter[M]] = ()
    search: Callable[[QuerySet[M], str], QuerySet[M]] | None = None
    columns: Sequence[Column[M]] = ()
    size: int = PAGE
    private: bool = False  # what is searched for may be a name or a phone: the address carries it sealed

    def read(self, request: HttpRequest, rows: QuerySet[M]) -> Shown[M]:
        """The list as this request asks for it; words in the address that nobody knows are as good as absent."""
        return Shown(self, request, rows)


class Shown(Generic[M]):
    """A list for one request; the templates tools, tabs, foot and list_empty take it."""

    def __init__(self, what: List[M], request: HttpRequest, rows: QuerySet[M]) -> None:
        self.what, self.request, self.all = what, request, rows
        asked = request.GET.get("q", "")
        self.asked = (private.opened(asked) if what.private else asked).strip()[:100]
        self.sort = _named(what.sorts, request.GET.get("sort")) or what.sorts[0]
        self.view = _named(what.views, request.GET.get("view")) or (what.views[0] if what.views else None)

    @cached_property
    def fields(self) -> list[Choosing]:
        """The filters with their choices; a value that is none of the choices is left out."""
        read = [(filter_, list(filter_.choices())) for filter_ in self.what.filters]
        return [Choosing(one.name, one.title, choices, self._chosen(one.name, choices)) for one, choices in read]

    @cached_property
    def narrowed(self) -> QuerySet[M]:
        """Search and filters applied, the view not yet."""
        rows = self.all
        for filter_, shown in zip(self.what.filters, self.fields, strict=True):
            if shown.value:
                rows = filter_.narrow(rows, shown.value)
        return self.what.search(rows, self.asked) if self.asked and self.what.search else rows

    @cached_property
    def chosen(self) -> QuerySet[M]:
        """All rows that belong to the list as asked, in no order yet."""
        return self.narrowed.filter(self.view.rows) if self.view else self.narrowed

    @cached_property
    def page(self) -> Page:
        """The rows of this page."""
        asked = self.request.GET
        return page(
            self.chosen, self.sort.order, self.what.size, after=asked.get("after", ""), before=asked.get("before", "")
        )

    @property
    def rows(self) -> Sequence[M]:
        """The rows of this page, in order."""
        return self.page.rows

    @property
    def first(self) -> int:
        """Place of the first row shown, from 1; 0 for an empty list."""
        return self.page.before + 1 if self.rows else 0

    @property
    def last(self) -> int:
        """Place of the last row shown."""
        return self.page.before + len(self.rows)

    @cached_property
    def total(self) -> int:
        """Number of rows, counted to COUNTED_TO and no further."""
        if not (self.page.before or self.page.next or self.page.previous):
            return len(self.rows)
        return self.chosen.order_by()[: COUNTED_TO + 1].count()

    @property
    def total_shown(self) -> str:
        """The number of rows in words of the reader: 41, or 10,000+."""
        return f"{count(COUNTED_TO)}+" if self.total > COUNTED_TO else count(max(self.total, self.last))

    @property
    def is_filtered(self) -> bool:
        """Whether an empty list is so because of what was asked."""
        return bool(self.asked or self.chips)

    @property
    def sorts(self) -> Sequence[Sort]:
        """The orders to choose from."""
        return self.what.sorts

    @cached_property
    def tabs(self) -> list[Tab]:
        """The saved views, each with its number under the search and filters of now."""
        counts = self._counts()
        return [
            Tab(view.title, self._address(view=view.name), counts.get(view.name), current=view is self.view)
            for view in self.what.views
        ]

    @cached_property
    def chips(self) -> list[Chip]:
        """The filters that are set."""
        return [
            Chip(shown.title, dict(shown.choices)[shown.value], self._address(**{shown.name: None}))
            for shown in self.fields
            if shown.value
        ]

    @property
    def kept(self) -> list[tuple[str, str]]:
        """What a new search keeps of the address: view, sort and filters."""
        return self._kept("view", "sort", *(shown.name for shown in self.fields))

    @property
    def kept_by_filters(self) -> list[tuple[str, str]]:
        """What new filters keep of the address: search, view and sort."""
        return self._kept("q", "view", "sort")

    @property
    def previous(self) -> str:
        """Address of the page before, "" at the top."""
        return self._address(before=self.page.previous) if self.page.previous else ""

    @property
    def next(self) -> str:
        """Address of the page behind, "" at the end."""
        return self._address(after=self.page.next) if self.page.next else ""

    @property
    def csv_url(self) -> str:
        """Address of the same list as a file."""
        return self._address(format="csv")

    def csv(self, name: str) -> StreamingHttpResponse | None:
        """All rows of the list as name.csv when the address asks for it, else None."""
        if self.request.GET.get("format") != "csv" or not self.what.columns:
            return None
        answer = StreamingHttpResponse(self._lines(), content_type="text/csv; charset=utf-8")
        answer["Content-Disposition"] = f'attachment; filename="{name}.csv"'
        return answer

    def _lines(self) -> Iterator[str]:
        writer = csv.writer(_Echo())
        yield "\ufeff" + writer.writerow([str(column.title) for column in self.what.columns])
        for row in self.chosen.order_by(*self.sort.order).iterator(chunk_size=500):
            yield writer.writerow([_safe(column.value(row)) for column in self.what.columns])

    def _counts(self) -> Mapping[str, str]:
        counted = [view for view in self.what.views if view.counted]
        if not counted:
            return {}
        rows = self.narrowed.order_by()
        if all(view.rows for view in counted):  # an index may find the few rows that any view counts
            rows = rows.filter(reduce(or_, (view.rows for view in counted)))
        found = rows.aggregate(
            **{f"n{n}": Count("pk", filter=view.rows) if view.rows else Count("pk") for n, view in enumerate(counted)}
        )
        return {view.name: count(found[f"n{n}"]) for n, view in enumerate(counted)}

    def _chosen(self, name: str, choices: Sequence[tuple[str, Words]]) -> str:
        value = self.request.GET.get(name, "")
        return value if value in dict(choices) else ""

    def _kept(self, *names: str) -> list[tuple[str, str]]:
        return [(name, value) for name in names if (value := self.request.GET.get(name))]

    def _address(self, **changes: str | None) -> str:
        asked = self.request.GET.copy()
        for name in ("after", "before", "format", *changes):
            asked.pop(name, None)
        for name, value in changes.items():
            if value:
                asked[name] = value
        return f"?{asked.urlencode()}" if asked else self.request.path


class _Echo:
    """A file that hands back what is written, so that the answer streams."""

    def write(self, text: str) -> str:
        return text


def _safe(value: object) -> object:
    """A text that a spreadsheet would run as a formula is written as a text."""
    if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r")):
        return f"'{value}"
    return "" if value is None else value


N = TypeVar("N", Sort, View)


def _named(things: Sequence[N], name: str | None) -> N | None:
    return next((thing for thing in things if thing.name == name), None)
