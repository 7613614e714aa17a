"""Raw bytes come back exactly as they came, or not at all."""

import io
import os
import random
import time
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import example, given, strategies as st

from emporion.exchange.storage import PIECE, folder, reader, store, sweep_files
from emporion.exchange.types import ContentDamaged, StoredContent


def read(content: StoredContent) -> bytes:
    with reader(content) as file:
        return file.read()


def noise(size: int, seed: int = 1) -> bytes:
    return random.Random(seed).randbytes(size)


@given(content=st.binary(max_size=4096), personal=st.booleans())
@example(content=b"", personal=True)
@example(content=noise(PIECE), personal=True)
@example(content=noise(3 * PIECE + 1), personal=True)
@example(content=noise(3 * PIECE + 1), personal=False)
def test_what_was_stored_comes_back(home: Path, content: bytes, personal: bool) -> None:
    stored = store(content, personal=personal)
    assert (stored.size, stored.sealed) == (len(content), personal)
    assert read(stored) == content


@given(pieces=st.lists(st.binary(max_size=200), max_size=20))
def test_a_stream_in_any_pieces_is_the_same_content(home: Path, pieces: list[bytes]) -> None:
    whole = b"".join(pieces)
    assert store(pieces) == store(whole) == store(io.BytesIO(whole))


def test_equal_bytes_are_kept_once(home: Path) -> None:
    assert store(b"catalog" * 99) == store(b"catalog" * 99)
    assert len(list(folder().rglob("*.zst"))) == 1


def test_a_sealed_file_shows_nothing_of_the_person(home: Path) -> None:
    stored = store("Иван Петров, +7 999 1234567".encode() * 50, personal=True)
    on_disk = (folder() / stored.path).read_bytes()
    assert "Петров".encode() not in on_disk
    assert b"1234567" not in on_disk


def test_a_stream_that_breaks_leaves_nothing(home: Path) -> None:
    def broken() -> Iterator[bytes]:
        yield b"<xml>" * 1000
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        store(broken())
    assert [file for file in folder().rglob("*") if file.is_file()] == []


@pytest.mark.parametrize("personal", [False, True])
@given(data=st.data())
def test_a_file_that_lost_its_end_is_found_out(home: Path, personal: bool, data: st.DataObject) -> None:
    stored = store(noise(PIECE + 5000), personal=personal)
    path = folder() / stored.path
    whole = path.read_bytes()
    path.write_bytes(whole[: data.draw(st.integers(0, len(whole) - 5))])  # behind that only a checksum is cut
    try:
        with pytest.raises(ContentDamaged):
            read(stored)
    finally:
        path.write_bytes(whole)


@pytest.mark.parametrize("personal", [False, True])
@given(place=st.integers(0, 2**30), bit=st.integers(0, 7))
def test_a_flipped_bit_never_reads_as_other_content(home: Path, personal: bool, place: int, bit: int) -> None:
    content = noise(3000)
    stored = store(content, personal=personal)
    path = folder() / stored.path
    whole = path.read_bytes()
    spoiled = bytearray(whole)
    spoiled[place % len(whole)] ^= 1 << bit
    path.write_bytes(spoiled)
    try:
        assert read(stored) == content  # a bit that means nothing, such as an unused flag of the frame
    except ContentDamaged:
        pass
    finally:
        path.write_bytes(whole)


def test_sealed_frames_cannot_change_places(home: Path) -> None:
    stored = store(noise(3 * PIECE), personal=True)
    path = folder() / stored.path
    whole, frames = path.read_bytes(), []
    while whole:
        size = 4 + int.from_bytes(whole[:4])
        frames.append(whole[:size])
        whole = whole[size:]
    path.write_bytes(b"".join([frames[1], frames[0], *frames[2:]]))
    with pytest.raises(ContentDamaged):
        read(stored)


def test_a_missing_file_is_named(home: Path) -> None:
    stored = store(b"x")
    (folder() / stored.path).unlink()
    with pytest.raises(ContentDamaged) as refused:
        read(stored)
    assert stored.path in refused.value.sentence


@pytest.mark.parametrize("personal", [False, True])
def test_memory_stays_flat_however_long_the_stream(home: Path, personal: bool) -> None:
    piece = noise(1 << 20)
    tracemalloc.start()
    stored = store((piece for _ in range(24)), personal=personal)
    with reader(stored) as file:
        size = sum(len(part) for part in iter(lambda: file.read(1 << 16), b""))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert size == 24 << 20
    assert peak < 6 << 20


def test_the_sweep_takes_old_files_that_nothing_names(home: Path) -> None:
    kept, spare, young = store(b"kept"), store(b"spare"), store(b"young")
    part = folder() / "tmpabc.part"
    part.write_bytes(b"half")
    for old in (folder() / kept.path, folder() / spare.path, part):
        os.utime(old, (time.time() - 7200,) * 2)
    assert sweep_files(lambda _: {kept.path}) == 2
    assert read(kept) == b"kept"
    assert read(young) == b"young"
    assert not (folder() / spare.path).exists()
