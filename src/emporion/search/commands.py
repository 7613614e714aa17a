"""What is searched is read again and written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from django.db import connection

from emporion.journal import types as journal
from emporion.journal.commands import command
from emporion.journal.types import Heard, Reaction, Work
from emporion.kernel import rows

from . import index
from .models import Shelf
from .rules import slips, tokens, vocabulary
from .types import SEARCHABLE, Entry, Searchable

TOGETHER = 500  # words in one statement
PAGES = 200  # of the lists that are written anew in one step of tidying
ENTRY = ("id", "kind", "key", "tokens", "firm", "shop", "warehouse")
OLD = "SELECT key, id, tokens, firm, shop, warehouse FROM search_entry WHERE kind = %s AND key IN ({})"
MORE = "ON CONFLICT (text) DO UPDATE SET uses = search_word.uses + excluded.uses RETURNING id, text, uses"
Stands = Mapping[str, tuple[Any, ...]]


def register(what: Searchable) -> None:
    """Let things of a kind be searched from now on, kept up to date by the facts it names; called by apps.py."""
    known = SEARCHABLE.setdefault(what.kind, what)
    if known != what or any(one.letter == what.letter for one in SEARCHABLE.values() if one is not known):
        raise ValueError(f"{what.kind} or its letter is taken")

    def follow(work: Work, heard: Sequence[Heard[Any]]) -> None:
        refresh(work=work, kind=what.kind, keys=sorted(what.touched([fact.event for fact in heard])))

    journal.register(Reaction(f"search.{what.kind}", to=what.to, run=follow))


@command
def refresh(work: Work, *, kind: str, keys: Collection[str]) -> int:
    """Read things again and write what they are found by; answers how many changed. A few thousand keys at a time.

    What its room does not tell of any more is found no more.
    """
    if not keys:
        return 0
    what = SEARCHABLE[kind]
    _locked(kind)
    stand: Stands = {row[0]: row[1:] for some in rows.chunks(keys, TOGETHER) for row in _old(what.letter, some)}
    told = {entry.key: (" ".join(tokens(entry)), entry) for entry in what.read(keys)}
    gone = [key for key in stand if key not in told]
    fresh = [key for key in told if key not in stand]
    changed = [key for key, (text, one) in told.items() if key in stand and stand[key][1:] != (text, *_place(one))]
    if gone:
        index.overwrite_what_is_deleted()
        Shelf.objects.filter(kind=kind).update(has_gone=True)
    index.take_out([(stand[key][0], what.letter, stand[key][1]) for key in (*gone, *changed)])
    rows.delete("search_entry", ["id"], [(stand[key][0],) for key in (*gone, *changed)])
    new_ids = rows.new_ids("search_entry", len(fresh))
    ids = {key: stand[key][0] for key in changed} | dict(zip(fresh, new_ids, strict=True))
    rows.insert(
        "search_entry",
        ENTRY,
        [(ids[key], what.letter, key, text, *_place(one)) for key, (text, one) in told.items() if key in ids],
    )
    index.put([(number, what.letter, told[key][0]) for key, number in ids.items()])
    _counted([stand[key][1] for key in (*gone, *changed)], [told[key][0] for key in ids])
    return len(gone) + len(ids)


def _locked(kind: str) -> None:
    """One writer a kind: who read earlier must not write later. Locked at once by who writes on SQLite."""
    Shelf.objects.bulk_create([Shelf(kind=kind)], ignore_conflicts=True)
    Shelf.objects.select_for_update().get(kind=kind)


def _old(letter: str, keys: Sequence[str]) -> list[tuple[Any, ...]]:
    return rows.fetch(OLD.format(rows.holes(len(keys))), [letter, *keys])


def _place(entry: Entry) -> tuple[int, int, int]:
    return entry.firm, entry.shop, entry.warehouse


def _counted(before: Iterable[str], after: Iterable[str]) -> None:
    """Let the words that may be meant by a slip be those that stand; in one order everywhere, so nobody deadlocks."""
    uses = Counter(word for text in after for word in vocabulary(text.split(" ")))
    uses.subtract(word for text in before for word in vocabulary(text.split(" ")))
    changed = sorted((word, more) for word, more in uses.items() if more)
    for some in rows.chunks(changed, TOGETHER):
        holes = ", ".join(["(%s, %s)"] * len(some))
        flat = [value for pair in some for value in pair]
        stand = rows.fetch(f"INSERT INTO search_word (text, uses) VALUES {holes} {MORE}", flat)  # noqa: S608 - our words
        more = dict(some)
        new = [(text, number) for number, text, now in stand if now == more[text] > 0]
        rows.insert("search_slip", ("text", "word_id"), [(slip, n) for text, n in new for slip in sorted(slips(text))])
        unused = [(number,) for number, _text, now in stand if now <= 0]
        rows.delete("search_slip", ["word_id"], unused)
        rows.delete("search_word", ["id"], unused)


@command
def empty(work: Work) -> None:
    """Forget everything that is searched, to be read anew by `refresh`; until then nothing is found."""
    for kind in sorted(SEARCHABLE):
        _locked(kind)
    index.emptied()
    with connection.cursor() as cursor:
        for table in ("search_entry", "search_slip", "search_word"):
            cursor.execute(f"DELETE FROM {table}")  # noqa: S608 - our words


@command
def tidy(work: Work, *, begin: bool) -> bool:
    """Write a part of the lists anew, without the words of what is gone; whether there is more to do."""
    if begin:
        Shelf.objects.filter(has_gone=True).update(has_gone=False)
    return index.merged(-PAGES if begin else PAGES)


def tidy_all() -> None:
    """Leave no word of what is gone in the file, a few milliseconds at a time; called once a night."""
    if Shelf.objects.filter(has_gone=True).exists():
        more = tidy(begin=True, actor="clockwork")
        while more:
            more = tidy(begin=False, actor="clockwork")
