"""Damaged files over HTTP: each ends with a word of 1C's, its rows are all accounted for, and what broke stays seen."""

from __future__ import annotations

import logging
import random
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from emporion.demo.onec.errors import ConnectionLost, SiteRefused
from emporion.demo.onec.exchange import OneC
from emporion.demo.onec.faults import Faults
from emporion.demo.onec.talk import Talk
from emporion.exchange.queries import messages, messages_in_work
from emporion.ledger.queries import verify
from emporion.web.tests.factories import signed_in

from .conftest import LOGIN, PASSWORD, Connected
from .generated import generate

Connect = Callable[..., Connected]
Change = Callable[[bytearray, random.Random], None]
AT_ONCE = 20  # files of a talk
WORDS = [
    "<Товар>", "</Товар>", "<Ид>", "</Группы>", "<![CDATA[", "]]>", "<!--", "-->", "&#0;", "&lt;", "&nbsp;", "<?x?>",
    "<!DOCTYPE a [<!ENTITY b 'bb'><!ENTITY c '&b;&b;&b;'>]>", "<Контейнер>", "</Документ>", "<Предложение/>",
    'xmlns="z"', "\x00", "\ufeff", "1e999", "-999 999 999,9", "99999999999999999999", "NaN", "<Ид/>", "#", " ",
]  # fmt: skip
VALUES = [
    "",
    " ",
    "x",
    "-1",
    "1e400",
    "1 234,50",
    "true",
    "#",
    "a#b#c",
    "я" * 5000,
    "99999999999999999999999",
    "0,0005",
]
VALUE = re.compile(rb">([^<>]{1,200})</")
TAG = re.compile(rb"</?([^<>/ ?!]+)[^<>]*>")


SIZES = ("--goods", "5", "--groups", "6", "--properties", "6", "--delta", "3", "--orders", "3")
QUIRKS = ("comma", "nbsp", "deleted", "html", "nogroup", "negative", "emptytags")


def a_byte(data: bytearray, chance: random.Random) -> None:
    data[chance.randrange(len(data))] = chance.randrange(256)


def a_hole(data: bytearray, chance: random.Random) -> None:
    at = chance.randrange(len(data))
    del data[at : at + chance.choice((1, 3, 40, 700))]


def a_word(data: bytearray, chance: random.Random) -> None:
    at = chance.randrange(len(data))
    data[at:at] = chance.choice(WORDS).encode()


def an_echo(data: bytearray, chance: random.Random) -> None:
    start, at = chance.randrange(len(data)), chance.randrange(len(data))
    data[at:at] = data[start : start + chance.randrange(3000)]


def another_value(data: bytearray, chance: random.Random) -> None:
    if found := list(VALUE.finditer(data)):
        start, end = chance.choice(found).span(1)
        data[start:end] = chance.choice(VALUES).encode()


def a_borrowed_value(data: bytearray, chance: random.Random) -> None:
    if found := list(VALUE.finditer(data)):
        start, end = chance.choice(found).span(1)
        data[start:end] = chance.choice(found)[1]


def another_tag(data: bytearray, chance: random.Random) -> None:
    if found := list(TAG.finditer(data)):
        start, end = chance.choice(found).span(1)
        data[start:end] = chance.choice(found)[1]


def a_cut(data: bytearray, chance: random.Random) -> None:
    del data[chance.randrange(len(data)) :]


def a_depth(data: bytearray, chance: random.Random) -> None:
    at = data.find("<Товар".encode())
    if at > 0:
        data[at:at] = b"<a>" * chance.choice((10, 300, 5000))


def another_encoding(data: bytearray, chance: random.Random) -> None:
    told = re.sub(
        rb'encoding="[^"]*"', b'encoding="%s"' % chance.choice((b"windows-1251", b"UTF-16", b"x")), data[:200]
    )
    data[:200] = told


CHANGES: list[Change] = [
    a_byte, a_hole, a_word, an_echo, another_value, a_borrowed_value, another_tag, a_depth, another_encoding,
]  # fmt: skip


def damaged(data: bytes, chance: random.Random) -> bytes:
    """One to four changes, and every fifth file cut at the end; never an empty one."""
    changed = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 4))):
        changed = changed or bytearray(b"<")
        chance.choice(CHANGES)(changed, chance)
    if chance.random() < 0.2 and changed:
        a_cut(changed, chance)
    return bytes(changed) or b"<"


def sources(samples: Path, folder: Path) -> list[tuple[str, bytes]]:
    """Small files of one base in all layouts, of changes and of 1C's answers: their names and bytes."""
    found = []
    for layout in ("classic", "guid", "split"):
        words = [
            "--goods",
            "5",
            "--groups",
            "6",
            "--properties",
            "6",
            "--delta",
            "3",
            "--orders",
            "3",
            "--layout",
            layout,
        ]
        made = generate(samples, folder / layout, *words, "--quirks", *QUIRKS)
        found += [(path.name, path.read_bytes()) for path in sorted(made.folder.glob("*.xml"))]
    return found


def files(samples: Path, folder: Path, count: int, seed: int) -> Iterator[tuple[str, bytes, int | None]]:
    """So many damaged files, each with its name; for one in twenty also where its connection is cut."""
    chance, known = random.Random(seed), sources(samples, folder)
    for number in range(count):
        name, data = chance.choice(known)
        bad = damaged(data, chance)
        cut = chance.randrange(len(bad)) if chance.random() < 0.05 else None
        yield f"{number:04d}_{name}", bad, cut


def sent(connected: Connected, batch: list[tuple[str, bytes, int | None]], ends: dict[str, str]) -> None:
    """One talk with some files; a cut connection is followed by the next file in the same talk."""
    with OneC(connected.base, connected.address, LOGIN, PASSWORD, faults=Faults()) as onec:
        talk = onec.talk("sale" if "orders" in batch[0][0] else "catalog")
        talk.checkauth()
        talk.init()
        for post, (name, data, cut) in enumerate(batch, 1):
            onec.faults.cut_post, onec.faults.cut_after_bytes = (None, 0) if cut is None else (post, cut)
            ends[name] = end_of(talk, name, data)
        assert {step.status for step in onec.steps} <= {200, 0}


def end_of(talk: Talk, name: str, data: bytes) -> str:
    """Success, cut, or the sentence with which the site refused it."""
    try:
        talk.send_file(name, data)
        talk.import_file(name)
    except ConnectionLost:
        return "cut"
    except SiteRefused as error:
        return error.answer.strip()
    return "success"


def accounted(connected: Connected, ends: dict[str, str]) -> None:
    """What was answered is what stands; every row of every message ended in one of four ways."""
    kept = {row.name: row for row in messages(channel=connected.channel, limit=5000)}
    for name, end in ends.items():
        row = kept.get(name)
        if end == "cut":
            assert row is None, name
        elif end == "success":
            assert row is not None and (row.state, row.fault) == ("done", None), name
        else:
            assert end, name  # 1C shows a sentence, never a bare failure
            assert row is not None and row.state == "refused" and row.fault, name
            assert row.fault.code != "exchange_unexpected" and row.fault.refusal.sentence, (name, row.fault)
    for row in kept.values():
        for kind, t in row.counts.items():
            assert t.read == t.created + t.changed + t.unchanged + t.refused, (row.name, kind, t)


@pytest.fixture
def quiet(caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]) -> Iterator[None]:
    """Neither an error nor a traceback in the server's log or on its console."""
    yield
    logged = [one.getMessage() for one in caplog.get_records("call") if one.levelno >= logging.ERROR or one.exc_info]
    assert logged == []
    assert "Traceback" not in "".join(capfd.readouterr())


def survived(connected: Connected, samples: Path, folder: Path, *, count: int, seed: int) -> None:
    """The whole journey of so many damaged files."""
    ends: dict[str, str] = {}
    batch: dict[bool, list[tuple[str, bytes, int | None]]] = {True: [], False: []}
    for file in files(samples, folder, count, seed):
        some = batch["orders" in file[0]]
        some.append(file)
        if len(some) == AT_ONCE:
            sent(connected, some, ends)
            some.clear()
    for some in filter(None, batch.values()):
        sent(connected, some, ends)
    assert (len(ends), messages_in_work(connected.channel)) == (count, [])
    accounted(connected, ends)
    assert verify() == []
    refused = next(name for name, end in ends.items() if end not in ("success", "cut"))
    assert refused in signed_in().get("/exchange/messages/", {"state": "refused", "q": refused}).content.decode()


@pytest.mark.usefixtures("quiet")
def test_damaged_files_end_with_a_word_and_all_their_rows_are_accounted_for(
    connect: Connect, samples: Path, tmp_path: Path
) -> None:
    survived(connect(goods=1), samples, tmp_path / "made", count=24, seed=3)


@pytest.mark.takes(260)
@pytest.mark.slow
@pytest.mark.usefixtures("quiet")
def test_a_thousand_damaged_files_end_with_a_word_and_all_their_rows_are_accounted_for(
    connect: Connect, samples: Path, tmp_path: Path
) -> None:
    survived(connect(goods=1), samples, tmp_path / "made", count=1000, seed=1)
