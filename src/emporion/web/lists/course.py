"""An act on many rows while it goes on, and what came of it: how far, which rows changed, which did not and why."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from django.db.models import Count, Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from emporion.kernel.errors import Refused, stored_refusal

from .. import numbers
from ..commands import UNDER_WAY
from ..models import BulkRow, BulkWork
from ..parts import Action, Crumb, Fact, Progress
from ..rights import staff_of
from ..types import ChangedMeanwhile
from . import undoing
from .bulk import Act, Named
from .register import LISTS
from .working import act_of, stands_still

LOOKED_AT = 1000  # rows whose reasons are told
SHOWN = 50
IN_PART = Q(outcome="changed") & ~Q(code="")
NAMED = 20  # rows that stand by name under one reason


@dataclass(frozen=True, slots=True)
class Reason:
    """Why some rows are refused: the sentence, how many, and some of them by name."""

    sentence: str
    remedy: str
    count: int
    named: Sequence[Named]

    @property
    def more(self) -> int:
        """Those that are not named here."""
        return self.count - len(self.named)


def head(row: BulkWork, act: Act) -> dict[str, Any]:
    """Title and way to the page of a work; one that takes another back stands below it."""
    one, name = LISTS[row.list], f"{act.verb}: {numbers.rows(row.total)}"
    crumbs = [Crumb(one.title, reverse(one.url))]
    if first := row.takes_back:
        crumbs.append(Crumb(f"{act_of(first).verb}: {numbers.rows(first.total)}", reverse("web:bulk", args=[first.pk])))
        name = undoing.words_of(row.total)
    return {"title": name, "crumbs": crumbs, "back": reverse(one.url)}


def named(names: Mapping[int, Named], pk: int) -> Named:
    """What a row is called, by its number where nobody knows it any more."""
    return names.get(pk) or Named(_("Row %(number)s") % {"number": pk})


def reasons(refused: Mapping[int, Refused], names: Mapping[int, Named]) -> list[Reason]:
    """The same kind of refusal together: its sentence once where all have the same, else behind each name."""
    by_kind: dict[str, list[int]] = defaultdict(list)
    for pk, refusal in refused.items():
        by_kind[refusal.code].append(pk)
    return [_reason(ids, refused, names) for ids in by_kind.values()]


def _reason(ids: Sequence[int], refused: Mapping[int, Refused], names: Mapping[int, Named]) -> Reason:
    first, some = refused[ids[0]], [(named(names, pk), refused[pk].sentence) for pk in ids[:NAMED]]
    if len({refused[pk].sentence for pk in ids}) == 1:
        return Reason(first.sentence, first.what_to_do, len(ids), [one for one, _sentence in some])
    told = [Named(f"{one.title}: {sentence}", one.url) for one, sentence in some]
    return Reason("", first.what_to_do, len(ids), told)


def course(request: HttpRequest, row: BulkWork, act: Act) -> dict[str, Any]:
    """Everything templates/web/lists/course.html takes."""
    counts = dict(BulkRow.objects.filter(work=row).values_list("outcome").annotate(number=Count("pk")))
    still, rests, number = _still(row), _rests(row), counts.get("changed", 0)
    changed = list(
        BulkRow.objects.filter(work=row, outcome="changed").order_by("pk").values_list("subject", flat=True)[:SHOWN]
    )
    names = act.names(staff_of(request), [*changed, *still, *rests])
    running, stuck = row.state in UNDER_WAY, stands_still(row)
    back = [] if running else undoing.action(staff_of(request), row, number)
    return head(row, act) | {
        "running": running,
        "stop": reverse("web:bulk_stop", args=[row.pk]),
        "go_on": reverse("web:bulk_go_on", args=[row.pk]) if stuck else "",
        "progress": _progress(row, counts.get("", 0), stuck),
        "counts": _counts(row, counts),
        "changed": [named(names, pk) for pk in changed],
        "changed_title": _("Taken back") if row.takes_back else _("Changed"),
        "more_changed": number - len(changed),
        "reasons": reasons(still, names),
        "rests": reasons(rests, names),
        "in_part": BulkRow.objects.filter(IN_PART, work=row).count() if rests else 0,
        "still_title": _("Left alone") if row.takes_back else _("Not changed"),
        "still_count": sum(counts.get(outcome, 0) for outcome in _kept(row)),
        "undone": undoing.told(row),
        "actions": [] if running else [*back, Action(_("Back to the list"), reverse(LISTS[row.list].url), "primary")],
    }


def _kept(row: BulkWork) -> tuple[str, ...]:
    """The outcomes that name their rows. In a way back a row that stands so already was changed by somebody else."""
    return ("refused", "unchanged") if row.takes_back else ("refused",)


def _still(row: BulkWork) -> dict[int, Refused]:
    """Why rows were not changed, the first thousand of them."""
    found = BulkRow.objects.filter(work=row, outcome__in=_kept(row)).order_by("pk")[:LOOKED_AT]
    return {
        one.subject: ChangedMeanwhile()
        if one.outcome == "unchanged"
        else stored_refusal(one.code, orjson.loads(one.why or "{}"))
        for one in found
    }


def _rests(row: BulkWork) -> dict[int, Refused]:
    """Why rows were changed in part only, the first thousand of them."""
    found = BulkRow.objects.filter(IN_PART, work=row).order_by("pk")[:LOOKED_AT]
    return {one.subject: stored_refusal(one.code, orjson.loads(one.why or "{}")) for one in found}


def progress(row: BulkWork) -> Progress:
    """How far a work is."""
    return _progress(row, BulkRow.objects.filter(work=row, outcome="").count())


def _progress(row: BulkWork, left: int, stuck: bool = False) -> Progress:
    words = {"running": _("Under way"), "stopping": _("Stopping"), "stopped": _("Stopped")}
    url = reverse("web:bulk_progress", args=[row.pk]) if row.state in UNDER_WAY and not stuck else ""
    return Progress(
        _("Stands still") if stuck else words.get(row.state, _("Done")), row.total - left, row.total, url=url
    )


def _counts(row: BulkWork, counts: Mapping[str, int]) -> list[Fact]:
    changed, still = numbers.count(counts.get("changed", 0)), sum(counts.get(outcome, 0) for outcome in _kept(row))
    left = [Fact(_("Left as they were"), numbers.count(number), "", "warn")] if (number := counts.get("", 0)) else []
    if first := row.takes_back:
        unseen = undoing.changed_by(first) - row.total
        return [
            Fact(_("Taken back"), changed),
            Fact(_("Left alone"), numbers.count(still), "", "warn" if still else ""),
            *left,
            *([Fact(_("Not in your sight any more"), numbers.count(unseen), "", "warn")] if unseen else []),
        ]
    return [
        Fact(_("Changed"), changed),
        Fact(_("Stood so already"), numbers.count(counts.get("unchanged", 0))),
        Fact(_("Not changed"), numbers.count(still), "", "bad" if still else ""),
        *left,
    ]
