"""A re-numbered base: what its new keys may lead to, what a person says of it, and the linking itself, part by part."""

from __future__ import annotations

from collections.abc import Sequence

import orjson

from emporion.journal.commands import command
from emporion.journal.types import Work
from emporion.kernel import rows

from ..models import Question, Relink
from ..queries.identity import keys_of, known
from ..types import SURE, KeysRelinkedBack, Proposed, QuestionOver, name_folded
from .identity import relink, relink_back

COLUMNS = ("question_id", "kind", "key", "name", "marks", "searched", "percent", "by", "object_id", "others")
KEPT = (*COLUMNS, "choice", "chosen")
PART = 500  # keys that are linked in one transaction
LINK, NEW, BACK = "link", "new", "back"


@command
def propose(work: Work, *, question: int, proposed: Sequence[Proposed]) -> None:
    """Keep what unknown keys may be; one that stands is written over as far as nobody has decided about it."""
    decided = Relink.objects.filter(question=question).exclude(choice="").values_list("kind", "key")
    over = set(decided)
    written = [_row(question, one) for one in proposed if (one.kind, one.key) not in over]
    rows.upsert("exchange_relink", COLUMNS, ("question_id", "kind", "key"), written)


@command
def relink_at_once(work: Work, *, question: int, channel: int, proposed: Sequence[Proposed]) -> int:
    """Link keys that need no word any more, as it was given for their goods; they are kept with that question."""
    written = [(*_row(question, one), LINK, one.found.object_id) for one in proposed]
    rows.upsert("exchange_relink", KEPT, ("question_id", "kind", "key"), written)
    done = 0
    while part := relink_part(work=work, question=question, channel=channel):
        done += part
    return done


def _row(question: int, one: Proposed) -> tuple[object, ...]:
    marks, found = one.marks, one.found
    told = orjson.dumps([marks.article, marks.barcodes]).decode()
    others = orjson.dumps(found.others).decode()
    name, by = marks.name or one.key, ",".join(found.by)
    searched = name_folded(" ".join((name, marks.article, *marks.barcodes, one.key)))
    return question, one.kind, one.key, name, told, searched, found.percent, by, found.object_id, others


@command
def choose_sure(work: Work, *, question: int) -> int:
    """A person says that all sure proposals are right; answers how many."""
    _refuse_over(question)
    sure = Relink.objects.filter(question=question, choice="", percent__gte=SURE, object_id__gt=0)
    chosen = list(sure.values_list("pk", "object_id"))
    rows.update("exchange_relink", ("choice", "chosen"), "id", [(LINK, pk, row) for row, pk in chosen])
    return len(chosen)


@command
def choose_new(work: Work, *, question: int) -> int:
    """A person says that all nobody has decided about are new goods; answers how many."""
    _refuse_over(question)
    return Relink.objects.filter(question=question, choice="").update(choice=NEW)


@command
def choose(work: Work, *, relink: int, object_id: int) -> None:
    """A person says which of ours one key is; 0: none, it is new. What is linked already stays."""
    row = Relink.objects.select_for_update().filter(pk=relink, done=False).first()
    if row is None:
        raise QuestionOver(question=relink)
    _refuse_over(row.question_id)
    Relink.objects.filter(pk=relink).update(choice=LINK if object_id else NEW, chosen=object_id)


def _refuse_over(question: int) -> None:
    if not Question.objects.select_for_update().filter(pk=question, answer="").exists():
        raise QuestionOver(question=question)


@command
def relink_part(work: Work, *, question: int, channel: int, beside: Sequence[str] = ()) -> int:
    """Link the next few hundred keys that were decided on; answers how many, 0 once all are.

    beside: kinds in which the same key names a part of the object, as the only variant of goods bears their key. A key
    that somebody has linked since stays as it is.
    """
    part = list(Relink.objects.filter(question=question, choice=LINK, done=False).order_by("pk")[:PART])
    for kind in sorted({row.kind for row in part}):
        mine = [row for row in part if row.kind == kind]
        old = keys_of(channel, kind, [row.chosen for row in mine])
        taken = known(channel, kind, [row.key for row in mine])
        moves = [(old[row.chosen], row.key) for row in mine if row.chosen in old and row.key not in taken]
        relink(work=work, channel=channel, kind=kind, moves=moves)
        for other in beside:
            _beside(work, question, channel, other, moves)
        rows.update("exchange_relink", ("old_key", "done"), "id", [(old.get(r.chosen, ""), True, r.pk) for r in mine])
    return len(part)


def _beside(work: Work, question: int, channel: int, kind: str, moves: Sequence[tuple[str, str]]) -> None:
    """Link the same keys in another kind, where the old one is known and the new one is not."""
    standing = known(channel, kind, [key for move in moves for key in move])
    mine = [(old, new, standing[old].object_id) for old, new in moves if old in standing and new not in standing]
    relink(work=work, channel=channel, kind=kind, moves=[(old, new) for old, new, _ in mine])
    columns = (*KEPT, "old_key", "done")
    none = ("", '["",[]]', "", SURE, "")  # no name: pages tell of the goods alone
    written = [(question, kind, new, *none, pk, "[]", LINK, pk, old, True) for old, new, pk in mine]
    rows.upsert("exchange_relink", columns, ("question_id", "kind", "key"), written)


@command
def relink_back_part(work: Work, *, question: int, channel: int) -> int:
    """Take the next few hundred back: their old keys lead to the objects as before, the new ones nowhere.

    Answers how many, 0 once all are taken back.
    """
    part = list(Relink.objects.filter(question=question, choice=LINK, done=True).order_by("pk")[:PART])
    for kind in sorted({row.kind for row in part}):
        mine = [(row.old_key, row.key) for row in part if row.kind == kind and row.old_key]
        back = relink_back(work=work, channel=channel, kind=kind, moves=mine)
        work.tell(KeysRelinkedBack(f"channel:{channel}", kind, back))
    Relink.objects.filter(pk__in=[row.pk for row in part]).update(choice=BACK, done=False)
    return len(part)
