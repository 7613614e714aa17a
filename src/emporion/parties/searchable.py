"""Customers as they are searched: by name, phone, e-mail and tax number. Who was erased is found no more."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence

from emporion.search.types import Entry, Searchable

from .models import Handle, Party
from .types import PartyAdded, PartyChanged, PartyErased, PartyMerged, PartyUnmerged

News = PartyAdded | PartyChanged | PartyErased | PartyMerged | PartyUnmerged


def _touched(events: Sequence[News]) -> set[str]:
    """Whoever a fact speaks of, at a merge also the one who stands for both."""
    found = {event.subject.removeprefix("party:") for event in events}
    found |= {str(event.into) for event in events if isinstance(event, PartyMerged)}
    return found | {str(event.out_of) for event in events if isinstance(event, PartyUnmerged)}


def _read(keys: Collection[str]) -> Iterator[Entry]:
    """Those who stand for themselves, with what those merged into them are found by."""
    standing = {row.pk: row for row in Party.objects.filter(pk__in=map(int, keys), root=None, erased_at=None)}
    texts = {pk: [row.name] for pk, row in standing.items()}
    root_of = {pk: pk for pk in standing}
    for pk, root, name in Party.objects.filter(root__in=standing).values_list("pk", "root_id", "name"):
        root_of[pk] = root
        texts[root].append(name)
    handles: dict[int, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for party, kind, value in Handle.objects.filter(party__in=root_of).values_list("party_id", "kind", "value"):
        handles[root_of[party]][kind].append(value)
    for pk in standing:
        of = handles[pk]
        mailboxes = [value.partition("@")[0] for value in of["email"]]
        yield Entry(
            str(pk), texts=(*texts[pk], *mailboxes), codes=(*of["email"], *of["tax"]), phones=tuple(of["phone"])
        )


def _after(last: str, limit: int) -> list[str]:
    found = Party.objects.filter(pk__gt=int(last or 0)).order_by("pk").values_list("pk", flat=True)
    return [str(pk) for pk in found[:limit]]


CUSTOMERS = Searchable(
    "customer",
    "c",
    (PartyAdded, PartyChanged, PartyErased, PartyMerged, PartyUnmerged),
    touched=_touched,
    read=_read,
    after=_after,
)
