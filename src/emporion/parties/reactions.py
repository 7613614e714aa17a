"""What follows for people and firms from their own facts: whoever was added or changed is compared with their like."""

from collections.abc import Sequence

from emporion.journal.types import Heard, Reaction, Work

from .commands import look_for_doubles
from .types import PartyAdded, PartyChanged, PartyMerged, PartyUnmerged

News = PartyAdded | PartyChanged | PartyMerged | PartyUnmerged


def _compare(work: Work, heard: Sequence[Heard[News]]) -> None:
    parties = {int(fact.event.subject.removeprefix("party:")) for fact in heard}
    parties |= {fact.event.into for fact in heard if isinstance(fact.event, PartyMerged)}
    parties |= {fact.event.out_of for fact in heard if isinstance(fact.event, PartyUnmerged)}
    look_for_doubles(work=work.because_of(heard[-1]), parties=sorted(parties))


COMPARE: Reaction[News] = Reaction(
    "parties.compare", to=(PartyAdded, PartyChanged, PartyMerged, PartyUnmerged), run=_compare
)
