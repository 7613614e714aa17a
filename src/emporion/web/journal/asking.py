"""The filters of the journal: what the address asks, in words and as questions to the journal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import cached_property

from django.http import HttpRequest, QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from emporion.accounts.queries import staff_list
from emporion.catalog.queries import find_by_sku, variants_found
from emporion.exchange.queries import channels
from emporion.journal import queries as journal
from emporion.journal.types import Asked, FactView
from emporion.orders import queries as orders

from .. import times
from ..fields import day_in
from ..lists import Chip
from ..people import names as people_named
from .sight import Sight
from .subjects import named
from .words import TITLES, kinds_called, room_of, title_of

PAGE = 50
ROUNDS = 8  # pages of the journal that are read for one page of a person who may read little of it
FOUND_GOODS = 8
ENOUGH = 2  # letters of a word that is looked for
LONGEST = 64
NAMES = ("q", "who", "kind", "about", "message", "since", "until")


@dataclass(frozen=True)
class Question:
    """What one request asks of the journal, as far as this person may read it."""

    asked: QueryDict
    sight: Sight

    def text(self, name: str) -> str:
        """A word of the address, cut to what any of them may need."""
        return self.asked.get(name, "").strip()[:LONGEST]

    @property
    def kind(self) -> str:
        """The kind of fact asked for; "" for all and for one that nobody tells."""
        return self.text("kind") if self.text("kind") in TITLES else ""

    @property
    def message(self) -> int | None:
        """The message that brought the facts."""
        told = self.text("message").replace(" ", "")
        return int(told) if told.isdecimal() and len(told) < 19 else None  # noqa: PLR2004 - what the column takes

    def day(self, name: str) -> date | None:
        """A day of the period; what is no day is as good as absent."""
        try:
            return day_in(self.text(name))
        except ValueError:
            return None

    @property
    def before(self) -> int | None:
        """The fact below which the page goes on."""
        told = self.text("before")
        return int(told) if told.isdecimal() and len(told) < 19 else None  # noqa: PLR2004

    @cached_property
    def common(self) -> Asked:
        """All but the words: who, what, about what, from which message and when."""
        since, until = self.day("since"), self.day("until")
        kinds = () if self.sight.reads_all() else tuple(sorted(self.sight.kinds))
        return Asked(
            kinds=(self.kind,) if self.kind and self.kind in self.sight.kinds else () if self.kind else kinds,
            actor=self.text("who"),
            subjects=(self.text("about"),) if self.text("about") else (),
            message=self.message,
            since=_midnight(since) if since else None,
            until=_midnight(until + timedelta(days=1)) if until else None,
        )

    @cached_property
    def questions(self) -> list[Asked]:
        """What the journal is asked: one question, or one for each thing that the words may mean."""
        if not self.sight.kinds or (self.kind and self.kind not in self.sight.kinds):
            return []
        words = self.text("q")
        if not words:
            return [self.common]
        called = [kind for kind in kinds_called(words) if not self.common.kinds or kind in self.common.kinds]
        found = [replace(self.common, kinds=tuple(called))] if called and len(words) >= ENOUGH else []
        subjects = tuple(dict.fromkeys(_meant(words)))
        if subjects and not self.common.subjects:
            found.append(replace(self.common, subjects=subjects))
        return found

    def read(self, size: int = PAGE, before: int | None = None) -> tuple[list[FactView], int | None]:
        """Facts that this person may read, newest first, and the id to go on below; None at the end."""
        found: list[FactView] = []
        mark = before if before is not None else self.before
        for _round in range(ROUNDS):
            raw = journal.told(*self.questions, limit=size + 1, before=mark) if self.questions else []
            seen = self.sight.of(raw[:size])
            found += seen
            mark = raw[size - 1].id if len(raw) > size else None
            if mark is None:
                return found[:size], None if len(found) <= size else found[size - 1].id
            if len(found) >= size:
                return found[:size], found[size - 1].id
        return found, mark

    def chips(self) -> list[Chip]:
        """What is asked, each with the address without it."""
        said = {
            "who": (_("Who"), people_named([self.text("who")])[self.text("who")] if self.text("who") else ""),
            "kind": (_("What happened"), title_of(self.kind) if self.kind else ""),
            "about": (_("About"), self._about()),
            "message": (_("Message"), str(self.message) if self.message is not None else ""),
            "since": (_("From"), times.day(day) if (day := self.day("since")) else ""),
            "until": (_("Until"), times.day(day) if (day := self.day("until")) else ""),
        }
        return [Chip(title, words, self.without(name)) for name, (title, words) in said.items() if words]

    def _about(self) -> str:
        subject = self.text("about")
        return named(self.sight.asker, [subject])[subject].words if subject else ""

    def without(self, *names: str) -> str:
        """The address without some of its words, from the top."""
        asked = self.asked.copy()
        for name in ("before", "format", *names):
            asked.pop(name, None)
        return f"?{asked.urlencode()}" if asked else "?"

    def further(self, mark: int) -> str:
        """The address of what came before a fact."""
        asked = self.asked.copy()
        asked["before"] = str(mark)
        return f"?{asked.urlencode()}"

    def kept(self) -> list[tuple[str, str]]:
        """What a new search by words keeps of the address."""
        return [(name, self.text(name)) for name in NAMES if name != "q" and self.text(name)]


def question(request: HttpRequest, sight: Sight) -> Question:
    """What a request asks."""
    return Question(request.GET, sight)


def people() -> list[tuple[str, str]]:
    """Everybody who may have done something: the staff, the connections."""
    staff = [(f"staff:{one.id}", one.name) for one in staff_list()]
    return [*staff, *((f"channel:{one.code}", one.title or one.code) for one in channels())]


def kinds(sight: Sight) -> list[tuple[str, list[tuple[str, str]]]]:
    """The kinds of facts that a person reads, by the part of the house."""
    found: dict[str, list[tuple[str, str]]] = {}
    for kind in TITLES:
        if kind in sight.kinds:
            found.setdefault(room_of(kind), []).append((kind, title_of(kind)))
    return list(found.items())


def _meant(words: str) -> Iterable[str]:
    """What a text may name: an order by its number, goods by article or name. Customers are found on their page."""
    yield f"order:{words.upper()}"
    if words.isdecimal():
        yield from (f"order:{shop.prefix}{int(words):06d}" for shop in orders.every_shop())
    goods: Sequence[tuple[int, int]] = [(one.id, one.product_id) for one in find_by_sku(words)]
    if len(words) > ENOUGH:
        goods = [*goods, *variants_found(words, None).values_list("pk", "product_id")[:FOUND_GOODS]]
    for variant, product in goods:
        yield from (f"variant:{variant}", f"product:{product}")


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))
