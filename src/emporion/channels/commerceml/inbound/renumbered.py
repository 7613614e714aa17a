"""A base of 1C that was created anew: all its keys are new, and taken as they come they would double every product.

So a file is looked through before a row of it is written. When among its unknown goods enough look like goods that
stand here under other keys, which the file does not name, it is stopped whole and a person is asked. What counts is
told by exchange.likeness: of sure likenesses at most one in a hundred is wrong, and LEAST of them are wanted. Their
share of the unknown goods is a setting of the connection (renumbered_percent, 20 unless said otherwise): two of a
hundred new goods may look like old ones, one in five by no chance. While the question is open, whatever names unknown
keys waits with the file, so that prices and stock are not lost.

Once a person has said that the base is the same, its groups, properties, price types and warehouses are recognised by
their names, variants by barcode, article and options within their goods, and what is sure of the portions that follow
within a day is linked as it comes. Once a person has said that the goods are new, nothing is asked for a day.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, BinaryIO

from django.utils import timezone

from emporion.exchange import commands as exchange
from emporion.exchange.queries import (
    CREATED,
    LINKED,
    digests,
    question,
    questions,
    relinked_new,
    relinked_objects,
    relinks_undecided,
    renumbering_answered,
)
from emporion.exchange.types import LEAST, Fault, Marks, Proposed, Renumbered, fault_of, is_renumbered
from emporion.kernel.rows import chunks

from ..reader import Kind
from .alike import alike_catalog, alike_goods, alike_groups, alike_references, alike_variants
from .load import Load, known_references
from .looked import REFERENCES, Seen, look

RENEWED = timedelta(days=30)  # so long what goods point to is recognised by its name, and offers are looked at
FOLLOWS = timedelta(days=1)  # the longest between the first portion of an export and its last
ALONE = {"category": 2, "price_type": 1, "warehouse": 1}  # as many of the same name are no chance
PART = 1000  # proposals that are kept in one transaction
SAMPLES = 3  # names in the question


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a look has found: why the file stops, and what its keys may be; now are those that need no word any more."""

    fault: Fault | None = None
    proposed: Sequence[Proposed] = ()
    now: Sequence[Proposed] = ()
    answered: int = 0


def open_question(channel: int) -> int:
    """The question about a re-numbered base that waits for a person; 0 when there is none."""
    return next((one.id for one in questions(channel) if one.fault.code == Renumbered.code), 0)


def look_over(load: Load, source: BinaryIO) -> Fault | None:
    """Look a file through before it is worked on; answers why it has to wait, and asks a person then.

    What needs no word any more is linked at once.
    """
    channel, said = load.channel.id, load.caller
    verdict = judged(load, source)
    for part in chunks(verdict.now, PART):
        exchange.relink_at_once(question=verdict.answered, channel=channel, proposed=part, **said)
    if verdict.now:
        load.known, load.was_linked = known_references(channel), True
    if fault := verdict.fault:  # broken off in between, the message is looked through once more
        asked = exchange.ask(channel=channel, code=fault.code, facts=fault.facts, **said)
        for part in chunks(verdict.proposed, PART):
            exchange.propose(question=asked, proposed=part, **said)
        exchange.stop_message(message=load.message, fault=fault, **said)
    return verdict.fault


def judged(load: Load, source: BinaryIO) -> Verdict:
    """What is to be done with a file; nothing is written."""
    channel = load.channel.id
    if next(digests(channel, "product"), None) is None:  # the first load: there is nothing to look like
        return Verdict()
    asked, linked = open_question(channel), renumbering_answered(channel, LINKED, timezone.now() - RENEWED)
    if not (asked or linked or load.settings.renumbered_percent):
        return Verdict()
    seen = look(load, source, with_offers=bool(asked or linked))
    now = [*alike_references(load, seen), *alike_catalog(load, seen)] if linked else []
    if asked:
        return _waiting(load, seen, asked, linked or 0, now)
    variants = alike_variants(load, seen) if linked and seen.offers else []
    now += [one for one in variants if one.found.is_sure]
    over = relinked_new(channel, "variant", [one.key for one in variants])
    unsure = [one for one in variants if not one.found.is_sure and one.key not in over]
    goods = _weighed(load, seen, linked or 0)
    now += goods.now
    if proposed := [*goods.proposed, *unsure]:
        return Verdict(_fault(proposed, len(seen.goods) or len(seen.offers)), proposed, now, linked or 0)
    return Verdict(None, (), now, linked or 0)


def _weighed(load: Load, seen: Seen, linked: int) -> Verdict:
    """What unknown goods look like; nothing when it may be chance, or a person has said that they are new."""
    since = timezone.now() - FOLLOWS
    if load.was_stopped or renumbering_answered(load.channel.id, CREATED, since):
        return Verdict()
    if linked and renumbering_answered(load.channel.id, LINKED, since, kind="product"):
        found = _like(load, seen.goods, seen)
        unsure = [one for one in found if one.found.percent and not one.found.is_sure]
        return Verdict(None, unsure, [one for one in found if one.found.is_sure])
    found = alike_goods(load, seen.goods, seen) if len(seen.goods) >= LEAST else []
    if is_renumbered(len(found), sum(one.found.is_sure for one in found), load.settings.renumbered_percent):
        return Verdict(None, [*found, *alike_groups(load, seen)])
    return Verdict(None, [] if linked else _references_alone(load, seen))


def _references_alone(load: Load, seen: Seen) -> list[Proposed]:
    """What a file says of groups, price types or warehouses and of nothing else, as the split layout does before goods.

    They are those of a base created anew when none of them is known and most bear names that stand here, more than one
    of the groups. Properties say nothing: goods and offers may each have one of the same name.
    """
    if any(seen.rows[kind] for kind in (Kind.GOODS, Kind.OFFER, Kind.CHANGE_OFFER)):
        return []
    if not load.settings.renumbered_percent:
        return []
    found = [one for one in alike_references(load, seen) if one.kind in ALONE]
    for row, kind in REFERENCES.items():
        same = sum(one.kind == kind for one in found)
        unknown = len(seen.unknown[kind])
        if same >= ALONE.get(kind, same + 1) and unknown == seen.rows[row] and 2 * same >= unknown:
            return found
    return []


def _like(load: Load, theirs: Mapping[str, Marks], seen: Seen) -> list[Proposed]:
    """As alike_goods, of a base about which a person has spoken: what was linked already is nobody else."""
    if not theirs:
        return []
    linked = relinked_objects(load.channel.id, "product", timezone.now() - RENEWED)
    return alike_goods(load, theirs, seen, linked)


def _waiting(load: Load, seen: Seen, asked: int, linked: int, now: Sequence[Proposed]) -> Verdict:
    """While a person is asked, whatever names keys that nobody knows waits, and is weighed together with the rest."""
    if not (seen.goods or seen.offers or any(seen.unknown.values())):
        return Verdict()
    standing = [Proposed(one.kind, one.key, one.marks, one.found) for one in relinks_undecided(asked)]
    goods = [one for one in standing if one.kind == "product"]
    theirs = {one.key: one.marks for one in goods} | seen.goods
    new = [*(_like(load, theirs, seen) if seen.goods else ()), *alike_groups(load, seen)]
    told = {(one.kind, one.key): one for one in (*standing, *new)}
    fault = _fault(list(told.values()), len(theirs)) if told else question(asked).fault
    return Verdict(fault, new, now, linked)


def _fault(proposed: Sequence[Proposed], total: int) -> Fault:
    like = [one for one in proposed if one.found.percent and one.kind in ("product", "variant")] or proposed
    facts: dict[str, Any] = {
        "count": len(like),
        "total": max(total, len(like)),
        "samples": ", ".join(f"“{one.marks.name[:60]}”" for one in like[:SAMPLES]),
    }
    return fault_of(Renumbered(**facts))
