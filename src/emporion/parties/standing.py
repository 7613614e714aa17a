"""What stands about parties, read in one question each: who owns a handle, who stands for whom."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from emporion.kernel import rows

from .models import Party
from .rules import Handle, Known

LONG = 7  # signs of a phone that nobody could read, or of a number without check digits: shorter ones are anybody's

# Who stands for the owners of some handles. One that is not checked leads to nobody, until a person merges its owner
# into another: then somebody has said whose it is.
OWNERS = """
    SELECT DISTINCT coalesce(p.root_id, p.id) FROM parties_handle h JOIN parties_party p ON p.id = h.party_id
    WHERE h.identity AND h.value IN ({})"""
MERGED = """
    SELECT DISTINCT p.root_id FROM parties_handle h JOIN parties_party p ON p.id = h.party_id
    WHERE NOT h.checked AND h.value IN ({}) AND p.root_id IS NOT NULL"""
# From these to everybody merged into them.
KNOWN = """
WITH owner(root) AS ({owners}
), family(root, id) AS (
    SELECT root, root FROM owner
  UNION ALL SELECT owner.root, p.id FROM owner JOIN parties_party p ON p.root_id = owner.root
)
SELECT root, 'handle', h.kind, h.scheme, h.value,
       CASE WHEN h.identity OR (NOT h.checked AND family.id <> root) THEN 1 ELSE 0 END
  FROM family JOIN parties_handle h ON h.party_id = family.id
UNION ALL SELECT root, 'address', a.digest, '', '', a.id FROM family JOIN parties_address a ON a.party_id = family.id
UNION ALL SELECT root, 'party', p.name, '', coalesce(k.sealed, ''), 0
  FROM owner JOIN parties_party p ON p.id = root LEFT JOIN parties_personalkey k ON k.party_id = p.id
"""


def known_by(offered: Sequence[Handle]) -> list[Known]:
    """The parties that any of these handles leads to, with what stands about them; one query, none without a handle."""
    checked = [one.value for one in offered if one.checked]
    unread = [one.value for one in offered if not one.checked and len(one.value) >= LONG]
    asked = [(OWNERS, checked), (MERGED, unread)]
    owners = [sql.format(rows.holes(len(values))) for sql, values in asked if values]
    if not owners:
        return []
    parties: dict[int, Known] = {}
    for root, *row in rows.fetch(KNOWN.format(owners=" UNION ".join(owners)), [*checked, *unread]):
        _noted(parties.setdefault(root, Known(root)), row)
    return list(parties.values())


def _noted(party: Known, row: Sequence[Any]) -> None:
    what, first, second, third, number = row
    if what == "address":
        party.addresses[first] = number
    elif what == "party":
        party.name, party.sealed_key = first, third
    else:
        party.handles.add((first, second, third))
        if number:
            party.identities.add((first, second, third))


def roots(parties: Iterable[int]) -> dict[int, int]:
    """Who stands for each of some parties: itself, or whom it was merged into at last; one query."""
    ids = list(set(parties))
    found = Party.objects.filter(pk__in=ids).values_list("pk", "root") if ids else []
    return {one: root or one for one, root in found}


def family(root: int) -> list[int]:
    """The one who stands and everybody merged into it; one query."""
    return [root, *Party.objects.filter(root=root).order_by("pk").values_list("pk", flat=True)]
