"""Who is master of which data."""

from typing import get_args

from emporion.journal.commands import command
from emporion.journal.types import Work

from ..models import Authority
from ..queries.authority import authority_of
from ..types import DATA, AuthorityChanged, Data, Master, Rule, UnknownWord, Way


@command
def set_authority(
    work: Work, *, channel: int, data: Data, master: Master, direction: Way, from_status: str = ""
) -> None:
    """Say who is master of a kind of data on a channel, which way it goes, and from which order status on."""
    for word, words in ((data, DATA), (master, get_args(Master)), (direction, get_args(Way))):
        if word not in words:
            raise UnknownWord(word=word, words=", ".join(words))
    old, new = authority_of(channel, data), Rule(data, master, direction, from_status)
    values = {"master": master, "direction": direction, "from_status": from_status}
    Authority.objects.update_or_create(channel_id=channel, data=data, defaults=values)
    if old != new:
        work.tell(AuthorityChanged(f"channel:{channel}", data, _words(old), _words(new)))


def _words(rule: Rule) -> str:
    return " ".join(filter(None, (rule.master, rule.direction, rule.from_status)))
