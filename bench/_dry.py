"""A price list tried and then loaded, in a process of its own: python -m bench._dry ROWS → CPU seconds, as JSON.

First the goods and offers of a base are loaded, then every price of a list changes. differing are rows of which the dry
run said something else than the load did.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import django

django.setup()

from bench._load import brought, channel  # noqa: E402
from emporion.channels.commerceml.inbound import trying  # noqa: E402
from emporion.channels.commerceml.inbound.job import import_message  # noqa: E402
from emporion.channels.commerceml.inbound.planned import Prints, placed, unpacked  # noqa: E402
from emporion.exchange import commands as exchange  # noqa: E402
from emporion.exchange.queries import dry_run, rows_of_dry_run  # noqa: E402
from emporion.journal.queries import facts_of_message  # noqa: E402
from emporion.journal.types import Told  # noqa: E402

HEAD = '<?xml version="1.0" encoding="utf-8"?>\n<КоммерческаяИнформация ВерсияСхемы="2.10">\n'
END = "</КоммерческаяИнформация>\n"
TYPE = "<ТипыЦен><ТипЦены><Ид>retail</Ид><Наименование>Retail</Наименование><Валюта>EUR</Валюта></ТипЦены></ТипыЦен>"


def goods(rows: int) -> Iterator[str]:
    """A catalog of so many goods."""
    yield f"{HEAD}<Каталог><Ид>k</Ид><Наименование>All</Наименование><Товары>\n"
    for row in range(rows):
        yield f"<Товар><Ид>goods-{row}</Ид><Артикул>A-{row}</Артикул><Наименование>Goods {row}</Наименование></Товар>\n"
    yield f"</Товары></Каталог>{END}"


def prices(rows: int, more: int) -> Iterator[str]:
    """A package of their offers with one price each."""
    yield f"{HEAD}<ПакетПредложений><Ид>p</Ид><Наименование>Prices</Наименование>{TYPE}<Предложения>\n"
    for row in range(rows):
        price = f"<Цена><ИдТипаЦены>retail</ИдТипаЦены><ЦенаЗаЕдиницу>{row % 900 + 10 + more}</ЦенаЗаЕдиницу></Цена>"
        name = f"<Ид>goods-{row}</Ид><Артикул>A-{row}</Артикул><Наименование>Goods {row}</Наименование>"
        yield f"<Предложение>{name}<Цены>{price}</Цены></Предложение>\n"
    yield f"</Предложения></ПакетПредложений>{END}"


def written(folder: str, name: str, lines: Iterator[str]) -> Path:
    """A file of these lines."""
    path = Path(folder) / name
    path.write_text("".join(lines), encoding="utf-8")
    return path


def differing(run: int, message: int) -> int:
    """Rows of which the dry run said something else than the load did."""
    facts = sorted(facts_of_message(message, limit=1_000_000), key=lambda fact: fact.id)
    told = [Told(fact.event, fact.actor, fact.origin, fact.place) for fact in facts if fact.event]
    done = {placed(message, place): what for place, what in Prints().of(told).items()}
    said = unpacked(rows_of_dry_run(run))
    return sum(said.get(at) != done.get(at) for at in {*said, *done})


def main() -> None:
    rows, number = int(sys.argv[1]), channel()
    with tempfile.TemporaryDirectory() as folder:
        brought(number, written(folder, "import.xml", goods(rows)))
        brought(number, written(folder, "offers.xml", prices(rows, 0)))
        with written(folder, "prices.xml", prices(rows, 1)).open("rb") as file:
            content = exchange.store(file)
    kept = exchange.keep_message(channel=number, direction="in", name="prices.xml", content=content, actor="bench")
    run = exchange.ask_dry_run(channel=number, messages=[kept], actor="bench")
    began, wall = time.process_time(), time.monotonic()
    trying.run(run)
    dry, dry_wall = time.process_time() - began, time.monotonic() - wall
    [outlook] = dry_run(run).outlooks
    began = time.process_time()
    import_message(kept, pause_seconds=0)
    load = time.process_time() - began
    changed = sum(outlook.jumps.values())
    told = {"cpu": dry, "wall": dry_wall, "load": load, "changed": changed, "differing": differing(run, kept)}
    print(json.dumps(told))


if __name__ == "__main__":
    main()
