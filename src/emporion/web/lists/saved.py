"""Views that people keep of a list: which ones a person sees, and where they always begin."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from emporion.accounts.queries import Asker

from ..models import Beginning, SavedView


@dataclass(frozen=True, slots=True)
class Kept:
    """A view somebody keeps: its name, the address it stands for, whether all see it, and whose it is."""

    id: int
    title: str
    address: str
    is_shared: bool
    is_own: bool
    by: str

    @property
    def url(self) -> str:
        """Where it leads; the address goes on to say which view it is."""
        return f"?{self.address}&saved={self.id}" if self.address else f"?saved={self.id}"


def seen_by(asker: Asker, list_name: str) -> list[Kept]:
    """One's own views of a list and those that others share, by name; one query."""
    if not asker.is_authenticated:
        return []
    found = SavedView.objects.filter(Q(owner_id=asker.pk) | Q(is_shared=True), list=list_name).select_related("owner")
    return [
        Kept(row.pk, row.title, row.address, row.is_shared, row.owner_id == asker.pk, row.owner.name)
        for row in found.order_by("title", "pk")
    ]


def beginning(asker: Asker, list_name: str) -> str:
    """The address with which a person always begins in a list; empty where they chose none. One query."""
    if not asker.is_authenticated:
        return ""
    found = Beginning.objects.filter(staff_id=asker.pk, list=list_name).values_list("address", flat=True)
    return found.first() or ""
