"""Catalogs in all layouts come over HTTP, packed, shuffled and twice, and stand as their maker counted them."""

from __future__ import annotations

import io
import random
import re
import shutil
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from lxml import etree

from emporion.demo.onec.exchange import OneC
from emporion.demo.onec.profiles import BITRIX_31, BITRIX_209, UT11
from emporion.exchange.queries import messages, open_count
from emporion.ledger.queries import verify
from emporion.site.fingerprint import fingerprint

from .conftest import LOGIN, PASSWORD, Connected
from .generated import Made, expected, found, generate

Connect = Callable[..., Connected]
Clean = Callable[..., str]
ALL = ["--quirks", "all"]
PROFILES = {"classic": UT11, "guid": BITRIX_209, "split": BITRIX_31}
ROWS = "//*[local-name()='Товары' or local-name()='Предложения' or local-name()='ТипыЦен' or local-name()='Склады']"
# what must have come before, by the letters a name begins with; files of one rank may come in any order
RANKS = {"import": 2, "goods": 2, "propertiesOffers": 2, "offers": 4, "prices": 5, "rests": 5}


def packed(paths: Iterable[Path]) -> bytes:
    """One archive of all files, as 1C makes it of its folder."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in paths:
            archive.write(path, path.name)
    return buffer.getvalue()


def stem(path: Path) -> str:
    """The letters that a name begins with: what the file is about."""
    return re.match(r"[A-Za-z]+", path.name)[0]  # type: ignore[index]  # every file is named so


def legal(paths: list[Path], chance: random.Random) -> list[Path]:
    """Another order that 1C might send them in; the first of a kind may bring what the others need."""
    seen: set[str] = set()
    ranked = []
    for path in paths:
        first = stem(path) in ("import", "offers") and stem(path) not in seen
        seen.add(stem(path))
        ranked.append((RANKS.get(stem(path), 0) - first, chance.random(), path))
    return [path for *_, path in sorted(ranked)]


def rows_shuffled(path: Path, chance: random.Random) -> None:
    """The same file with its rows in another order; the declaration and the mark before it stay as they are."""
    data = path.read_bytes()
    mark = b"\xef\xbb\xbf" * data.startswith(b"\xef\xbb\xbf")
    tree = etree.parse(path)
    for parent in tree.xpath(ROWS):
        rows = list(parent)
        chance.shuffle(rows)
        parent[:] = rows
    path.write_bytes(mark + etree.tostring(tree, xml_declaration=True, encoding=tree.docinfo.encoding))


def send(connected: Connected, layout: str, paths: list[Path], *, zipped: bool) -> None:
    """One talk with all files, plain or as the one archive of 1C's folder; import names the files within."""
    profile = PROFILES[layout]
    with OneC(connected.base, connected.address, LOGIN, PASSWORD, profile=profile) as onec:
        talk = onec.talk("catalog")
        talk.checkauth()
        talk.init()
        assert talk.zip == zipped
        talk.send_files({"v8_1065_3a.zip": packed(paths)} if zipped else {p.name: p.read_bytes() for p in paths})
        for path in paths:
            talk.import_file(path.name)


def agrees(connected: Connected, made: Made) -> str:
    """The house stands as the maker counted, nothing is left over; answers its fingerprint."""
    assert found(connected.channel) == expected(made)
    assert (verify(), open_count()) == ([], 0)
    return fingerprint()["all"]


def sent_shuffled_and_as_made(connect: Connect, clean: Clean, samples: Path, folder: Path, options: list[str]) -> None:
    """Shuffled in a legal order at first, then as made: the house of one clean run, and nothing new by the second."""
    zipped = "--zip" in options
    layout = options[options.index("--layout") + 1] if "--layout" in options else "classic"
    made = generate(samples, folder / "made", *(option for option in options if option != "--zip"))
    shuffled, chance = folder / "shuffled", random.Random(str(options))
    shutil.copytree(made.folder, shuffled)
    other = [shuffled / path.name for path in made.paths]
    for path in other:
        rows_shuffled(path, chance)
    connected = connect(goods=1, zip=zipped)
    send(connected, layout, legal(other, chance), zipped=zipped)
    assert agrees(connected, made) == clean(*made.paths)
    before = fingerprint()
    send(connected, layout, made.paths, zipped=zipped)
    assert (agrees(connected, made), fingerprint()) == (before["all"], before)
    for kept in messages(channel=connected.channel, limit=len(made.paths)):
        for kind in {"goods", "offers", "prices", "stock", "groups", "properties"} & set(kept.counts):
            assert kept.counts[kind].unchanged == kept.counts[kind].read, (kept.name, kind)


def case(*options: str) -> object:
    """A row of the table below, named by its options."""
    return pytest.param(list(options), id=" ".join(options).replace("--", ""))


@pytest.mark.slow
@pytest.mark.parametrize(
    "options",
    [
        case("--seed", "41", *ALL, "--zip", "--per-file", "15"),
        case("--seed", "43", *ALL, "--layout", "split", "--bom"),
    ],
)
def test_a_catalog_sent_shuffled_and_twice_agrees_with_its_manifest(
    connect: Connect, clean: Clean, samples: Path, tmp_path: Path, options: list[str]
) -> None:
    sent_shuffled_and_as_made(connect, clean, samples, tmp_path, ["--goods", "30", "--groups", "20", *options])


SCHEMAS = {
    "classic": ("2.04", "2.05", "2.06", "2.07", "2.08", "2.09", "2.10"),
    "guid": ("2.08", "2.09", "2.10", "3.1"),
    "split": ("2.09", "2.10", "3.1"),
}
DRESSES = (["--bom"], ["--encoding", "windows-1251"], ["--zip"], ["--zip", "--encoding", "windows-1251"])
DRESSED = [
    ["--layout", layout, "--schema", schema, *DRESSES[number % len(DRESSES)]]
    for number, (layout, schema) in enumerate((layout, schema) for layout, known in SCHEMAS.items() for schema in known)
]


@pytest.mark.takes(10)
@pytest.mark.slow
@pytest.mark.parametrize("options", [case(*told) for told in DRESSED])
def test_every_layout_and_schema_agrees_with_its_manifest(
    connect: Connect, clean: Clean, samples: Path, tmp_path: Path, options: list[str]
) -> None:
    words = ["--goods", "90", "--groups", "30", "--per-file", "40", "--seed", "45"]
    sent_shuffled_and_as_made(connect, clean, samples, tmp_path, [*words, *ALL, *options])
