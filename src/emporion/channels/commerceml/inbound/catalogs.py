"""Which catalog of a connection goods stand in: what is absent from one may stand in another.

Nearly every base has one catalog, and then nothing is kept about it. Once there are several, goods of each further
catalog are remembered under it, those of the first one only where they stand in another one too.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from emporion.exchange import commands as exchange
from emporion.exchange.queries import digests, known
from emporion.exchange.types import Link
from emporion.journal.types import Work

from .keys import Keys
from .load import Load

FIRST = 1


def slot(number: int) -> str:
    """Under which kind of key the goods of a catalog are remembered."""
    return f"product_in:{number}"


def in_catalog(work: Work, load: Load) -> None:
    """Goods of a catalog are here; a catalog that nobody knows gets the next number."""
    numbers = load.known.catalogs
    if load.catalog not in numbers:
        numbers[load.catalog] = len(numbers) + 1
        links = [Link(load.catalog, numbers[load.catalog], None)]
        exchange.link(work=work, channel=load.channel.id, kind="catalog", links=links, session=load.session)


def remember(work: Work, load: Load, links: Sequence[Link], before: Collection[str]) -> None:
    """Keep the keys of goods with what they said, for the catalog that is read; before are those that stood already."""
    here, keys = load.catalog_number, [link.key for link in links]
    if here == FIRST:
        _link(work, load, "product", links)
        if load.known.has_several_catalogs:
            noted = _elsewhere(load, keys)
            _link(work, load, slot(FIRST), _plain(link for link in links if link.key in noted))
        return
    _link(work, load, "product", _plain(link for link in links if link.key not in before))
    noted = _elsewhere(load, keys)
    _link(work, load, slot(FIRST), _plain(link for link in links if link.key in before and link.key not in noted))
    _link(work, load, slot(here), links)


def catalogs_of(channel: int) -> tuple[dict[str, int], dict[int, Keys]]:
    """The catalogs of a connection by key, and by number the goods that stand in each; in none means the first one."""
    numbers = {key: found.object_id for key, found in digests(channel, "catalog")}
    stands: dict[int, Keys] = {}
    if len(numbers) > 1:
        for number in numbers.values():
            stands[number] = Keys()
            for key, _ in digests(channel, slot(number)):
                stands[number].add(key)
    return numbers, stands


def stand_elsewhere(load: Load, keys: Sequence[str], before: Collection[str]) -> set[str]:
    """Those of these goods that stand in another catalog than the one that is read; before stood already."""
    here = load.catalog_number
    others = [number for number in load.known.catalogs.values() if number != here]
    noted = {key for number in others for key in known(load.channel.id, slot(number), keys)}
    if here != FIRST:
        noted |= set(before) - _elsewhere(load, keys)
    return noted & set(keys)


def _elsewhere(load: Load, keys: Sequence[str]) -> set[str]:
    """Those of these goods of which it is remembered where they stand."""
    numbers = load.known.catalogs.values()
    return {key for number in numbers for key in known(load.channel.id, slot(number), keys)}


def _plain(links: Iterable[Link]) -> list[Link]:
    return [link._replace(digest=None) for link in links]


def _link(work: Work, load: Load, kind: str, links: Sequence[Link]) -> None:
    if links:
        exchange.link(work=work, channel=load.channel.id, kind=kind, links=links, session=load.session)
