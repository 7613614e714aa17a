"""What follows for comments from the facts of lower rooms."""

from collections.abc import Sequence

from emporion.journal.types import Heard, Reaction, Work
from emporion.orders.queries import listed
from emporion.orders.types import subject_of
from emporion.parties.types import PartyErased

from . import commands as crm


def _forget(work: Work, heard: Sequence[Heard[PartyErased]]) -> None:
    """What was said about the person and about their orders may name them."""
    for fact in heard:
        party = int(fact.event.subject.removeprefix("party:"))
        orders = listed().filter(customer_id=party).order_by().values_list("number", flat=True)
        subjects = [fact.event.subject, *map(subject_of, orders)]
        crm.forget(work=work.because_of(fact), subjects=subjects)


FORGET = Reaction("crm.forget", to=(PartyErased,), run=_forget)
