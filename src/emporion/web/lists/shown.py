"""A list for one request: its rows and everything that stands around them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from django.db.models import QuerySet
from django.forms import BoundField, Form
from django.http import HttpRequest, HttpResponseRedirect, QueryDict, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.functional import cached_property

from emporion.accounts.queries import may_somewhere

from .. import private
from ..keyset import Page, first_page, page
from ..numbers import count
from ..parts import Tab
from ..status import Words
from . import counting, saved as views_kept
from .addresses import changed_address, kept, normal
from .files import file_of
from .filters import AnyFilter, Asked, asked, asked_again
from .words import Chip, Choosable, Column, Head, M, Ordering, Sort, View

if TYPE_CHECKING:
    from .bulk import Act

PAGE = 30
COUNTED_TO = 10_000  # further than this nobody reads the number, and counting would cost more than the page
SEARCHED_TO = 1_000  # who finds more asks for less; each hit is a text read through
NOTHING: frozenset[str] = frozenset()


@dataclass(frozen=True)
class List(Generic[M]):
    """What a list can do; the same for every request. The first sort and the first view are the usual ones.

    name: under it people keep views of their own, and select rows for its acts; then title, url, right and rows are
    told too. rows answers what a request may see, hides the names of columns, sorts and filters that its reader does
    not meet. look: classes of the table.
    """

    sorts: Sequence[Sort]
    views: Sequence[View] = ()
    filters: Sequence[AnyFilter[M]] = ()
    search: Callable[[QuerySet[M], str], QuerySet[M]] | None = None
    columns: Sequence[Column[M]] = ()
    size: int = PAGE
    private: bool = False  # what is searched for may be a name or a phone: the address carries it sealed
    name: str = ""
    title: Words = ""
    url: str = ""
    right: str = ""
    somewhere: bool = False  # a right within one shop or warehouse opens it too, and rows narrows by it
    look: str = ""
    rows: Callable[[HttpRequest], QuerySet[M]] | None = None
    hides: Callable[[HttpRequest], Collection[str]] = field(default=lambda _request: NOTHING)
    acts: Sequence[Act] = ()

    def read(self, request: HttpRequest, rows: QuerySet[M] | None = None) -> Shown[M]:
        """The list as this request asks for it; words in the address that nobody knows are as good as absent."""
        if rows is None:
            if self.rows is None:
                raise TypeError("a list without rows of its own is told which rows to read")
            rows = self.rows(request)
        return Shown(self, request, rows)


class Shown(Generic[M]):
    """A list for one request; the templates of a list (tools, tabs, foot, list_empty) and {% table %} take it."""

    def __init__(self, what: List[M], request: HttpRequest, rows: QuerySet[M]) -> None:
        self.what, self.request, self.all = what, request, rows
        self.hidden = what.hides(request)
        self.units: Mapping[str, str] = {}  # what stands behind a head, such as the currency
        text = request.GET.get("q", "")
        self.asked = (private.opened(text) if what.private else text).strip()[:100]
        self.view = _named(what.views, request.GET.get("view")) or (what.views[0] if what.views else None)
        wanted = request.GET.get("sort", "")
        self.sort = _named(self._sorts, wanted.removeprefix("-")) or what.sorts[0]
        self.is_turned = wanted == f"-{self.sort.name}"

    # ---- what is asked

    @cached_property
    def filters(self) -> list[Asked[M]]:
        """The filters with what the address chooses."""
        met = [one for one in self.what.filters if one.name not in self.hidden]
        return [asked(one, self.request, self.request.GET) for one in met]

    @cached_property
    def fields(self) -> list[BoundField]:
        """The filters as fields of a form, filled as the address says."""
        form = Form(self.request.GET, auto_id="filter-%s", use_required_attribute=False)
        form.fields = {one.filter.name: one.field for one in self.filters}
        return list(form)

    @cached_property
    def narrowed(self) -> QuerySet[M]:
        """Search and filters applied, the view not yet."""
        rows = self.all
        for filter_ in self.filters:
            rows = filter_.narrowed(rows)
        return self.what.search(rows, self.asked) if self.asked and self.what.search else rows

    @cached_property
    def chosen(self) -> QuerySet[M]:
        """All rows that belong to the list as asked, in no order yet."""
        return self.narrowed.filter(self.view.of(self.request)) if self.view else self.narrowed

    # ---- rows

    @property
    def order(self) -> tuple[str, ...]:
        """The fields that order the rows now."""
        return self.sort.turned if self.is_turned else self.sort.order

    @cached_property
    def page(self) -> Page:
        """The rows of this page."""
        asked = self.request.GET
        if self._found is not None:
            return first_page(self.chosen, self.order, self.what.size, self._found)
        return page(
            self.chosen, self.order, self.what.size, after=asked.get("after", ""), before=asked.get("before", "")
        )

    @cached_property
    def _found(self) -> list[Any] | None:
        """The keys of what a search finds, in order and as far as they are counted: one walk both shows and counts.

        None without a search, where counting is a walk through an index alone, and behind the first page.
        """
        if not self.asked or self.request.GET.get("after") or self.request.GET.get("before"):
            return None
        return list(self.chosen.order_by(*self.order).values_list("pk", flat=True)[: SEARCHED_TO + 1])

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
        """Number of rows, counted as far as it is read and no further."""
        if not (self.page.before or self.page.next or self.page.previous):
            return len(self.rows)
        if self._found is not None:
            return len(self._found)
        return self.chosen.order_by().values("pk")[: self._most + 1].count()  # not what each row shows beside

    @property
    def total_shown(self) -> str:
        """The number of rows in words of the reader: 41, or 10,000+."""
        if self.total > self._most:
            return f"{count(max(self._most, self.last))}+"
        return count(max(self.total, self.last))

    @property
    def _most(self) -> int:
        return SEARCHED_TO if self.asked else COUNTED_TO

    @property
    def is_paged(self) -> bool:
        """Whether more rows fit than this page shows."""
        return bool(self.previous or self.next)

    @property
    def is_filtered(self) -> bool:
        """Whether an empty list is so because of what was asked."""
        return bool(self.asked or self.chips)

    # ---- what stands around them

    @property
    def name(self) -> str:
        """The name under which views are kept and acts are asked for; empty for a list that has neither."""
        return self.what.name

    @cached_property
    def acts(self) -> list[Act]:
        """What this person may do with selected rows."""
        offered = (act for act in self.what.acts if not act.is_way_back)
        return [act for act in offered if may_somewhere(self.request.user, act.right)]

    @property
    def _sorts(self) -> list[Sort]:
        return [one for one in self.what.sorts if not {one.name, one.column} & set(self.hidden)]

    @property
    def sorts(self) -> list[Ordering]:
        """The orders to choose from, and the one of now where it is one of these turned round."""
        found = []
        for one in self._sorts:
            current = one is self.sort
            turned = current and self.is_turned
            found.append(Ordering(one.name, one.title, self._address(sort=one.name), current, turned))
        return found

    @cached_property
    def columns(self) -> list[Column[M]]:
        """The columns of the table in their order: as the address chooses them, else the usual ones."""
        met = {one.name: one for one in self._met if one.name}
        asked = [name for part in self.request.GET.getlist("cols") for name in part.split(",") if name in met]
        fixed = [one for one in met.values() if one.is_fixed]
        if not asked:
            return [one for one in met.values() if one.is_usual or one.is_fixed]
        return [*fixed, *(met[name] for name in dict.fromkeys(asked) if met[name] not in fixed)]

    @property
    def choosable(self) -> list[Choosable]:
        """All columns for the chooser: those shown in their order, then the others."""
        on = [one.name for one in self.columns]
        others = [one.name for one in self._met if one.name and one.name not in on]
        met = {one.name: one for one in self._met}
        return [
            Choosable(name, met[name].title, name in on, met[name].is_fixed)
            for name in [*on, *others]
            if not met[name].is_silent
        ]

    @property
    def heads(self) -> list[Head]:
        """The heads of the columns, each with where a click leads."""
        return [self._head(column) for column in self.columns]

    def _head(self, column: Column[M]) -> Head:
        unit = self.units.get(column.name, "")
        title = f"{column.title}, {unit}" if unit else str(column.title)
        own = [one for one in self._sorts if column.name and one.column == column.name]
        if not own:
            return Head(column, title)  # type: ignore[arg-type]
        if self.sort not in own:
            return Head(column, title, self._address(sort=own[0].name))  # type: ignore[arg-type]
        way = "descending" if self.order[0].startswith("-") else "ascending"
        return Head(column, title, self._address(sort=self._other_way(own)), way)  # type: ignore[arg-type]

    def _other_way(self, own: Sequence[Sort]) -> str:
        """The order turned round, by its own name where it has one."""
        if self.is_turned:
            return self.sort.name
        named = next((one.name for one in own if one.order == self.sort.turned), "")
        return named or f"-{self.sort.name}"

    @cached_property
    def views(self) -> list[views_kept.Kept]:
        """The views that people keep of this list: one's own, and those that others share."""
        return views_kept.seen_by(self.request.user, self.name) if self.name else []

    @cached_property
    def kept_view(self) -> views_kept.Kept | None:
        """The kept view that the address names."""
        wanted = self.request.GET.get("saved", "")
        return next((one for one in self.views if str(one.id) == wanted), None)

    @property
    def is_changed(self) -> bool:
        """Whether the address says something else than the kept view that it names."""
        return bool(self.kept_view and normal(QueryDict(self.kept_view.address), self._unkept) != self.address)

    @property
    def address(self) -> str:
        """What a view of now would keep of the address."""
        return normal(self.request.GET, self._unkept)

    @property
    def _unkept(self) -> tuple[str, ...]:
        return ("q",) if self.what.private else ()  # it may name a person

    @cached_property
    def tabs(self) -> list[Tab]:
        """The views of the house, each with its number under the search and filters of now, then those people keep."""
        counts, own = self._counts(), self._kept_counts()
        kept = self.kept_view
        return [
            *(
                Tab(
                    one.title,
                    self._address(view=one.name, saved=None),
                    counts.get(one.name),
                    one is self.view and not kept,
                )
                for one in self.what.views
            ),
            *(Tab(one.title, one.url, own.get(one.id), one is kept, one.is_shared) for one in self.views),
        ]

    @cached_property
    def chips(self) -> list[Chip]:
        """The filters that are set."""
        return [
            Chip(one.filter.title, one.said, self._address(**dict.fromkeys(one.filter.keys)))
            for one in self.filters
            if one.value is not None
        ]

    @property
    def kept(self) -> list[tuple[str, str]]:
        """What a new search keeps of the address: everything but the search itself."""
        return kept(self.request.GET, "q")

    @property
    def kept_by_filters(self) -> list[tuple[str, str]]:
        """What new filters keep of the address."""
        return kept(self.request.GET, *(key for one in self.filters for key in one.filter.keys))

    @property
    def kept_by_columns(self) -> list[tuple[str, str]]:
        """What other columns keep of the address."""
        return kept(self.request.GET, "cols")

    @property
    def bare(self) -> str:
        """The address without search and filters, in the view of now."""
        return f"?view={self.view.name}" if self.view else "?"

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

    # ---- answers other than the page

    def answer(self, name: str) -> HttpResponseBase | None:
        """The file that the address asks for, or the way to where this person always begins; else None."""
        if file := self.csv(name):
            return file
        begins = views_kept.beginning(self.request.user, self.name) if self.name and not self.request.GET else ""
        return HttpResponseRedirect(f"{self.request.path}?{begins}") if begins else None

    def csv(self, name: str, rows: QuerySet[M] | None = None) -> StreamingHttpResponse | None:
        """All rows of the list as name.csv when the address asks for it, else None; rows: the same with more beside."""
        if self.request.GET.get("format") != "csv" or not self.what.columns:
            return None
        return self.file(name, self.chosen if rows is None else rows)

    def file(self, name: str, rows: QuerySet[M]) -> StreamingHttpResponse:
        """Some rows as name.csv, in the order of now."""
        return file_of(name, self._met, rows.order_by(*self.order))

    @property
    def _met(self) -> list[Column[M]]:
        return [one for one in self.what.columns if not {one.name, one.kin} & set(self.hidden)]

    def _counts(self) -> Mapping[str, str]:
        rows, counted = self.narrowed, [view for view in self.what.views if view.counted]
        found = {view.name: rows.filter(view.of(self.request)) for view in counted}
        return counting.counts(found, COUNTED_TO)

    def _kept_counts(self) -> Mapping[int, str]:
        """How many rows each kept view holds as it was kept; none where counting is dear, nor for one that searches."""
        if self.what.views and not any(view.counted for view in self.what.views):
            return {}
        kept = {one.id: QueryDict(one.address) for one in self.views}
        return counting.counts(
            {pk: self._of(address) for pk, address in kept.items() if not address.get("q")}, counting.MOST
        )

    def _of(self, address: QueryDict) -> QuerySet[M]:
        """The rows that another address than that of now would choose."""
        rows, views = self.all, self.what.views
        for one in self.filters:
            rows = asked_again(one.filter, one.field, address).narrowed(rows)
        view = _named(views, address.get("view")) or (views[0] if views else None)
        return rows.filter(view.of(self.request)) if view else rows

    def _address(self, **changes: str | None) -> str:
        return changed_address(self.request.GET, **changes) or self.request.path


N = TypeVar("N", Sort, View)


def _named(things: Sequence[N], name: str | None) -> N | None:
    return next((thing for thing in things if thing.name == name), None)
