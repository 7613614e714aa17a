"""The tree of categories."""

from __future__ import annotations

from collections.abc import Sequence
from operator import attrgetter

from emporion.journal.commands import command
from emporion.journal.types import Work
from emporion.kernel import rows

from ..models import Category
from ..types import CategoryAdded, CategoryCard, CategoryChanged, CategoryLoop, NameMissing, Outcome, UnknownCategory
from .compare import Row, differences, merged

FIELDS = ("name", "parent_id", "position", "is_hidden")
COLUMNS = ("id", *FIELDS)
NEW: Row = ("", 0, 0, False)
_told = attrgetter(*FIELDS)


@command
def put_categories(work: Work, *, cards: Sequence[CategoryCard]) -> tuple[Outcome, ...]:
    """Enter, rename, move, hide or show categories.

    A parent that is itself new stands earlier in the same call and is named by `under`. Refuses a missing name, an
    unknown category or parent, and a category below itself.
    """
    tree = _tree()
    fresh = iter(rows.new_ids("catalog_category", sum(card.id is None for card in cards)))
    ids = [card.id or next(fresh) for card in cards]
    before = dict(tree)
    outcomes = [_put(work, tree, ids, index, card) for index, card in enumerate(cards)]
    _refuse_loops(tree, ids)
    _write(before, tree)
    return tuple(outcomes)


def _tree() -> dict[int, Row]:
    # categories are few (thousands at most) and a loop can run through any of them, so all are read and locked
    locked = Category.objects.select_for_update(no_key=True).order_by("pk")
    return {pk: (name, parent or 0, *rest) for pk, name, parent, *rest in locked.values_list(*COLUMNS)}


def _put(work: Work, tree: dict[int, Row], ids: Sequence[int], index: int, card: CategoryCard) -> Outcome:
    pk = ids[index]
    if card.id is not None and pk not in tree:
        raise UnknownCategory(category=pk, card=index)
    old = tree.get(pk)
    name, parent, *rest = merged(old or NEW, _told(card))
    new: Row = (name.strip(), ids[card.under] if card.under is not None else parent, *rest)
    if not new[0]:
        raise NameMissing(card=index)
    if new[1] and new[1] not in tree and new[1] not in ids:
        raise UnknownCategory(category=new[1], card=index)
    tree[pk] = new
    return _told_outcome(work, card, pk, old, new)


def _told_outcome(work: Work, card: CategoryCard, pk: int, old: Row | None, new: Row) -> Outcome:
    if old == new:
        return Outcome(pk, "unchanged")
    if old is None:
        work.tell(CategoryAdded(f"category:{pk}", new[0], new[1]), place=card.place)
        return Outcome(pk, "created")
    work.tell(CategoryChanged(f"category:{pk}", tuple(differences(FIELDS, old, new))), place=card.place)
    return Outcome(pk, "changed")


def _refuse_loops(tree: dict[int, Row], ids: Sequence[int]) -> None:
    safe = {0}
    for index, start in enumerate(ids):
        path: list[int] = []
        at = start
        while at not in safe:
            if at in path:
                raise CategoryLoop(name=tree[start][0], card=index)
            path.append(at)
            at = tree[at][1]
        safe.update(path)


def _write(before: dict[int, Row], after: dict[int, Row]) -> None:
    def columns(row: Row) -> Row:
        name, parent, *rest = row
        return (name, parent or None, *rest)

    added = [(pk, *columns(row)) for pk, row in after.items() if pk not in before]
    changed = [(*columns(row), pk) for pk, row in after.items() if pk in before and row != before[pk]]
    rows.insert("catalog_category", COLUMNS, added)
    rows.update("catalog_category", FIELDS, "id", changed)
